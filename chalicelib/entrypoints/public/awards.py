"""Awards (中选公告): the list; each award's page is its notice's, with the order and the reasons."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import list_data, show_list
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook

book = RouteBook(ANYONE, Duty.PUBLIC)


@book.page("/awards")
def list_awards(call: Call) -> Reply:
    """List the awards, newest first."""
    return show_list(call, "public/awards.html", "awards")


@book.api("GET", "/api/v1/awards", is_list=True)
def get_awards(call: Call) -> Reply:
    """Return a page of awards."""
    return list_data(call, "awards")
