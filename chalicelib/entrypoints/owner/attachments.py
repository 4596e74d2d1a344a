"""Attachments: the browser sends the file to the bucket, comes back, and names it (§4.2).

For a draft it comes back here; for a live notice to its amendment, the only way to change it.
"""

from urllib.parse import urlencode

from chalicelib.domain.marketplace.notices.content import AttachmentKind
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import check_still_open
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.owner.own_notice import AGENTS, LIST, address_of, own_notice, person_of
from chalicelib.entrypoints.owner.steps import draft_view
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.errors import DomainError, FieldError
from chalicelib.usecases.file_ports import StoredFile, Upload
from chalicelib.usecases.notices.attach_file import attach_file, begin_upload, detach_file, inspect_upload
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.forms import Form

book = RouteBook(AGENTS, Duty.DESK)

ADDRESS = LIST + "/{notice_id}/attachments"


@book.page(ADDRESS)
def show_upload(call: Call, form: Form | None = None) -> Reply:
    """Show the form that sends a file, or what came of it: type, size, hash, and how to name it."""
    view = own_notice(call)
    is_draft = view.notice.state is NoticeState.DRAFT
    shown, stored = _judged(call, form) if is_draft else (call.new_form(), None)
    return call.show(
        "owner/upload.html",
        notice=view.notice,
        is_draft=is_draft,
        stored=stored,
        upload=None if stored else _upload(call, view),
        kinds=list(AttachmentKind),
        max_megabytes=call.house.rules.load().files.max_bytes // 1024 // 1024,
        form=shown,
    )


def _upload(call: Call, view: NoticeView) -> Upload:
    """Return the form that sends one file.

    Raises:
        Conflict: `not-a-draft` or `registration-closed` when nothing can be attached any more.
    """
    return begin_upload(call.house, person_of(call), view.notice, _way_back(call, view))


def _way_back(call: Call, view: NoticeView) -> str:
    """Return where the bucket sends the browser; `{file_id}` stands for the file."""
    address = call.edge.origin + address_of(view.notice.id)
    if view.notice.publication is None:
        draft_view(call)
        return f"{address}/attachments?file_id={{file_id}}"
    check_still_open(view.notice, call.now)
    before = [("file_id", file_id) for file_id in call.query.get("uploaded", ())]
    return f"{address}/amendment?{urlencode(before)}{'&' if before else ''}file_id={{file_id}}"


def _judged(call: Call, form: Form | None) -> tuple[Form, StoredFile | None]:
    """Return what came of the file that the address or the form names; a refused one asks for another."""
    file_id = form.value("file_id") if form else call.asked("file_id")
    if not file_id:
        return form or call.new_form(), None
    try:
        return form or call.new_form(), inspect_upload(call.house, file_id)
    except DomainError as refusal:
        errors = refusal.errors or (FieldError("/file", "unknown-file"),)
        return Form(errors=[FieldError("/file", error.code, error.params) for error in errors]), None


@book.form(ADDRESS, schema="attach-file", again=show_upload)
def post_attachment(call: Call) -> Reply:
    """Add an uploaded file to the draft under a name."""
    notice_id, command = own_notice(call).notice.id, call.command()
    kind = AttachmentKind(command["kind"])
    attach_file(call.house, person_of(call), notice_id, command["file_id"], kind, command["name"])
    return call.go(f"{address_of(notice_id)}/service#files")


@book.form(ADDRESS + "/removal", schema="detach-file")
def post_detachment(call: Call) -> Reply:
    """Take a file out of the draft."""
    notice_id = own_notice(call).notice.id
    detach_file(call.house, person_of(call), notice_id, call.command()["file_id"])
    return call.go(f"{address_of(notice_id)}/service#files")
