"""A half-year's ranking: frozen the morning after all its months are, provisional before (clause 四(三)).

Safe to run at any time and twice. A frozen ranking is made of the documents of its months, whose hashes it
names; a provisional one of the same counts as they stand.
"""

from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.statistics.half_years import (
    FrozenHalf,
    Month,
    freeze_half,
    ranking_document,
)
from chalicelib.domain.satisfaction.statistics.halves import half_before, half_of, is_half, months_of_half
from chalicelib.domain.satisfaction.statistics.periods import freezes_at, period_of
from chalicelib.domain.satisfaction.statistics.snapshot import Shown, shown_of
from chalicelib.domain.satisfaction.statistics.tally import Tally
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.ratings.freeze_period import document_on
from chalicelib.usecases.ratings.read_figures import months_of_year

HALF_YEARS = "half-years"
"""The list of half-years whose ranking is frozen."""


def enqueue_half_years(house: House) -> int:
    """Have the last half-year frozen once the days of its last month are over; again finds nothing to do."""
    now, rules = house.clock.product_now(), house.rating_rules.load()
    half = half_before(half_of(now))
    if now < freezes_at(months_of_half(half)[-1], rules, house.calendar):
        return 0
    name, on = f"half-year#{half}", now.astimezone(CHINA).date().isoformat()
    house.queues.send("lifecycle", name, f"{name}#{on}", {"kind": "half-year", "id": half})
    return 1


def freeze_half_year(house: House, half: str) -> None:
    """Freeze a half-year's ranking, unless it is or one of its months with figures is not yet."""
    rules, now, periods = house.rating_rules.load(), house.clock.product_now(), months_of_half(half)
    if now < freezes_at(periods[-1], rules, house.calendar):
        return
    counted = {tally.period for tally in _tallies(house, half)}

    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        if uow.half_years.find(half) is not None:
            return
        frozen = [one for period in periods if (one := uow.periods.find(period)) is not None]
        if not frozen or counted - {one.id for one in frozen}:
            return
        months = [Month(one.id, _shown(document_on(house, one.id, one.page)), one.sha256) for one in frozen]
        document = ranking_document(half, months, rules, now, is_frozen=True)
        units: Any = document.body["units"]
        page = uow.put_page(_pages_of(half), [dict(document.body)])
        n_ranked = sum(1 for one in units if one["place"] is not None)
        made = FrozenHalf(half, rules.name, now, document.sha256, page, len(units), n_ranked)
        uow.half_years.add(freeze_half(made), SYSTEM)

    house.transact(attempt)


def read_half_year(house: House, half: str) -> tuple[dict[str, Json], dict[str, Any]]:
    """Return what the ledger says of a half-year, empty while it is not frozen, and its ranking.

    Raises:
        NotFound: for what is no half-year, or one of which nothing was counted.
    """
    row = dict(house.lists.row("half-year", half)) if is_half(half) else {}
    if row:
        return row, half_document(house, half, str(row["page"]))
    return {}, _provisional(house, half)


def half_document(house: House, half: str, page: str) -> dict[str, Any]:
    """Return a frozen half-year's ranking from the page that is named by its content."""
    (body,) = house.pages.get(_pages_of(half), [page])
    return dict(body)


def provisional_half_years(house: House) -> tuple[str, ...]:
    """Return the running half-year and the one before, as far as they have figures and are not frozen."""
    running = half_of(house.clock.product_now())
    return tuple(
        half
        for half in (running, half_before(running))
        if not house.lists.row("half-year", half) and _tallies(house, half)
    )


def _provisional(house: House, half: str) -> dict[str, Any]:
    now, rules = house.clock.product_now(), house.rating_rules.load()
    tallies = _tallies(house, half) if is_half(half) else ()
    by_month = {
        period: [tally for tally in tallies if tally.period == period]
        for period in (months_of_half(half) if tallies else ())
        if period <= period_of(now)
    }
    months = [
        Month(period, shown_of(found, rules.statistics.small_cell_below))
        for period, found in by_month.items()
        if found
    ]
    if not months:
        raise NotFound("not-found", kind="period")
    return dict(ranking_document(half, months, rules, now, is_frozen=False).body)


def _tallies(house: House, half: str) -> tuple[Tally, ...]:
    periods = months_of_half(half)
    return tuple(one.tally for one in months_of_year(house, half[:4]) if one.tally.period in periods)


def _shown(body: dict[str, Any]) -> Shown:
    """Return what a frozen month's document shows of each unit."""
    return Shown({part["unit"]: part["counts"] for part in body["units"]}, body["total"]["counts"])


def _pages_of(half: str) -> str:
    return f"RATINGS#{half}"
