"""Each deadline of §2.7 across Spring Festival and National Day, against the calendar oracle and by hand.

2026: Spring Festival 15 to 23 February off, Saturdays 14 and 28 February worked; National Day 1 to 7 October
off, Saturday 10 October worked.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.hotline import handling
from chalicelib.domain.satisfaction.hotline.facts import Triage
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.work_orders.clocks import Clock
from chalicelib.kernel.clock import CHINA
from tests.factories.hotline import (
    HANDLER,
    OPERATOR,
    RULES,
    dispatched,
    received,
    redispatched,
    replied,
    stuck,
)
from tests.factories.work_orders import CALENDAR, words

BEFORE_SPRING_FESTIVAL = datetime(2026, 2, 13, 20, tzinfo=CHINA)
BEFORE_NATIONAL_DAY = datetime(2026, 9, 30, 10, tzinfo=CHINA)


def closes(clock: Clock | None) -> date:
    """Return the day at whose 24:00 a clock ends."""
    assert clock is not None
    local = clock.at.astimezone(CHINA)
    assert (local.hour, local.minute, local.second) == (0, 0, 0)
    return local.date() - timedelta(days=1)


def extended(at: datetime) -> HotlineItem:
    asked = handling.ask_extension(dispatched(at), 10, words(), HANDLER, at, RULES).state
    return handling.grant_extension(asked, OPERATOR, at, RULES, CALENDAR).state


STEPS: list[tuple[str, Callable[[datetime], HotlineItem], int, date, date]] = [
    ("dispatch", received, 0, date(2026, 2, 13), date(2026, 9, 30)),
    ("returning", dispatched, 2, date(2026, 2, 24), date(2026, 10, 9)),
    ("reply", dispatched, 5, date(2026, 2, 27), date(2026, 10, 13)),
    ("reply", redispatched, 5, date(2026, 2, 27), date(2026, 10, 13)),
    ("reply", lambda at: dispatched(at, stuck(Triage.GENERAL, at)), 2, date(2026, 2, 24), date(2026, 10, 9)),
    (
        "progress",
        lambda at: dispatched(at, stuck(Triage.COMPLEX, at)),
        5,
        date(2026, 2, 27),
        date(2026, 10, 13),
    ),
    ("callback", replied, 1, date(2026, 2, 14), date(2026, 10, 8)),
    ("reply", extended, 15, date(2026, 3, 12), date(2026, 10, 27)),
]


@pytest.mark.parametrize(("step", "item", "_days", "spring", "national"), STEPS)
def test_a_step_is_due_on_the_last_of_its_working_days(
    step: str, item: Callable[[datetime], HotlineItem], _days: int, spring: date, national: date
) -> None:
    assert closes(item(BEFORE_SPRING_FESTIVAL).dues.of(step)) == spring
    assert closes(item(BEFORE_NATIONAL_DAY).dues.of(step)) == national


@settings(max_examples=60)
@given(st.integers(0, 320), st.sampled_from(STEPS))
def test_every_deadline_is_the_oracles(
    day: int, row: tuple[str, Callable[..., HotlineItem], int, date, date]
) -> None:
    step, item, n_workdays, *_ = row
    at = datetime(2026, 1, 1, 15, tzinfo=CHINA) + timedelta(days=day)

    assert closes(item(at).dues.of(step)) == _counted(at.date(), n_workdays)


def _counted(day: date, n_workdays: int) -> date:
    """Count working days as the published calendars say; none ends with the day itself, if it is worked."""
    if not n_workdays:
        day, n_workdays = day - timedelta(days=1), 1
    while n_workdays:
        day += timedelta(days=1)
        n_workdays -= chinese_calendar.is_workday(day)
    return day
