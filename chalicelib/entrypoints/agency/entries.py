"""An agency's quotes that were opened, and its awards: lists that exist from the opening on (§2.3)."""

from chalicelib.entrypoints.agency.quote_bodies import AGENCY
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import list_data, next_address
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.ports import ListPage
from chalicelib.usecases.quotes.past_entries import PastEntry, past_entries
from chalicelib.web.views.quotes import past_json, past_row

book = RouteBook(AGENCY, Duty.DESK)


@book.page("/agency/entries")
def list_past_entries(call: Call) -> Reply:
    """List the notices whose opened quotes include the agency's, with what became of them."""
    entries, page = _entries(call)
    rows = [past_row(entry, call.now) for entry in entries]
    return call.show("agency/quotes/entries.html", rows=rows, next=next_address(call, page))


@book.api("GET", "/api/v1/agency/entries", is_list=True)
def get_past_entries(call: Call) -> Reply:
    """Return a page of the agency's opened quotes and where each stands."""
    entries, page = _entries(call)
    items = [past_json(entry, call.now) for entry in entries]
    return call.data({"items": items, "next": next_address(call, page)})


@book.api("GET", "/api/v1/agency/awards", is_list=True)
def get_my_awards(call: Call) -> Reply:
    """Return a page of the notices in which the agency stands first, with what it has to do."""
    return list_data(call, "agency-awards", only=call.actor.org)


def _entries(call: Call) -> tuple[tuple[PastEntry, ...], ListPage]:
    return past_entries(call.house, call.actor, call.page_request(f"entries/{call.actor.org}"))
