"""What counts for a clerk, and what a clerk sees of it (evaluation.md §8.8, §6).

A rating counts for the clerk who served only when one of its indicators is about staff: a process that needs
three visits and a system that is down are not the clerk's doing. A clerk never sees who rated: own ratings
are shown a week later, in groups that are complete and never change; a group that grew by one would show
that one. An incomplete group waits, whatever is in it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from chalicelib.domain.satisfaction.codes.indicators import Indicators, Tag
from chalicelib.domain.satisfaction.rules import StatisticsRules
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, rounded
from chalicelib.domain.satisfaction.statistics.tally import FiveLevels, levels_of
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class StaffRating:
    """A first rating as far as attribution needs it; `staff` is who served at that time, never re-derived."""

    rating: str
    staff: str
    level: int
    indicators: tuple[str, ...]
    on: date


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


def is_about_staff(codes: Iterable[str], indicators: Indicators) -> bool:
    """Tell whether a rating with these indicators counts for the clerk who served."""
    return any(indicators.is_tagged(code, Tag.STAFF) for code in codes)


def attributed(ratings: Iterable[StaffRating], staff: str, indicators: Indicators) -> tuple[StaffRating, ...]:
    """Return of the ratings those that count for a clerk."""
    return tuple(one for one in ratings if one.staff == staff and is_about_staff(one.indicators, indicators))


def clerk_groups(
    ratings: Iterable[StaffRating], staff: str, indicators: Indicators, on: date, rules: StatisticsRules
) -> tuple[ClerkGroup, ...]:
    """Return what a clerk sees on a day of own ratings, the oldest group first.

    Give every rating there ever was, whatever became of it: what was invalidated stays in its group, since
    a group that lost one would show that one. What a clerk is judged by is `attributed` of those in force.

    Raises:
        ValueError: when the rules ask for groups of none.
    """
    size = rules.clerk_group_minimum
    if size < 1:
        raise ValueError("a group has at least one rating")
    old = (one for one in attributed(ratings, staff, indicators) if _is_old(one, on, rules))
    seen = sorted(old, key=lambda one: (one.on, one.rating))
    whole = len(seen) - len(seen) % size
    return tuple(_group(seen[start : start + size], indicators) for start in range(0, whole, size))


def _is_old(rating: StaffRating, on: date, rules: StatisticsRules) -> bool:
    return rating.on + timedelta(days=rules.clerk_delay_days) <= on


def _group(ratings: Iterable[StaffRating], indicators: Indicators) -> ClerkGroup:
    members = tuple(ratings)
    codes = Counter(code for one in members for code in one.indicators)
    return ClerkGroup(
        levels_of(one.level for one in members),
        {code: codes[code] for code in sorted(codes) if indicators.is_tagged(code, Tag.STAFF)},
    )
