"""The form of an amendment: every field that can be amended, filled with the live text and persons."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from chalicelib.domain.marketplace.notices.amendments import LOCKED_FIELDS
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.notices.contact import CONTACT_FIELDS, PERSONS
from chalicelib.web.forms import Form
from chalicelib.web.views.plain import plain

APART: Final = frozenset({"contact_ref", "witnesses", "attachments"})
"""What the form does not carry as it is stored: persons lie in the vault, files are named by their ids."""

_TEXT: Final = tuple(field.name for field in fields(NoticeContent) if field.name not in LOCKED_FIELDS | APART)
FORM_FIELDS: Final = (*_TEXT, *PERSONS, "attachments")
"""What page and API offer, which is everything that is not locked."""


def amendment_body(
    notice: Notice, contact: Mapping[str, Json], witnesses: Sequence[Mapping[str, Json]]
) -> dict[str, Any]:
    """Return the body that the form starts from."""
    files = [{"file_id": file.file_id} for file in notice.content.attachments]
    persons = {**{name: contact.get(name, "") for name in CONTACT_FIELDS}, "witnesses": list(witnesses)}
    return {"changes": {**_text(notice.content), **persons, "attachments": files}}


def changes_of(shown: Iterable[str], sent: Iterable[str], changes: Mapping[str, Json]) -> dict[str, Json]:
    """Return what a form changes: of the fields it showed, a blank one is emptied; the others are left alone.

    A tick box that is off and a table whose rows are all blank send nothing, so the form says what it shows.
    """
    blank = {
        **_text(NoticeContent()),
        **dict.fromkeys(CONTACT_FIELDS, ""),
        "witnesses": [],
        "attachments": [],
    }
    meant = {*shown, *(name.split(".")[1] for name in sent if name.startswith("changes."))}
    return {name: changes.get(name, empty) for name, empty in blank.items() if name in meant}


def file_rows(notice: Notice, form: Form, uploaded: Sequence[str]) -> list[dict[str, Any]]:
    """Return the attachments the form offers: the live ones, kept or not, then the newly uploaded ones."""
    live = {file.file_id: file for file in notice.content.attachments}
    rows = (form.value(f"{row}.file_id") for row in form.rows("changes.attachments", 0))
    sent = [file_id for file_id in rows if file_id]
    added = [file_id for file_id in dict.fromkeys([*sent, *uploaded]) if file_id not in live]
    kept = [{"file_id": known, "file": file, "is_kept": known in sent} for known, file in live.items()]
    return [*kept, *({"file_id": new, "file": None, "is_kept": True} for new in added)]


def _text(content: NoticeContent) -> dict[str, Json]:
    return {name: plain(getattr(content, name)) for name in _TEXT}
