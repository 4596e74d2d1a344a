"""Compare yesterday's reports with the far side's list, every morning, and name what differs.

A day with differences is looked at again for a week, so that what was mended does not stay on the list; a far
side that does not answer leaves the day as it is, and the queue asks again.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from chalicelib.domain.satisfaction.codes.levels import Level, LevelSystem, write_level
from chalicelib.domain.satisfaction.upward.reconciling import (
    Line,
    Ours,
    Reconciliation,
    compare,
    reconciled,
)
from chalicelib.domain.satisfaction.upward.states import TellingState
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.paging import MAX_LIMIT, Cursor, PageRequest
from chalicelib.usecases.ports import House, UnitOfWork

LIST = "upward"
"""The list of reports; a facet a day, and one a state of what is not accepted."""
LOOKED_BACK_DAYS = 7
ROWS = 200
"""Of a page (design §1)."""


def enqueue_reconciliations(house: House) -> int:
    """Have yesterday compared, and what is left of the week before; in vain where all is compared."""
    if not house.upward.is_connected:
        return 0
    now = house.clock.product_now()
    on = (now.astimezone(CHINA).date() - timedelta(days=1)).isoformat()
    name = f"reconciliation#{on}"
    house.queues.send("upward", name, f"{name}#{now:%Y%m%d%H}", {"kind": "reconciliation", "id": on})
    return 1


def reconcile_days(house: House, last: str) -> None:
    """Compare a day and those before it for a week, but what is clean already; a day of nothing is none."""
    today = house.clock.product_now().astimezone(CHINA).date().isoformat()
    if not house.upward.is_connected or last >= today or not house.lists.counts(LIST):
        return
    for back in range(LOOKED_BACK_DAYS):
        _compare(house, (date.fromisoformat(last) - timedelta(days=back)).isoformat())


def _compare(house: House, on: str) -> None:
    found = house.reports.day(on)
    if found is not None and found.is_clean:
        return
    here = dict(_ours(house, on))
    there = {one.name: one.level for one in house.upward.listed(date.fromisoformat(on))}
    if not here and not there:
        return
    lines = compare(here, there)
    counts = dict(Counter(line.difference.value for line in lines))
    made = Reconciliation(
        id=on,
        n_here=len(here),
        n_there=len(there),
        n_same=len({*here, *there}) - len(lines),
        counts=counts,
        pages=_pages(house, on, lines),
        made_at=house.clock.product_now(),
    )

    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        earlier = uow.reconciliations.find(on)
        decision = reconciled(earlier, made)
        if decision is not None:
            (uow.reconciliations.add if earlier is None else uow.reconciliations.save)(decision, SYSTEM)

    house.transact(attempt)


def lines_of(house: House, on: str) -> list[Json]:
    """Return what differed on a day that was compared.

    Raises:
        NotFound: for a day that was not.
    """
    found = house.reports.day(on)
    if found is None:
        raise NotFound("not-found", kind="reconciliation")
    return house.pages.get(_parent(on), found.pages)


def _pages(house: House, on: str, lines: list[Line]) -> tuple[str, ...]:
    rows: list[Json] = [
        {"name": line.name, "difference": line.difference.value, "here": line.here, "there": line.there}
        for line in lines
    ]
    return tuple(
        house.pages.put(_parent(on), rows[start : start + ROWS]) for start in range(0, len(rows), ROWS)
    )


def _parent(on: str) -> str:
    return f"UPWARD#{on}"


def _ours(house: House, on: str) -> Iterator[tuple[str, Ours]]:
    """Yield the reports of a day as the list has them; what is kept here is none."""
    after: Cursor | None = None
    while True:
        page = house.lists.page(LIST, f"day={on}", PageRequest(limit=MAX_LIMIT, cursor=after))
        for card in page.cards:
            level = write_level(Level(int(str(card.data["level"]))), LevelSystem.ZWFW_IF)
            yield str(card.data["name"]), Ours(level, TellingState(str(card.data["state"])))
        after = page.next
        if after is None:
            return
