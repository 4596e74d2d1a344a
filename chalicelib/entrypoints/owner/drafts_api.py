"""The API of drafts: begin, read, fill in step by step under If-Match, attach files, hand in."""

from collections.abc import Callable

from chalicelib.domain.marketplace.notices.content import AttachmentKind
from chalicelib.domain.marketplace.notices.forecast import forecast
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.platform_use import must_use_platform
from chalicelib.domain.marketplace.notices.steps import Step
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import list_page, next_address
from chalicelib.entrypoints.owner.own_notice import AGENTS, OWNERS, own_notice, person_of, step_values
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.notices.attach_file import attach_file, begin_upload, detach_file
from chalicelib.usecases.notices.check_draft import check_draft
from chalicelib.usecases.notices.discard_draft import discard_draft
from chalicelib.usecases.notices.draft_notice import copy_notice, draft_notice, renotice
from chalicelib.usecases.notices.fill_step import fill_step
from chalicelib.usecases.notices.submit_notice import submit_notice
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.drafts import EDITABLE, draft_json, schema_of
from chalicelib.web.views.owner_notices import course_json
from chalicelib.web.views.plain import plain

book = RouteBook(AGENTS, Duty.DESK)
API = "/api/v1/notices"
OWN = API + "/{notice_id}"
ANSWER = "notice-draft-answer"


@book.api("POST", API, answer=ANSWER)
def api_begin_draft(call: Call) -> Reply:
    """Begin an empty draft."""
    return _created(call, draft_notice(call.house, call.actor, call.once()))


@book.api("POST", OWN + "/copies", answer=ANSWER)
def api_copy_notice(call: Call) -> Reply:
    """Begin a draft with the words of an own notice."""
    return _created(call, copy_notice(call.house, person_of(call), own_notice(call).notice.id, call.once()))


@book.api("POST", OWN + "/renotices", answer=ANSWER)
def api_renotice(call: Call) -> Reply:
    """Begin anew after a failure."""
    return _created(call, renotice(call.house, person_of(call), own_notice(call).notice.id, call.once()))


@book.api("GET", "/api/v1/owner/notices", audience=OWNERS, is_list=True, answer="own-notices-answer")
def api_own_notices(call: Call) -> Reply:
    """Return a page of the organisation's notices, last changed first."""
    org = call.actor.org
    page = list_page(call, "owner-notices", org)
    count = call.house.lists.counts("owner-notices", org).get(org, 0)
    items = [dict(card.data) for card in page.cards]
    return call.data({"items": items, "count": count, "next": next_address(call, page)})


@book.api("GET", "/api/v1/owner/notices/{notice_id}", audience=OWNERS, answer=ANSWER)
def api_own_notice(call: Call) -> Reply:
    """Return an own notice with what still stands in the way of its submission; the ETag is for PATCH."""
    return _draft(call, own_notice(call))


@book.api("POST", OWN + "/discard", answer="discarded-answer")
def api_discard_draft(call: Call) -> Reply:
    """Throw a draft away that was never handed in."""
    notice = discard_draft(call.house, call.actor, own_notice(call).notice.id, call.once())
    return call.data({"notice_id": notice.id, "discarded": True}, status=201)


def _patch(step: Step) -> Callable[[Call], Reply]:
    def patch_step(call: Call) -> Reply:
        """Change the named fields of one step of a draft."""
        view = own_notice(call)
        call.check_if_match(view.version)
        values = step_values(call, step, view)
        fill_step(call.house, person_of(call), view.notice.id, step, values, view.version)
        return _draft(call, own_notice(call))

    patch_step.__name__ = f"api_patch_{step.value}"
    return patch_step


for _step in EDITABLE:
    book.api("PATCH", f"{OWN}/{_step.value}", schema=schema_of(_step), answer=ANSWER)(_patch(_step))


@book.api("POST", OWN + "/uploads", answer="upload-answer")
def api_begin_upload(call: Call) -> Reply:
    """Return the presigned form that takes one file; what it is gets read when it is attached."""
    back_to = f"{call.edge.origin}{call.path}?file_id={{file_id}}"
    upload = begin_upload(call.house, person_of(call), own_notice(call).notice, back_to)
    return call.data(plain(upload), status=201)


@book.api("POST", OWN + "/attachments", schema="attach-file", answer=ANSWER)
def api_attach_file(call: Call) -> Reply:
    """Add an uploaded file to a draft."""
    notice_id, command = own_notice(call).notice.id, call.command()
    kind = AttachmentKind(command["kind"])
    attach_file(call.house, person_of(call), notice_id, command["file_id"], kind, command["name"])
    return _draft(call, own_notice(call), status=201)


@book.api("POST", OWN + "/attachments/removal", schema="detach-file", answer=ANSWER)
def api_detach_file(call: Call) -> Reply:
    """Take a file out of a draft."""
    detach_file(call.house, person_of(call), own_notice(call).notice.id, call.command()["file_id"])
    return _draft(call, own_notice(call))


@book.api("POST", OWN + "/submission", answer="notice-course-answer")
def api_submit_notice(call: Call) -> Reply:
    """Hand a draft in for review; every error of every field comes at once."""
    notice = submit_notice(call.house, person_of(call), own_notice(call).notice.id, call.once())
    return call.data(course_json(notice, call.now, ()), status=201)


def _created(call: Call, notice: Notice) -> Reply:
    view = call.house.queries.notice(notice.id)
    return _draft(call, view, status=201, location=f"/api/v1/owner/notices/{notice.id}")


def _draft(call: Call, view: NoticeView, *, status: int = 200, location: str = "") -> Reply:
    house, now = call.house, call.now
    check = check_draft(house, view, now)
    is_planned = view.notice.publication is None
    plan = forecast(view.notice.content, now, house.rules.load(), house.calendar) if is_planned else ()
    answer = draft_json(view, check, plan, now)
    answer["mandatory_use"] = must_use_platform(view.notice.content, house.rules.load())
    return call.data(answer, status=status, version=view.version, location=location)
