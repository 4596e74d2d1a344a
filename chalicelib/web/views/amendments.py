"""The form of an amendment: the live text of every field that can be amended there."""

from typing import Any, Final

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.web.views.plain import plain

FORM_FIELDS: Final = (
    "title",
    "scope",
    "scale_hundredths",
    "term",
    "price",
    "qualification_note",
    "practitioner_note",
    "closes_on",
    "selection_at",
)
"""What the page offers; the API amends every field that is not locked."""


def amendment_body(notice: Notice, *, empty: bool = False) -> dict[str, Any]:
    """Return the body that the form starts from; `empty` is what its blank fields would mean."""
    content = NoticeContent() if empty else notice.content
    return {"changes": {name: plain(getattr(content, name)) for name in FORM_FIELDS}}
