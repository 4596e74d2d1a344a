"""An agency's quotes that were opened or that a withdrawal left sealed, and its awards (§2.3).

The own slots in withdrawn notices only the sealed duty can name.
"""

from chalicelib.entrypoints.agency.quote_bodies import AGENCY
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import list_data, next_address
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.usecases.ports import ListPage
from chalicelib.usecases.quotes.past_entries import PastEntry, past_entries, unopened_entries
from chalicelib.web.views.quotes import past_json, past_row

book = RouteBook(AGENCY, Duty.DESK)
sealed_book = RouteBook(AGENCY, Duty.SEALED)


@sealed_book.page("/agency/entries")
def list_past_entries(call: Call) -> Reply:
    """List the opened and the withdrawn notices that the agency entered, with what became of each."""
    entries, page = _entries(call)
    rows = [past_row(entry, call.now) for entry in entries]
    withdrawn = [past_row(entry, call.now) for entry in _withdrawn(call)]
    return call.show(
        "agency/quotes/entries.html", rows=rows, withdrawn=withdrawn, next=next_address(call, page)
    )


@sealed_book.api("GET", "/api/v1/agency/entries", is_list=True, answer="entries-answer")
def get_past_entries(call: Call) -> Reply:
    """Return a page of the agency's opened quotes; with the first page also what withdrawals left sealed."""
    entries, page = _entries(call)
    items = [past_json(entry, call.now) for entry in entries]
    withdrawn = [past_json(entry, call.now) for entry in _withdrawn(call)]
    return call.data({"items": items, "withdrawn": withdrawn, "next": next_address(call, page)})


@book.api("GET", "/api/v1/agency/awards", is_list=True, answer="agency-awards-answer")
def get_my_awards(call: Call) -> Reply:
    """Return a page of the notices in which the agency stands first, with what it has to do."""
    return list_data(call, "agency-awards", only=call.actor.org)


def _entries(call: Call) -> tuple[tuple[PastEntry, ...], ListPage]:
    return past_entries(call.house, call.actor, call.page_request(f"entries/{call.actor.org}"))


def _withdrawn(call: Call) -> tuple[PastEntry, ...]:
    return () if call.asked("cursor") else unopened_entries(call.house, call.actor)
