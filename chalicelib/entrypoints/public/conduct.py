"""Conduct (信用公示): decisions and list entries, each with basis, number and dates (docs/rules.md §2.6)."""

from typing import Any

from chalicelib.domain.marketplace.catalogues.definitions import CONDUCT
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.catalogue_pages import catalogue_data, catalogue_file, filters_of, show_catalogue
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.usecases.agencies.changing import shown_dossier
from chalicelib.usecases.conduct.read_case import public_decision
from chalicelib.web.views.conduct import sanction_view
from chalicelib.web.views.plain import plain

book = RouteBook(ANYONE, Duty.PUBLIC)

LIST = CONDUCT.name


@book.page("/conduct")
def list_conduct(call: Call) -> Reply:
    """List decisions and list entries, newest first; `?agency=` shows those on one agency."""
    return show_catalogue(call, LIST, "public/conduct/list.html")


@book.file("/conduct.csv")
def get_conduct_table(call: Call) -> Reply:
    """Return the decisions that fit the filter as a table."""
    return catalogue_file(call, LIST)


@book.api("GET", "/api/v1/conduct", is_list=True, filters=filters_of(CONDUCT), answer="conduct-answer")
def get_conduct(call: Call) -> Reply:
    """Return a page of decisions and list entries that fit the filters, with the count of all that do."""
    return catalogue_data(call, LIST)


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
