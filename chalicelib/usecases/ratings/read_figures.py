"""The figures of ratings as pages read them: a year back, at most two Queries (evaluation.md §5)."""

from dataclasses import replace

from chalicelib.domain.satisfaction.rules import StatisticsRules
from chalicelib.domain.satisfaction.statistics.columns import FIGURES, UnitMonth, figure_name, read_figures
from chalicelib.domain.satisfaction.statistics.periods import last_periods
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House

SPAN = 12
"""Months that a page looks back on: two years at most, and a year is one Query."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted in the last months, and under which rules it is shown; the latest month first."""

    periods: tuple[str, ...]
    months: tuple[UnitMonth, ...]
    profile: str
    rules: StatisticsRules


def last_months(house: House, unit: str = "") -> Figures:
    """Return the figures of the district, or of one unit."""
    periods = last_periods(house.clock.product_now(), SPAN)
    rules = house.rating_rules.load()
    found = (
        month
        for year in sorted({period[:4] for period in periods})
        for month in read_figures(house.lists.figures(FIGURES, year, figure_name(unit, "") if unit else ""))
        if month.tally.period in periods
    )
    return Figures(periods, tuple(map(_whole, found)), rules.name, rules.statistics)


def month_of(house: House, period: str) -> tuple[UnitMonth, ...]:
    """Return the figures of all units in a month."""
    return tuple(month for month in months_of_year(house, period[:4]) if month.tally.period == period)


def months_of_year(house: House, year: str) -> tuple[UnitMonth, ...]:
    """Return the figures of all units in the months of a year."""
    return tuple(map(_whole, read_figures(house.lists.figures(FIGURES, year))))


def _whole(month: UnitMonth) -> UnitMonth:
    """Count the case of a rating with it: each has its own completed case, maybe projected a moment later.

    Ratings without a case are not among those received, so that nobody is taken for served by rating.
    """
    tally = month.tally
    return replace(month, tally=replace(tally, completed=max(tally.completed, tally.received)))
