"""The home page and the search: what is open, what was drawn, who was awarded (pages.md §3)."""

from chalicelib.domain.marketplace.catalogues.asking import LONGEST_SEARCH
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.catalogue_pages import address_of, first_rows
from chalicelib.entrypoints.listing import cards_of
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.paging import PageRequest

book = RouteBook(ANYONE, Duty.PUBLIC)

LATEST = PageRequest(limit=5)
SEARCHED = ("notices", "agencies")
FOUND = 10
"""Rows of each kind that a search shows; the lists show all of them."""


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


@book.page("/search")
def show_search(call: Call) -> Reply:
    """Show the notices and agencies that hold the words; a number goes straight to its page."""
    wanted = call.asked("q").strip()
    if found := address_of(wanted):
        return call.go(found)
    searched = wanted[:LONGEST_SEARCH]
    parts = {name: first_rows(call, name, searched, FOUND) if searched else ([], 0) for name in SEARCHED}
    return call.show("public/search.html", wanted=searched, parts=parts, as_of=call.now)
