"""Awards (中选公告): the list; each award's page is its notice's, with the order and the reasons."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import chosen_facet, list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import FieldError, Invalid

book = RouteBook(ANYONE, Duty.PUBLIC)

FILTERS = ("winner", "service_type", "department", "division")


@book.page("/awards")
def list_awards(call: Call) -> Reply:
    """List the awards, newest first; `?winner=` shows those of one agency."""
    winner = _winner(call)
    name = "awards-of" if winner else "awards"
    return show_list(call, "public/awards.html", name, only=winner, winner=winner)


@book.api("GET", "/api/v1/awards", is_list=True, filters=FILTERS, answer="awards-answer")
def get_awards(call: Call) -> Reply:
    """Return a page of awards, all or those of one agency."""
    winner = _winner(call)
    return list_data(call, "awards-of" if winner else "awards", only=winner)


def _winner(call: Call) -> str | None:
    """Return the agency whose awards the address asks for.

    Raises:
        Invalid: `one-filter-only` when it asks for something else besides.
    """
    winner = call.asked("winner")
    if winner and chosen_facet(call) != "all":
        raise Invalid(errors=[FieldError("/winner", "one-filter-only")])
    return winner or None
