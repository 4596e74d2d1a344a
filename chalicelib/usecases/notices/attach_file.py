"""Attachments of a notice: from the browser to the bucket, then read, hashed and scanned (§4.2, §4.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.marketplace.notices import drafts
from chalicelib.domain.marketplace.notices.content import Attachment, AttachmentKind, NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.permissions import check_owner
from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import DomainError, FieldError, Invalid, NotFound
from chalicelib.usecases.file_ports import StoredFile, Upload
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.notices.edit_notice import publish_card
from chalicelib.usecases.ports import House, UnitOfWork

PURPOSE = "public"
"""The bucket of files that anyone may read once their notice is published."""

EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


def begin_upload(house: House, person: SignedIn, notice: Notice, back_to: str) -> Upload:
    """Return the form by which a person of the owner sends one file.

    Raises:
        Forbidden: for anyone but an agent of the owner.
    """
    check_owner(notice, person.actor, Role.OWNER_AGENT)
    return house.files.begin_upload(PURPOSE, house.rules.load().files.max_bytes, back_to)


def inspect_upload(house: House, file_id: str) -> StoredFile:
    """Read an uploaded file and judge it.

    Raises:
        NotFound: when nothing was uploaded under the identifier.
        Invalid: for a type or size that is not taken, a file under scan or one that carries a virus.
    """
    if not file_id.startswith(f"{PURPOSE}/"):
        raise NotFound("file-not-uploaded")
    return judge_file(house, file_id)


def judge_file(house: House, file_id: str) -> StoredFile:
    """Read a stored file and judge its type, its size and what the scan says.

    Raises:
        NotFound: when nothing was uploaded under the identifier.
        Invalid: for a type or size that is not taken, a file under scan or one that carries a virus.
    """
    stored, rules = house.files.inspect(file_id), house.rules.load()
    code = None
    if not stored.size_bytes:
        code = "file-empty"
    elif EXTENSIONS.get(stored.content_type or "") not in rules.files.extensions:
        code = "file-type-not-allowed"
    elif stored.size_bytes > rules.files.max_bytes:
        code = "file-too-large"
    elif stored.scan != "clean":
        code = "file-infected" if stored.scan == "infected" else "file-still-scanned"
    if code:
        raise Invalid(errors=[FieldError("/file_id", code)])
    return stored


def attach_file(
    house: House, person: SignedIn, notice_id: str, file_id: str, kind: AttachmentKind, name: str
) -> Notice:
    """Add an uploaded file to a draft; the same file twice is once.

    Raises:
        NotFound, Invalid: what is wrong with the file.
    """
    attachment = _attachment(inspect_upload(house, file_id), kind, name)

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        others = tuple(known for known in notice.content.attachments if known.file_id != file_id)
        return _replace(uow, person, notice, (*others, attachment), now)

    return house.transact(attempt)


def detach_file(house: House, person: SignedIn, notice_id: str, file_id: str) -> Notice:
    """Take a file out of a draft."""

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        kept = tuple(known for known in notice.content.attachments if known.file_id != file_id)
        return _replace(uow, person, notice, kept, now)

    return house.transact(attempt)


def listed_files(house: House, notice: Notice, rows: Sequence[Mapping[str, Json]]) -> tuple[Attachment, ...]:
    """Return the attachments that a list names: those the notice has by their file, new ones judged first.

    Raises:
        Invalid: with what is wrong with each new file.
    """
    known = {file.file_id: file for file in notice.content.attachments}
    files: list[Attachment] = []
    errors: list[FieldError] = []
    for place, row in enumerate(rows):
        try:
            files.append(known.get(row["file_id"]) or _new_file(house, row))
        except DomainError as refusal:
            found = refusal.errors or [FieldError("/file_id", refusal.code)]
            errors += [
                replace(error, pointer=f"/changes/attachments/{place}{error.pointer}") for error in found
            ]
    if errors:
        raise Invalid(errors=errors)
    return tuple({file.file_id: file for file in files}.values())


def _new_file(house: House, row: Mapping[str, Json]) -> Attachment:
    missing = [FieldError(f"/{name}", "required") for name in ("kind", "name") if not row.get(name)]
    if missing:
        raise Invalid(errors=missing)
    return _attachment(inspect_upload(house, row["file_id"]), AttachmentKind(row["kind"]), row["name"])


def _attachment(stored: StoredFile, kind: AttachmentKind, name: str) -> Attachment:
    content_type = stored.content_type or ""
    return Attachment(stored.file_id, kind, name, stored.size_bytes, stored.sha256, content_type)


def download_link(house: House, content: NoticeContent, place: str) -> str:
    """Return a short-lived address of an attachment by its place, counted from 1.

    Raises:
        NotFound: when the text has no such attachment.
    """
    numbered = {str(number): file for number, file in enumerate(content.attachments, start=1)}
    found = numbered.get(place)
    if found is None:
        raise NotFound("not-found", kind="file")
    suffix = f".{EXTENSIONS[found.content_type]}"
    return house.files.link(found.file_id, found.name.removesuffix(suffix) + suffix)


def _replace(
    uow: UnitOfWork, person: SignedIn, notice: Notice, files: tuple[Attachment, ...], now: datetime
) -> Notice:
    decision = drafts.edit_step(notice, Step.SERVICE, {"attachments": files}, person.actor, now)
    uow.notices.save(decision, person.actor)
    publish_card(uow, decision.state, person.org_name)
    return decision.state
