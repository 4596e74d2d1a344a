"""The API of what the owner decides about a submitted notice."""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.owner.own_notice import ADMINS, AGENTS, OWNERS, own_notice, person_of
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.awards.answer_award import refuse_award
from chalicelib.usecases.notices.amend_notice import propose_amendment
from chalicelib.usecases.notices.contact import proposed_changes
from chalicelib.usecases.notices.withdraw_notice import withdraw_notice
from chalicelib.usecases.openings.question_price import accept_price, ask_for_explanation, reject_price
from chalicelib.web.views.owner_notices import course_json

book = RouteBook(OWNERS, Duty.DESK)
OWN = "/api/v1/notices/{notice_id}"
ANSWER = "notice-course-answer"


@book.api("POST", OWN + "/amendment", schema="propose-amendment", audience=AGENTS, answer=ANSWER)
def api_propose_amendment(call: Call) -> Reply:
    """Propose changed fields of a live notice; the old text stays live until it is reviewed."""
    notice_id, command = own_notice(call).notice.id, call.command()
    person, changes, reason = person_of(call), command["changes"], command["reason"]
    return _answer(call, propose_amendment(call.house, person, notice_id, changes, reason, call.once()))


@book.api("POST", OWN + "/withdrawal", schema="withdraw-notice", answer=ANSWER)
def api_withdraw_notice(call: Call) -> Reply:
    """Withdraw a notice with a public reason."""
    notice_id, reason = own_notice(call).notice.id, call.command()["reason"]
    return _answer(call, withdraw_notice(call.house, call.actor, notice_id, reason, call.once()))


@book.api("POST", OWN + "/price/question", answer=ANSWER)
def api_question_price(call: Call) -> Reply:
    """Ask the agency to explain an abnormally low price."""
    notice_id = own_notice(call).notice.id
    return _answer(call, ask_for_explanation(call.house, call.actor, notice_id, call.once()))


@book.api("POST", OWN + "/price/acceptance", answer=ANSWER)
def api_accept_price(call: Call) -> Reply:
    """Accept an abnormally low price."""
    return _answer(call, accept_price(call.house, call.actor, own_notice(call).notice.id, call.once()))


@book.api("POST", OWN + "/price/rejection", schema="reject-price", answer=ANSWER)
def api_reject_price(call: Call) -> Reply:
    """Reject an abnormally low price with a reason."""
    notice_id, reason = own_notice(call).notice.id, call.command()["reason"]
    return _answer(call, reject_price(call.house, call.actor, notice_id, reason, call.once()))


@book.api("POST", OWN + "/refusal", schema="refuse-award", audience=ADMINS, answer=ANSWER)
def api_refuse_award(call: Call) -> Reply:
    """Refuse the award with a public reason; the regulator is told."""
    notice_id, reason = own_notice(call).notice.id, call.command()["reason"]
    return _answer(call, refuse_award(call.house, call.actor, notice_id, reason, call.once()))


def _answer(call: Call, notice: Notice) -> Reply:
    return call.data(course_json(notice, call.now, proposed_changes(call.house, notice)), status=201)
