"""Deadlines count as docs/rules.md §2 and the Civil Code (arts 200-204) say."""

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.calendars import CalendarYear, read_shipped_years
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import (
    Calendar,
    after_calendar_days,
    after_workdays,
    last_day,
    missing_years,
    shipped_calendar,
    workdays_before,
)

CALENDAR = shipped_calendar()
CLOSING = time(17, 30)
YEAR_2027 = CalendarYear(
    year=2027,
    source="test",
    holidays={date(2027, 1, 1): "元旦", date(2027, 1, 4): "元旦"},
    makeup_workdays=frozenset({date(2026, 12, 27), date(2027, 1, 2)}),
)

known_days = st.dates(date(2018, 1, 1), date(2026, 6, 30))
any_days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
any_instants = st.integers(-20_000, 80_000).map(
    lambda days: shanghai(2000, 1, 1) + timedelta(days=days, hours=7)
)


def shanghai(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=CHINA)


def test_the_day_of_the_event_is_not_counted() -> None:
    monday_morning = shanghai(2026, 3, 2, 9)

    assert after_workdays(monday_morning, 3, CALENDAR, CLOSING).at == shanghai(2026, 3, 5, 17, 30)


def test_a_period_without_business_hours_ends_at_24_00_which_is_the_next_day_at_00_00() -> None:
    deadline = after_workdays(shanghai(2026, 3, 2, 9), 3, CALENDAR)

    assert deadline.at == shanghai(2026, 3, 6)
    assert last_day(deadline.at) == date(2026, 3, 5)


def test_the_day_of_the_event_is_the_day_in_shanghai() -> None:
    last_second_of_monday = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    first_second_of_tuesday = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)

    assert after_workdays(last_second_of_monday, 1, CALENDAR).at == shanghai(2026, 3, 4)
    assert after_workdays(first_second_of_tuesday, 1, CALENDAR).at == shanghai(2026, 3, 5)


def test_deadlines_are_in_utc() -> None:
    assert after_workdays(shanghai(2026, 3, 2), 1, CALENDAR).at.tzinfo is UTC


def test_working_days_skip_the_spring_festival_of_2026_and_count_its_make_up_saturdays() -> None:
    friday_before = shanghai(2026, 2, 13, 10)

    ends = [last_day(after_workdays(friday_before, n, CALENDAR).at) for n in (1, 2, 5, 6)]

    assert ends == [date(2026, 2, 14), date(2026, 2, 24), date(2026, 2, 27), date(2026, 2, 28)]


def test_an_event_on_a_day_off_starts_the_count_on_the_next_working_day() -> None:
    sunday_in_the_national_holiday = shanghai(2026, 10, 4, 12)

    assert after_workdays(sunday_in_the_national_holiday, 1, CALENDAR).at == shanghai(2026, 10, 9)


def test_a_period_of_calendar_days_that_ends_in_a_break_ends_on_the_day_after_it() -> None:
    ends_on_1_october = after_calendar_days(shanghai(2026, 9, 1, 8), 30, CALENDAR)
    ends_on_30_september = after_calendar_days(shanghai(2026, 8, 31, 8), 30, CALENDAR)

    assert last_day(ends_on_1_october.at) == date(2026, 10, 8)
    assert last_day(ends_on_30_september.at) == date(2026, 9, 30)


def test_a_period_of_calendar_days_may_end_on_a_make_up_saturday() -> None:
    assert after_calendar_days(shanghai(2026, 4, 29, 8), 10, CALENDAR).at == shanghai(2026, 5, 10)


def test_a_period_that_does_not_roll_ends_where_it_falls_and_is_never_provisional() -> None:
    deadline = after_calendar_days(shanghai(2030, 1, 1), 4, CALENDAR, roll=False)

    assert (deadline.at, deadline.provisional) == (shanghai(2030, 1, 6), False)


def test_a_period_of_calendar_days_may_end_at_close_of_business() -> None:
    deadline = after_calendar_days(shanghai(2026, 3, 2), 2, CALENDAR, closing=CLOSING)

    assert deadline.at == shanghai(2026, 3, 4, 17, 30)


@pytest.mark.parametrize("n", [0, -1])
def test_a_period_shorter_than_a_day_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="at least one day"):
        after_workdays(shanghai(2026, 3, 2), n, CALENDAR)
    with pytest.raises(ValueError, match="at least one day"):
        after_calendar_days(shanghai(2026, 3, 2), n, CALENDAR)


def test_an_event_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        after_workdays(datetime(2026, 3, 2), 1, CALENDAR)  # noqa: DTZ001
    with pytest.raises(ValueError, match="zone"):
        last_day(datetime(2026, 3, 2))  # noqa: DTZ001


@given(known_days, st.integers(1, 60))
def test_counting_agrees_with_counting_by_hand(on: date, n: int) -> None:
    counted, day = 0, on
    while counted < n:
        day += timedelta(days=1)
        counted += chinese_calendar.is_workday(day)

    assert CALENDAR.add_workdays(on, n) == day


@given(any_days, st.integers(0, 40))
def test_there_and_back_again_is_the_working_day_one_started_on(on: date, n: int) -> None:
    start = CALENDAR.roll_forward(on)

    assert CALENDAR.subtract_workdays(CALENDAR.add_workdays(start, n), n) == start


@given(any_days)
def test_rolling_stays_on_a_working_day_and_else_finds_the_next(on: date) -> None:
    rolled = CALENDAR.roll_forward(on)

    assert CALENDAR.is_workday(rolled)
    assert rolled == (on if CALENDAR.is_workday(on) else CALENDAR.next_workday(on))


def test_the_next_working_day_is_never_the_day_itself() -> None:
    assert CALENDAR.next_workday(date(2026, 3, 2)) == date(2026, 3, 3)
    assert CALENDAR.next_workday(date(2026, 3, 6)) == date(2026, 3, 9)


def test_a_negative_number_of_working_days_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.add_workdays(date(2026, 3, 2), -1)


def test_reminders_count_working_days_back_from_the_last_day() -> None:
    closes_at = shanghai(2026, 10, 9)

    reminders = [workdays_before(closes_at, n, CALENDAR).at for n in (0, 1, 3)]

    assert reminders == [shanghai(2026, 10, 8, 9), shanghai(2026, 9, 30, 9), shanghai(2026, 9, 28, 9)]


def test_the_last_day_of_a_deadline_within_the_day_is_that_day() -> None:
    assert workdays_before(shanghai(2026, 3, 5, 17, 30), 0, CALENDAR, time(8)).at == shanghai(2026, 3, 5, 8)


def test_a_reminder_whose_days_may_still_move_is_provisional() -> None:
    assert workdays_before(shanghai(2027, 1, 8), 3, CALENDAR).provisional
    assert not workdays_before(shanghai(2026, 3, 6), 3, CALENDAR).provisional


@pytest.mark.parametrize("on", [(1, 1), (5, 1), (10, 1)])
def test_an_unpublished_year_knows_weekends_and_fixed_holidays(on: tuple[int, int]) -> None:
    assert not CALENDAR.is_workday(date(2029, *on))
    assert not CALENDAR.is_workday(date(2029, 3, 3))
    assert CALENDAR.is_workday(date(2029, 3, 5))


def test_a_deadline_that_rests_on_an_unpublished_year_is_provisional() -> None:
    in_the_year = after_workdays(shanghai(2026, 12, 10), 5, CALENDAR)
    across_the_year = after_workdays(shanghai(2026, 12, 30), 5, CALENDAR)

    assert not in_the_year.provisional
    assert across_the_year.provisional


def test_the_last_days_of_december_are_provisional_until_the_next_year_is_published() -> None:
    assert CALENDAR.is_provisional(date(2026, 12, 28))
    assert not CALENDAR.is_provisional(date(2025, 12, 31))
    assert not CALENDAR.is_provisional(date(2026, 12, 25))


def test_loading_a_year_makes_its_deadlines_firm_and_may_move_them() -> None:
    at = shanghai(2026, 12, 31, 9)

    before = after_workdays(at, 1, CALENDAR)
    after = after_workdays(at, 1, CALENDAR.with_year(YEAR_2027))

    assert (before.at, before.provisional) == (shanghai(2027, 1, 5), True)
    assert (after.at, after.provisional) == (shanghai(2027, 1, 3), False)


def test_loading_a_year_may_have_a_sunday_of_the_december_before_worked() -> None:
    assert not CALENDAR.is_workday(date(2026, 12, 27))
    assert CALENDAR.with_year(YEAR_2027).is_workday(date(2026, 12, 27))


def test_loading_a_year_leaves_the_calendar_it_was_loaded_into_alone() -> None:
    edition = CALENDAR.edition

    CALENDAR.with_year(YEAR_2027)

    assert CALENDAR.edition == edition
    assert CALENDAR.is_provisional(date(2027, 6, 1))


def test_a_year_loaded_again_replaces_the_older_file() -> None:
    corrected = CalendarYear(2027, "test", {date(2027, 1, 1): "元旦"}, frozenset())

    calendar = CALENDAR.with_year(YEAR_2027).with_year(corrected)

    assert calendar.is_workday(date(2027, 1, 4))


def test_the_edition_changes_with_the_days_and_with_nothing_else() -> None:
    years = read_shipped_years()
    renamed = CalendarYear(2027, "other source", YEAR_2027.holidays, YEAR_2027.makeup_workdays)

    assert Calendar(reversed(years)).edition == CALENDAR.edition
    assert CALENDAR.edition.startswith("2018-2026-")
    assert CALENDAR.with_year(YEAR_2027).edition != CALENDAR.edition
    assert CALENDAR.with_year(renamed).edition == CALENDAR.with_year(YEAR_2027).edition


def test_a_calendar_without_any_year_still_answers_provisionally() -> None:
    empty = Calendar([])

    deadline = after_workdays(shanghai(2026, 3, 6), 1, empty)

    assert (deadline.at, deadline.provisional) == (shanghai(2026, 3, 10), True)
    assert empty.edition == "none"


@given(any_instants, st.integers(1, 99))
def test_no_year_ever_crashes_a_deadline(at: datetime, n: int) -> None:
    workdays = after_workdays(at, n, CALENDAR, CLOSING)
    calendar_days = after_calendar_days(at, n, CALENDAR)

    assert at < calendar_days.at
    assert at < workdays.at


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        (date(2026, 6, 1), ()),
        (date(2026, 12, 1), ()),
        (date(2026, 12, 2), (2027,)),
        (date(2027, 3, 1), (2027,)),
        (date(2027, 12, 31), (2027, 2028)),
        (date(2025, 12, 31), ()),
    ],
)
def test_next_years_calendar_is_missed_after_1_december(today: date, missing: tuple[int, ...]) -> None:
    assert missing_years(today) == missing


def test_a_loaded_year_is_not_missed() -> None:
    assert missing_years(date(2026, 12, 31), CALENDAR.with_year(YEAR_2027)) == ()
