"""How long measures and points last: whole months from a decision, to the end of the last day (art 202 [L7]).

The last day is named in the decision, so it does not move when it falls on a holiday.
"""

from datetime import date, datetime, timedelta

from chalicelib.domain.marketplace.agencies.validity import end_of_day
from chalicelib.kernel.clock import CHINA


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of a shorter month.

    >>> add_months(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))


def after_months(at: datetime, months: int) -> datetime:
    """Return when a period of months that begins at an instant is over."""
    return end_of_day(add_months(at.astimezone(CHINA).date(), months))
