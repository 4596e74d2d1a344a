"""What the owner decides about a submitted notice: withdraw, question a price, refuse an award."""

from collections.abc import Callable

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import check_still_open
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.owner.own_notice import (
    ADMINS,
    LIST,
    OWNERS,
    address_of,
    own_notice,
)
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.awards.answer_award import refuse_award
from chalicelib.usecases.notices.withdraw_notice import withdraw_notice
from chalicelib.usecases.openings.question_price import accept_price, ask_for_explanation, reject_price
from chalicelib.web.forms import Form
from chalicelib.web.views.owner_notices import actions

book = RouteBook(OWNERS, Duty.DESK)
OWN = LIST + "/{notice_id}"


OFFERED_AS = {"withdrawal": "withdraw", "refusal": "refuse-award", "price/rejection": "reject-price"}


def _check_offered(call: Call, notice: Notice, action: str) -> None:
    """Refuse to show a form that its command would refuse.

    Raises:
        Conflict: `registration-closed` with the deadline, or `wrong-state`.
    """
    if action in actions(notice, call.actor, call.now):
        return
    if action == "withdraw" and notice.publication is not None:
        check_still_open(notice, call.now)
    raise Conflict("wrong-state", kind="notice", state=str(notice.state), event=action)


def _show_reason(decision: str) -> Callable[..., Reply]:
    def show(call: Call, form: Form | None = None) -> Reply:
        """Ask for the written reason of a decision, while it can be taken."""
        notice = own_notice(call).notice
        if form is None:
            _check_offered(call, notice, OFFERED_AS[decision])
        shown = form or call.new_form()
        return call.show("owner/reason.html", notice=notice, decision=decision, form=shown)

    show.__name__ = f"show_{decision.replace('/', '_')}"
    return show


@book.form(OWN + "/withdrawal", schema="withdraw-notice", again=_show_reason("withdrawal"))
def post_withdrawal(call: Call) -> Reply:
    """Withdraw a notice with a public reason."""
    notice_id = own_notice(call).notice.id
    withdraw_notice(call.house, call.actor, notice_id, call.command()["reason"], call.once())
    return call.go(address_of(notice_id))


@book.form(OWN + "/refusal", schema="refuse-award", audience=ADMINS, again=_show_reason("refusal"))
def post_refusal(call: Call) -> Reply:
    """Refuse the award with a public reason."""
    notice_id = own_notice(call).notice.id
    refuse_award(call.house, call.actor, notice_id, call.command()["reason"], call.once())
    return call.go(address_of(notice_id))


@book.form(OWN + "/price/rejection", schema="reject-price", again=_show_reason("price/rejection"))
def post_price_rejection(call: Call) -> Reply:
    """Reject an abnormally low price with a reason."""
    notice_id = own_notice(call).notice.id
    reject_price(call.house, call.actor, notice_id, call.command()["reason"], call.once())
    return call.go(address_of(notice_id))


@book.form(OWN + "/price/question")
def post_price_question(call: Call) -> Reply:
    """Ask the agency to explain an abnormally low price."""
    notice_id = own_notice(call).notice.id
    ask_for_explanation(call.house, call.actor, notice_id, call.once())
    return call.go(address_of(notice_id))


@book.form(OWN + "/price/acceptance")
def post_price_acceptance(call: Call) -> Reply:
    """Accept an abnormally low price."""
    notice_id = own_notice(call).notice.id
    accept_price(call.house, call.actor, notice_id, call.once())
    return call.go(address_of(notice_id))


for _decision, _audience in (("withdrawal", OWNERS), ("refusal", ADMINS), ("price/rejection", OWNERS)):
    book.page(f"{OWN}/{_decision}", audience=_audience)(_show_reason(_decision))
