"""Attachments of a notice: from the browser to the bucket, then read, hashed and scanned (§4.2, §4.4)."""

from datetime import datetime

from chalicelib.domain.marketplace.notices import drafts
from chalicelib.domain.marketplace.notices.content import Attachment, AttachmentKind
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.permissions import check_owner
from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
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
    stored, rules = house.files.inspect(file_id), house.rules.load()
    code = None
    if EXTENSIONS.get(stored.content_type or "") not in rules.files.extensions:
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
    stored = inspect_upload(house, file_id)
    attachment = Attachment(file_id, kind, name, stored.size_bytes, stored.sha256, stored.content_type or "")

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


def download_link(house: House, notice: Notice, place: int) -> str:
    """Return a short-lived address of an attachment by its place, counted from 1.

    Raises:
        NotFound: when the notice has no such attachment.
    """
    if not 1 <= place <= len(notice.content.attachments):
        raise NotFound("not-found", kind="file")
    found = notice.content.attachments[place - 1]
    suffix = f".{EXTENSIONS[found.content_type]}"
    return house.files.link(found.file_id, found.name.removesuffix(suffix) + suffix)


def _replace(
    uow: UnitOfWork, person: SignedIn, notice: Notice, files: tuple[Attachment, ...], now: datetime
) -> Notice:
    decision = drafts.edit_step(notice, Step.SERVICE, {"attachments": files}, person.actor, now)
    uow.notices.save(decision, person.actor)
    publish_card(uow, decision.state, person.org_name)
    return decision.state
