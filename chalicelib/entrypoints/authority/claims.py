"""Who is at work on what, and who stands in for whom: claims and absence at the desks (ADR 0065)."""

from datetime import date

from chalicelib.domain.desk import DESK_ROLES, Colleague, Task
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.desk_section import desk_section, place_of
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.errors import NotFound, NotSignedIn
from chalicelib.usecases.desk.claim_task import claim_task, give_back
from chalicelib.usecases.desk.look_at_desk import find_claim, look_at_desk
from chalicelib.usecases.desk.register_absence import end_absence, register_absence
from chalicelib.web.forms import Form
from chalicelib.web.views.desk import claim_json, desk_json

book = RouteBook(DESK_ROLES, Duty.DESK)

ONE = "/claims/{task}/{task_id}"
API, API_ABSENCE = "/api/v1/claims", "/api/v1/absence"


@book.page("/claims")
def show_claims(call: Call) -> Reply:
    """Show what the person is at work on, for themselves and for others."""
    return call.show("authority/desk/claims.html", section=desk_section(call))


@book.form(ONE)
def post_claim(call: Call) -> Reply:
    """Claim a task and go on with it."""
    task, identifier = _task(call)
    claim_task(call.house, _me(call), call.actor, task, identifier)
    return call.go(place_of(call, task, identifier))


@book.form(ONE + "/return")
def post_give_back(call: Call) -> Reply:
    """Give a task back."""
    task, identifier = _task(call)
    give_back(call.house, call.actor, task, identifier)
    return call.go(place_of(call, task, identifier))


@book.page("/absence")
def show_absence(call: Call, form: Form | None = None) -> Reply:
    """Show the person's absence, or the form that registers one."""
    return call.show(
        "authority/desk/absence.html",
        form=form or call.new_form(),
        section=desk_section(call),
        rules=call.house.rules.load().desk,
        today=call.today.isoformat(),
    )


@book.form("/absence", schema="register-absence", again=show_absence)
def post_absence(call: Call) -> Reply:
    """Register an absence."""
    _register(call)
    return call.go("/absence")


@book.form("/absence/end")
def post_absence_end(call: Call) -> Reply:
    """Be back before the last day."""
    end_absence(call.house, call.actor)
    return call.go("/absence")


@book.api("GET", API, answer="claims-answer")
def get_claims(call: Call) -> Reply:
    """Return what the person is at work on, for themselves and for others, and the absences that matter."""
    return _desk_data(call)


@book.api("GET", API + "/{task}/{task_id}", answer="claim-answer")
def get_claim(call: Call) -> Reply:
    """Return who is at work on a task."""
    task, identifier = _task(call)
    found = find_claim(call.house, call.actor, task, identifier)
    return call.data({"claim": claim_json(found, call.actor.person)})


@book.api("POST", API + "/{task}/{task_id}", answer="claim-answer")
def api_claim(call: Call) -> Reply:
    """Claim a task; claiming one's own again begins the lease anew."""
    task, identifier = _task(call)
    claim = claim_task(call.house, _me(call), call.actor, task, identifier)
    return call.data({"claim": claim_json(claim, call.actor.person)})


@book.api("POST", API + "/{task}/{task_id}/return", answer="claim-answer")
def api_give_back(call: Call) -> Reply:
    """Give a task back; what nobody holds is given back already."""
    give_back(call.house, call.actor, *_task(call))
    return call.data({"claim": None})


@book.api("POST", API_ABSENCE, schema="register-absence", answer="claims-answer")
def api_register_absence(call: Call) -> Reply:
    """Register an absence and who stands in."""
    _register(call)
    return _desk_data(call)


@book.api("POST", API_ABSENCE + "/end", answer="claims-answer")
def api_end_absence(call: Call) -> Reply:
    """Be back before the last day; what lies with the deputy is one's own again."""
    end_absence(call.house, call.actor)
    return _desk_data(call)


def _desk_data(call: Call) -> Reply:
    return call.data(desk_json(look_at_desk(call.house, call.actor), call.actor.person))


def _register(call: Call) -> None:
    body = call.command()
    from_on, until_on = (date.fromisoformat(body[name]) for name in ("from_on", "until_on"))
    register_absence(call.house, _me(call), call.actor, from_on, until_on, body["deputy"])


def _me(call: Call) -> Colleague:
    if call.signed_in is None:
        raise NotSignedIn
    return Colleague(call.actor.person, call.signed_in.badge)


def _task(call: Call) -> tuple[Task, str]:
    if call.params["task"] not in set(Task):
        raise NotFound
    return Task(call.params["task"]), call.params["task_id"]
