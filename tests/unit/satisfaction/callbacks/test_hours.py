"""When a resident may be called: the table of §2.5 row by row, and properties over any instant."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.callbacks.hours import DayPart, next_slot, slot_at
from chalicelib.kernel.clock import CHINA
from tests.factories.callbacks import CALENDAR, RULES

MOMENTS = st.integers(0, 300 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def at(day: str, hour: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(hour), CHINA)


@pytest.mark.parametrize(
    ("day", "hour", "attempt", "part"),
    [
        ("2026-03-02", "09:00", 1, DayPart.AM),
        ("2026-03-02", "08:59", 1, None),
        ("2026-03-02", "11:45", 1, None),
        ("2026-03-02", "12:30", 2, None),
        ("2026-03-02", "14:00", 1, DayPart.PM),
        ("2026-03-02", "17:45", 1, None),
        ("2026-03-02", "18:30", 1, None),
        ("2026-03-02", "18:30", 2, DayPart.EVE),
        ("2026-03-02", "20:00", 2, None),
        ("2026-03-07", "10:00", 1, None),
        ("2026-03-07", "15:00", 1, DayPart.PM),
        ("2026-03-07", "19:00", 3, None),
        ("2026-10-03", "15:00", 1, None),
        ("2026-10-01", "10:00", 1, None),
        ("2026-02-17", "15:00", 1, None),
    ],
)
def test_a_call_is_made_in_the_hours_of_the_table_only(
    day: str, hour: str, attempt: int, part: DayPart | None
) -> None:
    slot = slot_at(at(day, hour), attempt, RULES, CALENDAR)

    assert (slot.part if slot else None) == part


def test_a_make_up_saturday_is_called_like_a_working_day() -> None:
    makeup = next(on for year in CALENDAR.years if year.year == 2026 for on in sorted(year.makeup_workdays))

    assert slot_at(at(makeup.isoformat(), "10:00"), 1, RULES, CALENDAR) is not None


@given(moment=MOMENTS, attempt=st.integers(1, 4), last=st.sampled_from([None, *DayPart]))
def test_the_next_good_time_is_a_good_time_and_the_first_in_another_day_part(
    moment: datetime, attempt: int, last: DayPart | None
) -> None:
    found, part = next_slot(moment, attempt, RULES, CALENDAR, other_than=last)

    slot = slot_at(found, attempt, RULES, CALENDAR)
    assert found >= moment
    assert slot
    assert slot.part is part is not last
    step = timedelta(minutes=15)
    earlier = [
        moment + step * n for n in range(int((found - moment) / step) + 1) if moment + step * n < found
    ]
    assert all((s := slot_at(one, attempt, RULES, CALENDAR)) is None or s.part is last for one in earlier)
