"""Talks with units and praises of them over pages and API: a list, one, and every step from one table."""

from typing import Any

from chalicelib.domain.satisfaction.supervision.measure import Ground, Kind
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.step_routes import Proceeding, add_steps
from chalicelib.entrypoints.units import unit_name
from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from chalicelib.usecases.ratings.known_units import known_units
from chalicelib.usecases.supervision.measures import (
    COMMITMENTS,
    MEASURES,
    STEPS,
    open_measure,
    read_measure,
    take_step,
)
from chalicelib.web.forms import Form
from chalicelib.web.views.plain import plain
from chalicelib.web.views.supervision import measure_view, tone_of

book = RouteBook(frozenset({Role.REGULATOR, Role.UNIT_HEAD}), Duty.DESK)

LIST, ONE, API = "/supervision", "/supervision/{measure_id}", "/api/v1/supervision"
FACETS = ("open", "closed", "all")
FILTERS = {"facet": OneOf(FACETS)}
REGULATOR = frozenset({Role.REGULATOR})


@book.page(LIST, filters=FILTERS)
def list_measures(call: Call) -> Reply:
    """List the talks and praises that concern the person: those of its unit, or all."""
    facet, counts = _facet(call), call.house.lists.counts(MEASURES, _scoped(call, "all"))
    return show_list(
        call,
        "supervision/list.html",
        MEASURES,
        only=_scoped(call, facet),
        chosen=facet,
        tabs=[(one, counts.get(_scoped(call, one), 0)) for one in FACETS],
        name_of=lambda unit: unit_name(call, unit),
        tone_of=tone_of,
        may_open=call.actor.has(Role.REGULATOR),
    )


@book.page(LIST + "/new", audience=REGULATOR)
def ask_measure(call: Call, form: Form | None = None) -> Reply:
    """Show the form that opens a talk or a praise; an address may name the ground beforehand."""
    units = [
        (unit, unit_name(call, unit)) for unit in sorted(known_units(call.house)) if unit != call.actor.org
    ]
    given = {name: call.asked(name) for name in ("kind", "unit", "ground", "ref")}
    return call.show(
        "supervision/new.html",
        form=form or call.new_form(),
        units=units,
        given=given,
        kinds=Kind,
        grounds=Ground,
    )


@book.form(LIST, audience=REGULATOR, schema="open-measure", again=ask_measure)
def post_measure(call: Call) -> Reply:
    """Open a talk or a praise and show it."""
    made = open_measure(call.house, call.actor, call.command(), call.once())
    return call.go(f"{LIST}/{made.id}?done=opened")


@book.page(ONE)
def show_measure(call: Call, form: Form | None = None) -> Reply:
    """Show a talk or praise: its ground, what was said, its history, and what the reader may do."""
    shown = _shown(call)
    return call.show(
        "supervision/measure.html",
        form=form or call.new_form(),
        measure=shown,
        unit_name=unit_name(call, shown["unit"]),
        tone=tone_of(shown["state"]),
        done=call.asked("done"),
    )


@book.api("GET", API, is_list=True, filters=FILTERS, answer="measures-answer")
def api_list_measures(call: Call) -> Reply:
    """Return a page of the talks and praises that concern the caller, by `facet`."""
    return list_data(call, MEASURES, only=_scoped(call, _facet(call)))


@book.api("GET", API + "/{measure_id}", answer="measure-answer")
def api_get_measure(call: Call) -> Reply:
    """Return a talk or praise with its words and the steps that the caller may take now."""
    return call.data(_data(call))


@book.api("POST", API, audience=REGULATOR, schema="open-measure", answer="measure-answer")
def api_open_measure(call: Call) -> Reply:
    """Invite a unit to a talk or praise it, once a ground that can be looked up."""
    made = open_measure(call.house, call.actor, call.command(), call.once())
    return call.data(_data(call, made.id), status=201, location=f"{API}/{made.id}")


def _beside(call: Call, _step: str, shown: dict[str, Any], _form: Form | None) -> dict[str, Any]:
    return {"unit_name": unit_name(call, shown["unit"]), "places": COMMITMENTS}


def _take(call: Call, name: str) -> None:
    take_step(call.house, call.actor, call.params["measure_id"], name, call.command(), call.once())


def _shown(call: Call, identifier: str = "") -> dict[str, Any]:
    found = read_measure(call.house, call.actor, identifier or call.params["measure_id"])
    return measure_view(found, call.actor, call.now)


def _data(call: Call, identifier: str = "") -> Json:
    return plain(_shown(call, identifier))


def _facet(call: Call) -> str:
    return call.asked("facet") if call.asked("facet") in FACETS else FACETS[0]


def _scoped(call: Call, facet: str) -> str:
    """Return whose a person lists: all for the regulator, else those of its own unit."""
    scope = "all" if call.actor.has(Role.REGULATOR) else f"unit={call.actor.org}"
    return scope if facet == "all" else f"{scope}|{facet}"


PROCEEDING = Proceeding(
    "measure",
    ONE,
    API,
    "measure-answer",
    "supervision/step.html",
    show_measure,
    _shown,
    _beside,
    _take,
    _data,
)
add_steps(book, PROCEEDING, STEPS)
