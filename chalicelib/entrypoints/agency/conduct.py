"""The agency's own credit: the score line by line, its decisions, the cases it was told of (pages §3)."""

from typing import Any

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import cards_of, ways_on
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import ListPage
from chalicelib.web.views.conduct import credit_view, sanctions_view
from chalicelib.web.views.plain import plain

AGENCY = frozenset({Role.AGENCY_ADMIN, Role.AGENCY_AGENT})
PAGE = "/agency/conduct"

book = RouteBook(AGENCY, Duty.DESK)


@book.page(PAGE, shows_agency=True)
def show_own_conduct(call: Call) -> Reply:
    """Show the points ledger, the score explained, and the cases; two reads."""
    page = _cases(call)
    own = _own(call)
    return call.show("agency/conduct.html", cases=cards_of(page), **own, **ways_on(call, page))


@book.api("GET", "/api/v1/agency/conduct", answer="credit-answer", shows_agency=True)
def get_own_conduct(call: Call) -> Reply:
    """Return score and grade line by line, the decisions, and the cases the agency was told of."""
    items = [dict(card.data) for card in _cases(call).cards]
    return call.data({**plain_own(call), "cases": items})


def plain_own(call: Call) -> dict[str, Any]:
    """Return the agency's credit and decisions as JSON."""
    return {name: plain(value) for name, value in _own(call).items()}


def _own(call: Call) -> dict[str, Any]:
    if call.agency is None:
        raise NotFound("not-found", kind="agency")
    rules = call.house.rules.load().conduct
    return {
        "credit": credit_view(call.agency, rules, call.now),
        "sanctions": sanctions_view(call.agency, call.types, call.now),
    }


def _cases(call: Call) -> ListPage:
    facet = f"agency={call.actor.org}"
    return call.house.lists.page("cases", facet, call.page_request(f"cases/{facet}"))
