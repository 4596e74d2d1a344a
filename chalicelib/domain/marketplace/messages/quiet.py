"""Quiet hours: text messages wait for their end, except those whose deadline would pass in them."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from chalicelib.domain.marketplace.messages.groups import Group
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.kernel.records import dataclass

DEADLINES = (
    "until_at", "ask_due_at", "explanation_due_at", "decision_due_at", "choice_due_at", "choice_lapses_at",
    "timeout_at", "confirm_due_at", "change_due_at", "accept_due_at", "evaluate_until_at", "lapses_at",
    "due_at", "closes_at",
)  # fmt: skip
"""The figures of messages that say until when something can be done, the most particular first."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Whole hours of the day in China between which no text is sent; the same hour twice is no quiet."""

    from_hour: int
    until_hour: int

    def covers(self, hour: int) -> bool:
        """Tell whether an hour of the day is quiet; the hours may go past midnight.

        >>> [hour for hour in range(24) if Quiet(20, 9).covers(hour)]
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 20, 21, 22, 23]
        """
        if self.from_hour <= self.until_hour:
            return self.from_hour <= hour < self.until_hour
        return hour >= self.from_hour or hour < self.until_hour

    def free_at(self, now: datetime) -> datetime:
        """Return when a text may be sent: now, or the end of the quiet hours that run."""
        local = now.astimezone(CHINA)
        if not self.covers(local.hour):
            return now
        end = datetime.combine(local.date(), time(self.until_hour), CHINA)
        return (end if end > local else end + timedelta(days=1)).astimezone(now.tzinfo)


def deadline_of(figures: Mapping[str, Json]) -> datetime | None:
    """Return the deadline that a message names, if it names one."""
    found = next((figures[name] for name in DEADLINES if figures.get(name)), None)
    return None if found is None else parse_instant(str(found))


def sends_at(
    group: Group, figures: Mapping[str, Json], quiet: Quiet, now: datetime, *, urgent_goes_out: bool
) -> datetime:
    """Return when a message goes out: what has to be done before the quiet hours end does not wait for it."""
    free_at, deadline = quiet.free_at(now), deadline_of(figures)
    is_urgent = group is Group.TODO and deadline is not None and now < deadline <= free_at
    return now if urgent_goes_out and is_urgent else free_at
