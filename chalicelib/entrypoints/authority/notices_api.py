"""The API of the operator's desk for notices."""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.entrypoints.authority.notices import (
    FILTERS,
    OPERATORS,
    PUBLISHERS,
    QUEUES,
    REVIEWERS,
    desk_notice,
    findings_of,
    read_corrections,
    read_dismissals,
    witnesses_of,
)
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.desk_queues import NOTICES, queue_data
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.notices.amend_notice import apply_amendment, return_amendment
from chalicelib.usecases.notices.contact import proposed_changes
from chalicelib.usecases.notices.publish_notice import publish_notice
from chalicelib.usecases.notices.review_notice import pass_notice, return_notice
from chalicelib.web.views.desk_notices import HIDDEN, desk_json
from chalicelib.web.views.owner_notices import course_json
from chalicelib.web.views.plain import plain

book = RouteBook(OPERATORS, Duty.DESK)
OWN = "/api/v1/notices/{notice_id}"
ANSWER = "notice-course-answer"
DESK = "/api/v1/desk/notices"


@book.api("GET", DESK, is_list=True, filters=FILTERS, answer="notice-queue-answer")
def api_notice_queue(call: Call) -> Reply:
    """Return a page of what waits for the operator, most urgent first."""
    return queue_data(call, NOTICES, QUEUES)


@book.api("GET", DESK + "/{notice_id}", answer="desk-notice-answer")
def api_desk_notice(call: Call) -> Reply:
    """Return a notice with what the rules find in it and whether the person asking may decide."""
    view = desk_notice(call)
    contact = proposed_changes(call.house, view.notice, view.contact)
    shown = desk_json(view, contact, findings_of(call, view.notice), call.actor, call.now)
    told = {"witnesses": plain(witnesses_of(call, view.notice))}
    return call.data(shown | told, version=view.version)


@book.api("POST", OWN + "/return", schema="return-notice", answer=ANSWER)
def api_return_notice(call: Call) -> Reply:
    """Send a notice back with every correction at once; the publisher may, once the review was passed."""
    notice_id = desk_notice(call).notice.id
    corrections, once, seen_at = read_corrections(call), call.once(), call.seen_at()
    return _answer(call, return_notice(call.house, call.actor, notice_id, corrections, once, seen_at))


@book.api("POST", OWN + "/approval", schema="pass-notice", audience=REVIEWERS, answer=ANSWER)
def api_pass_notice(call: Call) -> Reply:
    """Pass the review; every warning is answered with a reason."""
    notice_id = desk_notice(call).notice.id
    dismissals, once, seen_at = read_dismissals(call), call.once(), call.seen_at()
    return _answer(call, pass_notice(call.house, call.actor, notice_id, dismissals, once, seen_at))


@book.api("POST", OWN + "/publication", audience=PUBLISHERS, answer=ANSWER)
def api_publish_notice(call: Call) -> Reply:
    """Publish a reviewed notice; by another person than the reviewer."""
    return _answer(call, publish_notice(call.house, call.actor, desk_notice(call).notice.id, call.once()))


@book.api("POST", OWN + "/amendment/return", schema="return-notice", audience=REVIEWERS, answer=ANSWER)
def api_return_amendment(call: Call) -> Reply:
    """Send a proposed amendment back with every correction at once."""
    notice_id, corrections = desk_notice(call).notice.id, read_corrections(call)
    once, seen_at = call.once(), call.seen_at()
    return _answer(call, return_amendment(call.house, call.actor, notice_id, corrections, once, seen_at))


@book.api("POST", OWN + "/amendment/approval", schema="pass-notice", audience=REVIEWERS, answer=ANSWER)
def api_apply_amendment(call: Call) -> Reply:
    """Put a proposed amendment in force, with its moved deadline."""
    notice_id, dismissals = desk_notice(call).notice.id, read_dismissals(call)
    once, seen_at = call.once(), call.seen_at()
    return _answer(call, apply_amendment(call.house, call.actor, notice_id, dismissals, once, seen_at))


def _answer(call: Call, notice: Notice) -> Reply:
    return call.data(course_json(notice, call.now, proposed_changes(call.house, notice), HIDDEN), status=201)
