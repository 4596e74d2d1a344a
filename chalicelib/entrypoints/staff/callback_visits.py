"""Visits by two people: the lead's list, the form to print, the page that enters it (§2.5, §3.6)."""

from typing import Any

from chalicelib.domain.satisfaction.callbacks.rights import LEADS, STAFF
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import cards_of, list_page, ways_on
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.units import unit_names
from chalicelib.projections.callbacks import VISITS
from chalicelib.web.forms import Form

book = RouteBook(STAFF, Duty.DESK)
LIST, VISIT = "/callbacks/boards/{campaign}/visits", "/callbacks/{callback}/visit"
API = "/api/v1/callbacks/{callback}"
GROUPS = ("visit", "first", "unreached")
FILTERS = {"group": OneOf(GROUPS)}


@book.page(LIST, filters=FILTERS)
def list_visits(call: Call) -> Reply:
    """List who is to be visited, and who could be since nobody was reached."""
    group = call.asked("group") or GROUPS[0]
    page, names = list_page(call, VISITS, f"{call.params['campaign']}|{group}"), unit_names(call)
    return call.show(
        "callbacks/visits.html",
        campaign=call.params["campaign"],
        cards=[{**card, "unit": names.get(card["unit"], card["unit"])} for card in cards_of(page)],
        group=group,
        groups=GROUPS,
        is_lead=call.actor.has(*LEADS),
        form=call.new_form(),
        as_of=call.now,
        **ways_on(call, page),
    )


@book.form(f"{VISIT}/order", audience=LEADS, schema="nothing")
def post_visit_order(call: Call) -> Reply:
    """Have a person visited."""
    from chalicelib.usecases.callbacks.visits import order_visit

    task = order_visit(call.house, call.actor, call.params["callback"], call.once())
    return call.go(f"/callbacks/boards/{task.campaign}/visits")


@book.page(VISIT)
def show_visit(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a visit, to print or to fill in; what is typed stays without a network."""
    from chalicelib.usecases.callbacks.visits import read_visit
    from chalicelib.web.views.callbacks import task_view

    view = read_visit(call.house, call.actor, call.params["callback"])
    rules = call.house.rating_rules.load(view.task.profile).callback
    return call.show(
        "callbacks/visit.html",
        form=form or call.new_form(),
        task=task_view(view, call.now, rules, call.house.calendar),
        project_no=view.case.project_no if view.case else "",
        badge=call.signed_in.badge if call.signed_in else "",
    )


@book.form(VISIT, schema="note-visit", again=show_visit)
def post_visit(call: Call) -> Reply:
    """Enter the visit."""
    from chalicelib.usecases.callbacks.visits import note_visit

    note_visit(call.house, call.actor, call.params["callback"], call.command(), call.once())
    return call.go("/callbacks?done=visited")


@book.api("POST", f"{API}/visit-order", audience=LEADS, answer="callback-ended-answer")
def api_order_visit(call: Call) -> Reply:
    """Have a person visited who could not be reached otherwise."""
    from chalicelib.usecases.callbacks.visits import order_visit

    return call.data(_ended(order_visit(call.house, call.actor, call.params["callback"], call.once())))


@book.api("POST", f"{API}/visit", schema="note-visit", answer="callback-ended-answer")
def api_note_visit(call: Call) -> Reply:
    """Enter what a visit came to; without consent it counts as a visit without result."""
    from chalicelib.usecases.callbacks.visits import note_visit

    task = note_visit(call.house, call.actor, call.params["callback"], call.command(), call.once())
    return call.data(_ended(task))


def _ended(task: Any) -> Any:
    return {"id": task.id, "state": task.state.value, "next_at": None}
