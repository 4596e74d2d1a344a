"""Conduct (信用公示): decisions and list entries, each with basis, number and dates (docs/rules.md §2.6)."""

from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.filters import OneOf
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.usecases.agencies.changing import shown_dossier
from chalicelib.usecases.conduct.read_case import public_decision
from chalicelib.web.labels.conduct import CONDUCT_FACETS
from chalicelib.web.views.conduct import sanction_view
from chalicelib.web.views.plain import plain

book = RouteBook(ANYONE, Duty.PUBLIC)

FACETS = tuple(CONDUCT_FACETS)
FILTERS = {"facet": OneOf(FACETS)}


@book.page("/conduct", filters=FILTERS)
def list_conduct(call: Call) -> Reply:
    """List decisions and list entries, newest first: all, running, ended, or one kind."""
    return show_list(call, "public/conduct/list.html", "conduct", FACETS, facets=FACETS)


@book.api("GET", "/api/v1/conduct", is_list=True, filters=FILTERS, answer="conduct-answer")
def get_conduct(call: Call) -> Reply:
    """Return a page of decisions and list entries."""
    return list_data(call, "conduct", FACETS)


@book.page("/conduct/{number}")
def show_decision(call: Call) -> Reply:
    """Show one decision: whom it concerns, what it does until when, its basis and its document."""
    return call.show("public/conduct/decision.html", **_decision(call))


@book.api("GET", "/api/v1/conduct/{number}", answer="decision-answer")
def get_decision(call: Call) -> Reply:
    """Return one decision."""
    return call.data(plain(_decision(call)))


def _decision(call: Call) -> dict[str, Any]:
    view = public_decision(call.house, call.params["number"])
    return {
        "decision": sanction_view(view.sanction, call.types, call.now),
        "agency": {
            "uscc": view.agency.id,
            "name": shown_dossier(view.agency).organisation.name,
            "is_listed": bool(view.agency.register.services),
        },
        "document": dict(view.document),
    }
