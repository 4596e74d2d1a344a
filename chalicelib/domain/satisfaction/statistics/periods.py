"""The months that figures are of, and when each is frozen (evaluation.md §5: T+15 working days).

A service belongs to the month in which it was completed in China, whenever it was rated. What comes after the
freeze stands in a column of its own, so that a frozen figure is never another one later.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import Calendar, after_workdays

_DAY = timedelta(days=1)


def period_of(at: datetime) -> str:
    """Return the month of an instant.

    >>> from datetime import UTC
    >>> period_of(datetime(2026, 3, 31, 16, tzinfo=UTC))
    '2026-04'
    """
    return at.astimezone(CHINA).strftime("%Y-%m")


def is_period(text: str) -> bool:
    """Tell whether a text names a month.

    >>> is_period("2026-03"), is_period("2026-13")
    (True, False)
    """
    try:
        return date.fromisoformat(f"{text}-01").strftime("%Y-%m") == text
    except ValueError:
        return False


def before(period: str) -> str:
    """Return the month before.

    >>> before("2026-01")
    '2025-12'
    """
    return (date.fromisoformat(f"{period}-01") - _DAY).strftime("%Y-%m")


def last_periods(now: datetime, number: int) -> tuple[str, ...]:
    """Return the running month and those before it, the latest first."""

    def back() -> Iterator[str]:
        period = period_of(now)
        for _ in range(number):
            yield period
            period = before(period)

    return tuple(back())


def ends_at(period: str) -> datetime:
    """Return the first instant after a month."""
    first = date.fromisoformat(f"{period}-01")
    following = (first.replace(day=28) + 4 * _DAY).replace(day=1)
    return datetime.combine(following, time(), CHINA)


def freezes_at(period: str, rules: SatisfactionRules, calendar: Calendar) -> datetime:
    """Return the first instant at which a month is frozen; its last day is day nought."""
    last_day = ends_at(period) - timedelta(seconds=1)
    return after_workdays(last_day, rules.statistics.freeze_workdays, calendar).at


def is_late(done_at: datetime, now: datetime, rules: SatisfactionRules, calendar: Calendar) -> bool:
    """Tell whether what is said now of a service comes after the freeze of its month."""
    return now >= freezes_at(period_of(done_at), rules, calendar)
