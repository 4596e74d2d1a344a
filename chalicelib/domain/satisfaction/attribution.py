"""What counts for a clerk, and what a clerk sees of it (evaluation.md §8.8, §6).

A rating counts for the clerk who served only when one of its indicators is about staff: a process that needs
three visits and a system that is down are not the clerk's doing. A clerk never sees who rated: own ratings
are shown a week later, in groups of whole days by the day on which they came into the house. Nothing comes in
on a day that is over, so a group that is complete never changes, however old a rating is that is imported; a
group that grew by one would show that one. An incomplete group waits, whatever is in it, and one that the
year's end finds incomplete is never shown: groups do not reach over a year (ADR 0088).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Final

from chalicelib.domain.satisfaction.codes.indicators import Indicators, Tag
from chalicelib.domain.satisfaction.rules import StatisticsRules
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, rounded
from chalicelib.domain.satisfaction.statistics.tally import FiveLevels, levels_of
from chalicelib.kernel.records import dataclass

CLERKS: Final = "clerk-ratings"
"""The list whose figures these are; a facet is a unit and year, a figure `work number#month`."""


@dataclass(frozen=True, slots=True)
class Said:
    """How many ratings that came in on a day said the same; whatever became of them."""

    on: date
    level: int
    indicators: tuple[str, ...]
    count: int = 1


@dataclass(frozen=True, slots=True)
class ClerkGroup:
    """So many ratings together: counts by level and by staff indicator, no day and no text."""

    levels: FiveLevels
    indicators: Mapping[str, int]

    @property
    def mean(self) -> Decimal:
        """Return the mean level, 1 to 5, rounded down."""
        total = sum(level * count for level, count in enumerate(self.levels, start=1))
        return rounded(Fraction(total, sum(self.levels)), Rounding.DOWN)


def clerk_facet(unit: str, year: int) -> str:
    """Name the facet of a unit's clerks in a year."""
    return f"{unit}|{year}"


def clerk_figure(staff: str, month: int | None = None) -> str:
    """Name the figure of a clerk and month; without a month, what the names of a year begin with."""
    return f"{staff}#" if month is None else f"{staff}#{month:02}"


def clerk_column(day: int, level: int, indicators: Iterable[str]) -> str:
    """Name the count of ratings of a day that said the same.

    >>> clerk_column(5, 2, ["213", "207"])
    '05.2.207+213'
    """
    return f"{day:02}.{level}.{'+'.join(sorted(indicators))}"


def read_clerk(figures: Mapping[str, Mapping[str, int]], year: int) -> Iterator[Said]:
    """Yield what was counted of a clerk in a year."""
    for name, columns in figures.items():
        month = int(name.rpartition("#")[2])
        for column, count in columns.items():
            day, level, codes = column.split(".")
            yield Said(date(year, month, int(day)), int(level), tuple(codes.split("+")), count)


def is_about_staff(codes: Iterable[str], indicators: Indicators) -> bool:
    """Tell whether a rating with these indicators counts for the clerk who served."""
    return any(indicators.is_tagged(code, Tag.STAFF) for code in codes)


def clerk_groups(
    given: Iterable[Said], indicators: Indicators, on: date, rules: StatisticsRules
) -> tuple[ClerkGroup, ...]:
    """Return what a clerk sees on a day of the own ratings of a year, the oldest group first.

    Give every rating there ever was: what was invalidated stays in its group, since a group that lost one
    would show that one.

    Raises:
        ValueError: when the rules ask for groups of none.
    """
    size, until = rules.clerk_group_minimum, on - timedelta(days=rules.clerk_delay_days)
    if size < 1:
        raise ValueError("a group has at least one rating")
    old = (one for one in given if one.on <= until and is_about_staff(one.indicators, indicators))
    groups: list[ClerkGroup] = []
    waiting: list[Said] = []
    for _day, came in groupby(sorted(old, key=lambda one: one.on), key=lambda one: one.on):
        waiting += came
        if sum(one.count for one in waiting) >= size:
            groups.append(_group(waiting, indicators))
            waiting = []
    return tuple(groups)


def _group(members: Iterable[Said], indicators: Indicators) -> ClerkGroup:
    every = [one for one in members for _ in range(one.count)]
    codes = Counter(code for one in every for code in one.indicators)
    return ClerkGroup(
        levels_of(one.level for one in every),
        {code: codes[code] for code in sorted(codes) if indicators.is_tagged(code, Tag.STAFF)},
    )
