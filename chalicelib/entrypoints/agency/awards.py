"""The first-placed agency answers: accepts, gives up, explains its price (docs/rules.md §2.3, §3.5)."""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.entrypoints.agency.quote_bodies import AGENCY
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.numbers import normalise_notice_number
from chalicelib.usecases.awards.answer_award import abandon_award, accept_award
from chalicelib.usecases.openings.question_price import explain_price
from chalicelib.web.forms import Form
from chalicelib.web.views.award_answers import award_json, award_page

ROOT = "/agency/awards"
PAGE = ROOT + "/{notice_no}"
API = "/api/v1/agency/awards/{notice_no}"

book = RouteBook(AGENCY, Duty.DESK)


@book.page(PAGE)
def show_my_award(call: Call, form: Form | None = None) -> Reply:
    """Show what is asked of the first-placed agency, and by when."""
    notice = _notice(call)
    page = award_page(notice, call.actor.org, call.now)
    return call.show(
        "agency/awards/award.html", form=form or call.new_form(), done=call.asked("done"), **page
    )


@book.form(PAGE + "/accept", schema="accept-award", again=show_my_award)
def post_acceptance(call: Call) -> Reply:
    """Accept the award."""
    call.command()
    accept_award(call.house, call.actor, _notice(call).id, call.once())
    return call.go(_address(call) + "?done=accepted")


@book.page(PAGE + "/abandon")
def show_abandoning(call: Call, form: Form | None = None) -> Reply:
    """Show what giving up means and ask for the reason."""
    page = award_page(_notice(call), call.actor.org, call.now)
    points = call.house.rules.load().violations["abandoned"].points
    return call.show("agency/awards/abandon.html", form=form or call.new_form(), points=points, **page)


@book.form(PAGE + "/abandon", schema="abandon-award", again=show_abandoning)
def post_abandoning(call: Call) -> Reply:
    """Give up the first place."""
    reason = call.command()["reason"]
    abandon_award(call.house, call.actor, _notice(call).id, reason, call.once())
    return call.go(_address(call) + "?done=abandoned")


@book.page(PAGE + "/explanation")
def show_explanation_form(call: Call, form: Form | None = None) -> Reply:
    """Show the form that explains a low price."""
    page = award_page(_notice(call), call.actor.org, call.now)
    return call.show("agency/awards/explain.html", form=form or call.new_form(), **page)


@book.form(PAGE + "/explanation", schema="explain-price", again=show_explanation_form)
def post_explanation(call: Call) -> Reply:
    """Explain the price, once."""
    text = call.command()["text"]
    explain_price(call.house, call.actor, _notice(call).id, text, call.once())
    return call.go(_address(call) + "?done=explained")


@book.api("GET", API, answer="award-answer")
def get_my_award(call: Call) -> Reply:
    """Return what is asked of the first-placed agency, and by when."""
    return _data(call, _notice(call))


@book.api("POST", API + "/acceptance", schema="accept-award", answer="award-answer")
def api_accept(call: Call) -> Reply:
    """Accept the award."""
    call.command()
    return _data(call, accept_award(call.house, call.actor, _notice(call).id, call.once()))


@book.api("POST", API + "/abandonment", schema="abandon-award", answer="award-answer")
def api_abandon(call: Call) -> Reply:
    """Give up the first place with a reason."""
    reason = call.command()["reason"]
    return _data(call, abandon_award(call.house, call.actor, _notice(call).id, reason, call.once()))


@book.api("POST", API + "/explanation", schema="explain-price", answer="award-answer")
def api_explain(call: Call) -> Reply:
    """Explain an abnormally low price, once."""
    text = call.command()["text"]
    return _data(call, explain_price(call.house, call.actor, _notice(call).id, text, call.once()))


def _notice(call: Call) -> Notice:
    """Return the notice of the address; what was not selected yet shows nobody who is first."""
    notice = call.house.queries.notice_alone(call.house.queries.notice_id(_number(call)))
    if notice.opening is None:
        raise NotFound("not-found", kind="award")
    return notice


def _number(call: Call) -> str:
    try:
        return normalise_notice_number(call.params["notice_no"])
    except Unreadable:
        raise NotFound from None


def _address(call: Call) -> str:
    return f"{ROOT}/{_number(call)}"


def _data(call: Call, notice: Notice) -> Reply:
    return call.data(award_json(notice, call.actor.org, call.now))
