"""The selection room of the owner's own decisions (pages §3): pick of a small list, or score sheets."""

from collections.abc import Mapping
from typing import Any

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.selection.proposal import Sheets
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.owner.own_notice import ADMINS, AGENTS, LIST, OWNERS, address_of, own_notice
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.choices.approve import approve_choice, send_back_choice
from chalicelib.usecases.choices.candidates import Before, read_before
from chalicelib.usecases.choices.prepare import Points, prepare_pick, prepare_scores
from chalicelib.usecases.openings.plans import plan_link
from chalicelib.usecases.openings.sheets import sheets_under
from chalicelib.web.forms import Form
from chalicelib.web.views.choices import choice_json, choice_page
from chalicelib.web.views.owner_notices import course_json, next_step

book = RouteBook(OWNERS, Duty.DESK)
OWN, API = LIST + "/{notice_id}", "/api/v1/notices/{notice_id}"
ANSWER = "notice-course-answer"


@book.page(OWN + "/choice")
def show_choice(call: Call, form: Form | None = None) -> Reply:
    """Show the candidates that the owner decides among, what was prepared, and what the reader can do."""
    notice, before = _asked(call)
    shown = form or call.new_form()
    room = choice_page(notice, before, _prepared_sheets(call, notice), call.now)
    return call.show("owner/choice.html", form=shown, roles=call.actor.roles, **room)


@book.form(OWN + "/choice", schema="choose-agency", audience=AGENTS, again=show_choice)
def post_choice(call: Call) -> Reply:
    """Pick one of the small list, for the administrator to approve."""
    notice_id, command = own_notice(call).notice.id, call.command()
    prepare_pick(call.house, call.actor, notice_id, command["agency"], command["reason"], call.once())
    return call.go(f"{address_of(notice_id)}/chosen")


@book.form(OWN + "/scores", schema="score-proposals", audience=AGENTS, again=show_choice)
def post_scores(call: Call) -> Reply:
    """Score every proposal by every published criterion, for the administrator to approve."""
    notice_id, command = own_notice(call).notice.id, call.command()
    points = points_of(command)
    prepare_scores(call.house, call.actor, notice_id, points, command["reason"], call.once())
    return call.go(f"{address_of(notice_id)}/chosen")


@book.form(OWN + "/choice/approval", schema="as-seen", audience=ADMINS, again=show_choice)
def post_choice_approval(call: Call) -> Reply:
    """Approve what was prepared; the publicity begins."""
    notice_id = own_notice(call).notice.id
    approve_choice(call.house, call.actor, notice_id, call.once(), call.seen_at())
    return call.go(f"{address_of(notice_id)}/chosen")


@book.form(OWN + "/choice/return", schema="send-back-choice", audience=ADMINS, again=show_choice)
def post_choice_return(call: Call) -> Reply:
    """Hand what was prepared back to the agent, saying why."""
    notice_id, reason = own_notice(call).notice.id, call.command()["sent_back"]
    send_back_choice(call.house, call.actor, notice_id, reason, call.once(), call.seen_at())
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
    notice = _own(call)
    code, at = next_step(notice, call.now)
    return call.show("owner/chosen.html", notice=notice, next_code=code, next_at=at)


@book.api("GET", API + "/choice", answer="choice-answer")
def api_choice(call: Call) -> Reply:
    """Return the candidates that the owner decides, or decided, among."""
    notice, before = _asked(call)
    return call.data(choice_json(notice, before, _prepared_sheets(call, notice), call.now))


@book.api("POST", API + "/choice", schema="choose-agency", audience=AGENTS, answer=ANSWER)
def api_choose(call: Call) -> Reply:
    """Pick one of the small list, for the administrator to approve."""
    notice_id, command = own_notice(call).notice.id, call.command()
    reason = command["reason"]
    return _course(
        call, prepare_pick(call.house, call.actor, notice_id, command["agency"], reason, call.once())
    )


@book.api("POST", API + "/scores", schema="score-proposals", audience=AGENTS, answer=ANSWER)
def api_score(call: Call) -> Reply:
    """Score every proposal by every published criterion, for the administrator to approve."""
    notice_id, command = own_notice(call).notice.id, call.command()
    points, reason = points_of(command), command["reason"]
    return _course(call, prepare_scores(call.house, call.actor, notice_id, points, reason, call.once()))


@book.api("POST", API + "/choice/approval", schema="as-seen", audience=ADMINS, answer=ANSWER)
def api_approve_choice(call: Call) -> Reply:
    """Approve what was prepared: a pick stands, or the totals of the scores decide."""
    notice_id, seen_at = own_notice(call).notice.id, call.seen_at()
    return _course(call, approve_choice(call.house, call.actor, notice_id, call.once(), seen_at))


@book.api("POST", API + "/choice/return", schema="send-back-choice", audience=ADMINS, answer=ANSWER)
def api_send_back_choice(call: Call) -> Reply:
    """Hand what was prepared back to the agent, saying why."""
    notice_id, reason = own_notice(call).notice.id, call.command()["sent_back"]
    once, seen_at = call.once(), call.seen_at()
    return _course(call, send_back_choice(call.house, call.actor, notice_id, reason, once, seen_at))


def _course(call: Call, notice: Notice) -> Reply:
    return call.data(course_json(notice, call.now, ()), status=201)


def _prepared_sheets(call: Call, notice: Notice) -> Sheets:
    prepared = notice.choice.prepared if notice.choice else None
    return sheets_under(call.house, notice, prepared.scores_hash) if prepared else {}


def _asked(call: Call) -> tuple[Notice, Before]:
    """Return an own notice whose owner was asked to decide, and among whom.

    Raises:
        NotFound: when the owner was not asked.
    """
    notice = _own(call)
    return notice, read_before(call.house, notice)


def _own(call: Call) -> Notice:
    notice = own_notice(call).notice
    if notice.choice is None:
        raise NotFound("not-found", kind="choice")
    return notice


def points_of(command: Mapping[str, Any]) -> Points:
    """Return what was scored, by agency and in the order of the criteria."""
    return {sheet["uscc"]: _ordered(sheet.get("scores", ())) for sheet in command["sheets"]}


def _ordered(scores: list[Mapping[str, Json]]) -> tuple[int | None, ...]:
    given = {score["criterion"]: score.get("points") for score in scores}
    return tuple(given.get(number) for number in range(1, max(given, default=0) + 1))
