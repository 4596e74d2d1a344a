"""The clocks of a work order, each reckoned with its warnings when it starts (evaluation.md §2).

Day 0 is the day of the event; a clock ends at 24:00 of its last working day. The yellow card comes one
working day before that day, the red one on the first working day after it, an urging when that day is over,
the written criticism after five working days.
"""

from datetime import datetime, time, timedelta

from chalicelib.domain.satisfaction.rules import WorkOrderRules
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, Deadline, after_workdays, last_day, workdays_before

_DAY = timedelta(days=1)
_INSTANT = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """One running period: since when, how long, its end, and when time itself acts on it."""

    since: datetime
    n_workdays: int
    at: datetime
    provisional: bool
    """The end rests on a year that is not published yet."""
    red_at: datetime
    urge_at: datetime
    criticise_at: datetime
    yellow_at: datetime | None = None
    """None where the period is no longer than the warning."""
    is_to_reckon: bool = False
    """Something here rests on a year that is not published yet."""


@dataclass(frozen=True, slots=True)
class Dues:
    """The clocks of a work order by step; None until the step begins, but the whole runs from the start."""

    rectify: Clock
    dispatch: Clock | None = None
    sign: Clock | None = None
    returning: Clock | None = None
    """How long the unit may say that it is not theirs."""
    contact: Clock | None = None
    contact_hard: Clock | None = None
    """After which the unit has lost the contact and the centre calls."""
    verify: Clock | None = None
    feedback: Clock | None = None
    revisit: Clock | None = None
    appeal: Clock | None = None
    """How long the unit may appeal."""

    def of(self, step: str) -> Clock | None:
        """Return the clock of a step by its name."""
        clock: Clock | None = getattr(self, step)
        return clock


STEPS = Dues.__slots__


def start(at: datetime, n_workdays: int, rules: WorkOrderRules, calendar: Calendar) -> Clock:
    """Start a clock; 0 working days end with the day itself, or the first worked one after it."""
    ends = end_of(at, n_workdays, calendar)
    last_instant = ends.at - _INSTANT
    first_over = after_workdays(last_instant, 1, calendar)
    criticised = after_workdays(last_instant, max(rules.criticism_workdays, 1), calendar)
    yellow = workdays_before(ends.at, rules.yellow_workdays, calendar)
    return Clock(
        since=at,
        n_workdays=n_workdays,
        at=ends.at,
        provisional=ends.provisional,
        red_at=workdays_before(first_over.at, 0, calendar, time.min).at,
        urge_at=first_over.at,
        criticise_at=criticised.at,
        yellow_at=yellow.at if last_day(yellow.at) > last_day(at + _INSTANT) else None,
        is_to_reckon=ends.provisional or yellow.provisional or criticised.provisional,
    )


def end_of(at: datetime, n_workdays: int, calendar: Calendar) -> Deadline:
    """Return the end of a period of working days, which may be the day itself."""
    return after_workdays(at, n_workdays, calendar) if n_workdays else after_workdays(at - _DAY, 1, calendar)
