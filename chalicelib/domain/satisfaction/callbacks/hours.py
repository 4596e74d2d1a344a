"""When residents may be called (evaluation.md §2.5): day-parts, weekends, holidays, and the next good time.

Morning, afternoon and, from the second attempt on, evening; at weekends the afternoon alone; never at noon,
never on public holidays. A make-up Saturday (调休) is a working day.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from chalicelib.domain.satisfaction.reaching_rules import CallbackRules
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar

_DAY = timedelta(days=1)
_SATURDAY = 5
NOON, EVENING = 12, 18
"""Hours between the day-parts of every profile."""
_DAYS_AHEAD = 40
"""Longer than any break of the State Council's calendar."""


class DayPart(StrEnum):
    """A part of the day, in the order of the day."""

    AM = "AM"
    PM = "PM"
    EVE = "EVE"


@dataclass(frozen=True, slots=True)
class Slot:
    """One day-part of one day, half-open (UTC)."""

    on: date
    part: DayPart
    from_at: datetime
    until_at: datetime


def limits_of(part: DayPart, rules: CallbackRules) -> tuple[time, time]:
    """Return from when until when a day-part lasts, local time."""
    limits = {
        DayPart.AM: (rules.am_from, rules.am_until),
        DayPart.PM: (rules.pm_from, rules.pm_until),
        DayPart.EVE: (rules.eve_from, rules.eve_until),
    }
    return limits[part]


def slots_of(on: date, attempt_no: int, rules: CallbackRules, calendar: Calendar) -> tuple[Slot, ...]:
    """Return the day-parts of a day in which the attempt of that number may be made."""
    if calendar.is_workday(on):
        parts = (DayPart.AM, DayPart.PM) + ((DayPart.EVE,) if attempt_no >= rules.eve_from_attempt else ())
    elif on.weekday() >= _SATURDAY and not calendar.is_holiday(on):
        parts = (DayPart.PM,)
    else:
        parts = ()
    return tuple(Slot(on, part, *_instants(on, part, rules)) for part in parts)


def slot_at(at: datetime, attempt_no: int, rules: CallbackRules, calendar: Calendar) -> Slot | None:
    """Return the day-part in which an attempt of that number may be made at an instant, if any."""
    on = at.astimezone(CHINA).date()
    found = (slot for slot in slots_of(on, attempt_no, rules, calendar) if slot.from_at <= at < slot.until_at)
    return next(found, None)


def part_of(at: datetime) -> DayPart:
    """Return the day-part that an instant belongs to, whoever called then; noon and six are the borders."""
    hour = at.astimezone(CHINA).hour
    return DayPart.AM if hour < NOON else DayPart.PM if hour < EVENING else DayPart.EVE


def next_slot(
    not_before: datetime,
    attempt_no: int,
    rules: CallbackRules,
    calendar: Calendar,
    other_than: DayPart | None = None,
) -> tuple[datetime, DayPart]:
    """Return the first instant from one on at which the attempt may be made, and its day-part.

    Raises:
        ValueError: when there is none within forty days.
    """
    for slot in _slots_from(not_before.astimezone(CHINA).date(), attempt_no, rules, calendar):
        if slot.part is not other_than and slot.until_at > not_before:
            return max(slot.from_at, not_before), slot.part
    raise ValueError("no day to call on")


def _slots_from(on: date, attempt_no: int, rules: CallbackRules, calendar: Calendar) -> Iterator[Slot]:
    for days in range(_DAYS_AHEAD):
        yield from slots_of(on + days * _DAY, attempt_no, rules, calendar)


def _instants(on: date, part: DayPart, rules: CallbackRules) -> tuple[datetime, datetime]:
    begins, ends = limits_of(part, rules)
    return tuple(datetime.combine(on, at, CHINA).astimezone(UTC) for at in (begins, ends))  # type: ignore[return-value]
