"""The selection room of the owner's own decisions (pages §3): pick of a small list, or score sheets."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.owner.own_notice import LIST, OWNERS, address_of, own_notice
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.choices.decide import Before, Points, choose_agency, read_before, score_proposals
from chalicelib.usecases.openings.plans import plan_link
from chalicelib.web.forms import Form
from chalicelib.web.views.choices import choice_json, choice_page
from chalicelib.web.views.owner_notices import course_json, next_step

book = RouteBook(OWNERS, Duty.DESK)
OWN, API = LIST + "/{notice_id}", "/api/v1/notices/{notice_id}"
ANSWER = "notice-course-answer"


@book.page(OWN + "/choice")
def show_choice(call: Call, form: Form | None = None) -> Reply:
    """Show the candidates that the owner decides among, and the form of the decision while it is open."""
    notice, before = _asked(call)
    shown = form or call.new_form()
    return call.show("owner/choice.html", form=shown, **choice_page(notice, before, call.now))


@book.form(OWN + "/choice", schema="choose-agency", again=show_choice)
def post_choice(call: Call) -> Reply:
    """Pick one of the small list with a public reason."""
    notice_id, command = own_notice(call).notice.id, call.command()
    choose_agency(call.house, call.actor, notice_id, command["agency"], command["reason"], call.once())
    return call.go(f"{address_of(notice_id)}/chosen")


@book.form(OWN + "/scores", schema="score-proposals", again=show_choice)
def post_scores(call: Call) -> Reply:
    """Score every proposal by every published criterion."""
    notice_id, command = own_notice(call).notice.id, call.command()
    points = points_of(command)
    score_proposals(call.house, call.actor, notice_id, points, command["reason"], call.once())
    return call.go(f"{address_of(notice_id)}/chosen")


@book.file(OWN + "/plans/{place}")
def open_plan(call: Call) -> Reply:
    """Open the plan of one proposal by its place in the list; nobody but the owner can."""
    notice, before = _asked(call)
    listed = {str(row.place): row.uscc for row in before.listed}
    return call.go(plan_link(call.house, notice, before.rows, listed.get(call.params["place"], "")))


@book.page(OWN + "/chosen")
def show_chosen(call: Call) -> Reply:
    """Confirm the decision: the notice's number, and what happens next."""
    notice = own_notice(call).notice
    code, at = next_step(notice, call.now)
    return call.show("owner/chosen.html", notice=notice, next_code=code, next_at=at)


@book.api("GET", API + "/choice", answer="choice-answer")
def api_choice(call: Call) -> Reply:
    """Return the candidates that the owner decides, or decided, among."""
    return call.data(choice_json(*_asked(call), call.now))


@book.api("POST", API + "/choice", schema="choose-agency", answer=ANSWER)
def api_choose(call: Call) -> Reply:
    """Pick one of the small list with a public reason."""
    notice_id, command = own_notice(call).notice.id, call.command()
    chosen = choose_agency(
        call.house, call.actor, notice_id, command["agency"], command["reason"], call.once()
    )
    return call.data(course_json(chosen, call.now, ()), status=201)


@book.api("POST", API + "/scores", schema="score-proposals", answer=ANSWER)
def api_score(call: Call) -> Reply:
    """Score every proposal by every published criterion; the totals decide."""
    notice_id, command = own_notice(call).notice.id, call.command()
    scored = score_proposals(
        call.house, call.actor, notice_id, points_of(command), command["reason"], call.once()
    )
    return call.data(course_json(scored, call.now, ()), status=201)


def _asked(call: Call) -> tuple[Notice, Before]:
    """Return an own notice whose owner was asked to decide, and among whom.

    Raises:
        NotFound: when the owner was not asked.
    """
    notice = own_notice(call).notice
    if notice.choice is None:
        raise NotFound("not-found", kind="choice")
    return notice, read_before(call.house, notice)


def points_of(command: Mapping[str, Any]) -> Points:
    """Return what was scored, by agency and in the order of the criteria."""
    return {sheet["uscc"]: _ordered(sheet.get("scores", ())) for sheet in command["sheets"]}


def _ordered(scores: list[Mapping[str, Json]]) -> tuple[int | None, ...]:
    given = {score["criterion"]: score.get("points") for score in scores}
    return tuple(given.get(number) for number in range(1, max(given, default=0) + 1))
