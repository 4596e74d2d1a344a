"""Freeze the figures of a month fifteen working days after its end, once (evaluation.md §5).

Safe to run at any time and twice: a month that is not over its days, that is frozen, or of which nothing was
counted is left alone; the document is written under its content before the ledger names it.
"""

from datetime import datetime

from chalicelib.domain.satisfaction.statistics.freezing import FrozenPeriod, freeze
from chalicelib.domain.satisfaction.statistics.periods import freezes_at, last_periods
from chalicelib.domain.satisfaction.statistics.snapshot import Snapshot, complete, published
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.ratings.read_figures import month_of

LOOKED_BACK = 4
"""Months that are looked at: a freeze that was missed for a quarter is made up for."""

FROZEN = "frozen-periods"
"""The list of months that are frozen."""


def enqueue_freezing(house: House) -> int:
    """Have every month whose days are over frozen; one that is frozen already finds nothing to do."""
    now = house.clock.product_now()
    rules = house.rating_rules.load()
    over = [one for one in last_periods(now, LOOKED_BACK) if freezes_at(one, rules, house.calendar) <= now]
    for period in over:
        name = f"period#{period}"
        on = now.astimezone(CHINA).date().isoformat()
        house.queues.send("lifecycle", name, f"{name}#{on}", {"kind": "period", "id": period})
    return len(over)


def freeze_period(house: House, period: str) -> None:
    """Freeze a month."""
    rules = house.rating_rules.load()
    now = house.clock.product_now()
    tallies = tuple(month.tally for month in month_of(house, period))
    if not tallies or now < freezes_at(period, rules, house.calendar):
        return
    snapshot = Snapshot(period, rules.name, now, tallies)
    document = published(snapshot, rules.statistics.small_cell_below)
    frozen = FrozenPeriod(
        id=period,
        profile=rules.name,
        frozen_at=now,
        sha256=document.sha256,
        complete_sha256=complete(snapshot).sha256,
        page=house.pages.put(_pages_of(period), [dict(document.body)]),
        n_units=len(tallies),
    )

    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        if uow.periods.find(period) is None:
            uow.periods.add(freeze(frozen), SYSTEM)

    house.transact(attempt)


def frozen_document(house: House, period: str) -> tuple[dict[str, Json], dict[str, Json]]:
    """Return what the ledger says of a frozen month, and its document, which holds what its hash says.

    Raises:
        NotFound: for a month that is not frozen.
    """
    row = dict(house.lists.row("period", period))
    if not row:
        raise NotFound("not-found", kind="period")
    return row, document_on(house, period, str(row["page"]))


def document_on(house: House, period: str, page: str) -> dict[str, Json]:
    """Return a frozen month's document from the page that is named by its content."""
    (body,) = house.pages.get(_pages_of(period), [page])
    return dict(body)


def _pages_of(period: str) -> str:
    return f"RATINGS#{period}"
