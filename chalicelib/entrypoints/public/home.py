"""The home page: what is open, what was drawn, who was awarded, and how it works (pages.md §3)."""

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import cards_of
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.paging import PageRequest

book = RouteBook(ANYONE, Duty.PUBLIC)

LATEST = PageRequest(limit=5)


@book.page("/")
def show_home(call: Call) -> Reply:
    """Show the home page: four short lists and four counts, each an indexed Query."""
    lists = call.house.lists
    return call.show(
        "public/home.html",
        closing=cards_of(lists.page("closing", "all", LATEST, newest_first=False)),
        awards=cards_of(lists.page("awards", "all", LATEST)),
        draws=cards_of(lists.page("draws", "all", LATEST)),
        counts={name: lists.counts(name) for name in ("notices", "awards", "agencies")},
        as_of=call.now,
    )
