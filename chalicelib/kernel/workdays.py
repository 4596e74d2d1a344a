"""Working days and deadlines (docs/rules.md §2; Civil Code arts 200-204 [L7 arts 201, 203]).

The day of the event is not counted. A period ends at 24:00 of its last day or, where business hours
exist, at close of business; a period of calendar days whose last day is a day off (法定休假日) ends on the
day after the break. Working days follow the State Council calendar with its make-up Saturdays and Sundays.
Instants are half-open: 24:00 is the next day's 00:00 in Shanghai, returned in UTC.

A year whose notice is not out yet is reckoned with weekends and the fixed days of the holiday decree (元旦
1 January, 劳动节 1-2 May, 国庆节 1-3 October); Spring Festival, Qingming, Dragon Boat and Mid-autumn follow
moon and sun and are left out, as are all make-up days. What rests on such a year is `provisional`, and
is reckoned anew once the year is loaded.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from chalicelib.kernel.calendars import CalendarYear, reaches_next_year, read_shipped_years
from chalicelib.kernel.canonical import digest
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.records import dataclass

_DAY = timedelta(days=1)
_INSTANT = timedelta(milliseconds=1)
_SATURDAY = 5
_FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
_MORNING = time(9, 0)


class Calendar:
    """The loaded years; immutable. `edition` names exactly what was loaded and is stamped where applied."""

    def __init__(self, years: Iterable[CalendarYear]) -> None:
        """Keep the years; of two files for one year the later one counts."""
        self._years = {year.year: year for year in years}
        self._off = {on for year in self._years.values() for on in year.holidays}
        self._worked = {on for year in self._years.values() for on in year.makeup_workdays}
        self.edition = self._edition()

    @property
    def years(self) -> tuple[CalendarYear, ...]:
        """Return the loaded years, oldest first."""
        return tuple(self._years[year] for year in sorted(self._years))

    def with_year(self, year: CalendarYear) -> "Calendar":
        """Return a calendar that also knows this year, or knows it anew."""
        return Calendar([*self.years, year])

    def is_workday(self, on: date) -> bool:
        """Tell whether offices work on this day, as far as it is known."""
        if on in self._worked:
            return True
        if on in self._off or on.weekday() >= _SATURDAY:
            return False
        return on.year in self._years or (on.month, on.day) not in _FIXED_HOLIDAYS

    def is_holiday(self, on: date) -> bool:
        """Tell whether a day lies in a public holiday's break, as far as it is known."""
        return on in self._off or (on.year not in self._years and (on.month, on.day) in _FIXED_HOLIDAYS)

    def is_provisional(self, on: date) -> bool:
        """Tell whether a notice that is not loaded may still change this day."""
        return on.year not in self._years or (reaches_next_year(on) and on.year + 1 not in self._years)

    def add_workdays(self, start_on: date, n_workdays: int) -> date:
        """Return the n-th working day after a day, itself not counted; 0 gives the day itself.

        Raises:
            ValueError: when n is negative.
        """
        return self._walk(start_on, n_workdays, _DAY)

    def subtract_workdays(self, end_on: date, n_workdays: int) -> date:
        """Return the n-th working day before a day, itself not counted; 0 gives the day itself.

        Raises:
            ValueError: when n is negative.
        """
        return self._walk(end_on, n_workdays, -_DAY)

    def next_workday(self, on: date) -> date:
        """Return the first working day after a day."""
        return self.add_workdays(on, 1)

    def roll_forward(self, on: date) -> date:
        """Return the day itself when it is worked, else the first working day after it."""
        return on if self.is_workday(on) else self.next_workday(on)

    def _walk(self, on: date, n_workdays: int, step: timedelta) -> date:
        if n_workdays < 0:
            raise ValueError("a number of working days cannot be negative")
        while n_workdays:
            on += step
            n_workdays -= self.is_workday(on)
        return on

    def _edition(self) -> str:
        if not self._years:
            return "none"
        days = {
            str(year.year): [sorted(map(str, year.holidays)), sorted(map(str, year.makeup_workdays))]
            for year in self.years
        }
        return f"{min(self._years)}-{max(self._years)}-{digest(days)[:12]}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """The first instant after a period (UTC); provisional while it rests on an unpublished year."""

    at: datetime
    provisional: bool


@lru_cache(maxsize=1)
def shipped_calendar() -> Calendar:
    """Return the calendar of the year files in the package."""
    return Calendar(read_shipped_years())


def missing_years(today: date, calendar: Calendar | None = None) -> tuple[int, ...]:
    """Name the years that must be loaded by this day: its own and, after 1 December, the next one."""
    loaded = {year.year for year in (calendar or shipped_calendar()).years}
    needed = [today.year, today.year + 1] if today > date(today.year, 12, 1) else [today.year]
    return tuple(year for year in needed if year not in loaded)


def after_workdays(
    at: datetime, n_workdays: int, calendar: Calendar, closing: time | None = None
) -> Deadline:
    """Return the end of a period of n working days from an event, at 24:00 or at close of business.

    Raises:
        ValueError: when the period is shorter than a day or the event has no zone.

    >>> after_workdays(datetime(2026, 9, 30, 3, tzinfo=UTC), 1, shipped_calendar(), time(17, 30)).at
    datetime.datetime(2026, 10, 8, 9, 30, tzinfo=datetime.timezone.utc)
    """
    start_on = _first_day(at, n_workdays)
    last_on = calendar.add_workdays(start_on, n_workdays)
    return _deadline(start_on + _DAY, last_on, closing, calendar)


def after_calendar_days(
    at: datetime, n_days: int, calendar: Calendar, roll: bool = True, closing: time | None = None
) -> Deadline:
    """Return the end of a period of n calendar days from an event, moved out of a break when `roll`.

    Raises:
        ValueError: when the period is shorter than a day or the event has no zone.
    """
    fixed_on = _first_day(at, n_days) + n_days * _DAY
    if not roll:
        return Deadline(_instant(fixed_on, closing), provisional=False)
    return _deadline(fixed_on, calendar.roll_forward(fixed_on), closing, calendar)


def workdays_before(
    deadline_at: datetime, n_workdays: int, calendar: Calendar, hour: time = _MORNING
) -> Deadline:
    """Return when to remind of a deadline: at an hour of the n-th working day before its last day.

    0 is the last day itself (T), 1 the working day before it (T-1).

    Raises:
        ValueError: when n is negative or the deadline has no zone.
    """
    last_on = last_day(deadline_at)
    remind_on = calendar.subtract_workdays(last_on, n_workdays)
    return _deadline(remind_on, last_on - _DAY, hour, calendar, on=remind_on)


def last_day(deadline_at: datetime) -> date:
    """Return the day on which a half-open period ends, as it is shown: 24:00 belongs to the day it closes.

    Raises:
        ValueError: when the deadline has no zone.
    """
    return _local_day(deadline_at - _INSTANT)


def _first_day(at: datetime, n_days: int) -> date:
    if n_days < 1:
        raise ValueError("a period lasts at least one day")
    return _local_day(at)


def _local_day(at: datetime) -> date:
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return at.astimezone(CHINA).date()


def _deadline(
    first_on: date, last_on: date, hour: time | None, calendar: Calendar, on: date | None = None
) -> Deadline:
    """Put the hour on a day (the last one unless told) and mark it when a day looked at may still change."""
    looked_at = (first_on + days * _DAY for days in range((last_on - first_on).days + 1))
    return Deadline(_instant(on or last_on, hour), any(map(calendar.is_provisional, looked_at)))


def _instant(on: date, hour: time | None) -> datetime:
    """Return the hour of a day, or its 24:00, as a UTC instant."""
    if hour is None:
        on, hour = on + _DAY, time.min
    return datetime.combine(on, hour, CHINA).astimezone(UTC)
