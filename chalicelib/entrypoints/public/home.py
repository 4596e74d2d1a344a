"""The home page and the search: what is open, what was drawn, who was awarded (pages.md §3)."""

from typing import Any

from chalicelib.domain.marketplace.catalogues.asking import LONGEST_SEARCH
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.catalogue_pages import address_of, first_rows
from chalicelib.entrypoints.listing import cards_of
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.paging import PageRequest

book = RouteBook(ANYONE, Duty.PUBLIC)

LATEST = PageRequest(limit=5)
DAY = PageRequest(limit=20)
"""So many draws of one day are shown; the list shows all."""
SEARCHED = ("notices", "agencies")
FOUND = 10
"""Rows of each kind that a search shows; the lists show all of them."""


@book.page("/")
def show_home(call: Call) -> Reply:
    """Show the home page: three short lists and the counts, each an indexed Query."""
    lists = call.house.lists
    return call.show(
        "public/home.html",
        closing=cards_of(lists.page("closing", "all", LATEST, newest_first=False)),
        awards=cards_of(lists.page("awards", "all", LATEST)),
        **_draws(call),
        counts={name: lists.counts(name) for name in ("notices", "awards", "agencies")},
        as_of=call.now,
    )


def _draws(call: Call) -> dict[str, Any]:
    """Return the draws whose list of agencies was frozen today in China, or else the latest ones."""
    cards = cards_of(call.house.lists.page("draws", "all", DAY))
    today = call.now.astimezone(CHINA).date()
    drawn_today = [card for card in cards if card["frozen_at"].astimezone(CHINA).date() == today]
    return {"are_of_today": bool(drawn_today), "draws": drawn_today or cards[: LATEST.limit]}


@book.page("/search")
def show_search(call: Call) -> Reply:
    """Show the notices and agencies that hold the words; a number goes straight to its page."""
    wanted = call.asked("q").strip()
    if found := address_of(wanted):
        return call.go(found)
    searched = wanted[:LONGEST_SEARCH]
    parts = {name: first_rows(call, name, searched, FOUND) if searched else ([], 0) for name in SEARCHED}
    return call.show("public/search.html", wanted=searched, parts=parts, as_of=call.now)
