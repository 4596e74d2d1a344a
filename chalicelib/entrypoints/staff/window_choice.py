"""What a clerk at a counter chooses a window from: the hall first, then the windows of that hall.

A hall has dozens of windows with several matters each; nobody finds theirs among those of every hall. A clerk
of a unit sees the windows of the unit.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from chalicelib.entrypoints.call import Call
from chalicelib.kernel.actors import Role
from chalicelib.kernel.paging import MAX_LIMIT, Cursor, PageRequest

LIST, HALL = "points", "hall="
MOST_PAGES = 10
"""Of the windows of one hall or unit: a thousand, more than any counter has."""


def window_choice(call: Call) -> dict[str, Any]:
    """Return the halls to choose from while none of several is chosen, else the windows and their matters."""
    if not call.actor.has(Role.CENTRE_SUPERVISOR):
        return {"halls": [], "hall": "", "windows": list(_windows(call, f"unit={call.actor.org}"))}
    counts = call.house.lists.counts(LIST, HALL)
    halls = sorted(facet for facet, count in counts.items() if count)
    asked = HALL + chosen_hall(call)
    chosen = asked if asked in halls or len(halls) != 1 else halls[0]
    if chosen in halls:
        hall = chosen.removeprefix(HALL) if len(halls) > 1 else ""
        return {"halls": [], "hall": hall, "windows": list(_windows(call, chosen))}
    return {"halls": [_named(call, facet) for facet in halls], "hall": "", "windows": []}


def chosen_hall(call: Call) -> str:
    """Return the hall that the address names, or that of the window that was sent."""
    asked, sent = call.asked("hall"), call.posted("window").partition("|")[0]
    point = call.house.points.find(sent) if sent and not asked else None
    return point.hall if point else asked


def back_to(call: Call, address: str, **more: str) -> str:
    """Return the address of a form for the next entry at the same hall."""
    return f"{address}?{urlencode({'hall': chosen_hall(call), **more})}"


def _named(call: Call, facet: str) -> tuple[str, str]:
    """Return a hall as a choice, called as its first window calls it."""
    cards = call.house.lists.page(LIST, facet, PageRequest(limit=1), newest_first=False).cards
    code = facet.removeprefix(HALL)
    return code, str(cards[0].data["hall_name"]) if cards else code


def _windows(call: Call, facet: str) -> Iterator[tuple[str, str]]:
    """Yield what is dealt with at which window, as choices."""
    after: Cursor | None = None
    for _ in range(MOST_PAGES):
        page = call.house.lists.page(
            LIST, facet, PageRequest(limit=MAX_LIMIT, cursor=after), newest_first=False
        )
        for card in page.cards:
            shown: dict[str, Any] = dict(card.data)
            place = f"{shown['hall_name']} {shown['window']}"
            yield from (
                (f"{shown['id']}|{one['code']}", f"{place} · {one['name']}") for one in shown["matters"]
            )
        after = page.next
        if after is None:
            return
