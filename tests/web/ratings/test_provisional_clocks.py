"""Clocks of a rating that began before next year's calendar was out, once it is loaded (design §3)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.calendars import CalendarYear
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import Calendar
from infra import operate
from tests.web.ratings.conftest import Hall
from tests.web.ratings.order_desk import rated_badly
from tests.web.ratings.test_reviews import OUT, flagged

YEAR_END = datetime(2026, 12, 28, 10, tzinfo=CHINA)
"""A Monday: five working days end with 5 January where only the first of January is known to be off."""

TOLD = datetime(2027, 1, 6, tzinfo=CHINA)
LOADED = datetime(2027, 1, 8, tzinfo=CHINA)
"""With 1 to 5 January off the fifth working day is the 7th."""


@pytest.fixture
def calendar(hall: Hall) -> Iterator[Calendar]:
    house = hall.runtime.house
    before = house.calendar
    yield before
    object.__setattr__(house, "calendar", before)


def load(hall: Hall, calendar: Calendar) -> None:
    days = {date(2027, 1, day): "元旦" for day in range(1, 6)}
    known = calendar.with_year(CalendarYear(2027, "test", days, frozenset()))
    object.__setattr__(hall.runtime.house, "calendar", known)


def rectify(shown: dict[str, Any]) -> dict[str, Any]:
    return next(dict(one) for one in shown["clocks"] if one["step"] == "rectify")


def test_an_order_runs_under_the_calendar_that_came_out_and_says_so(
    hall: Hall, calendar: Calendar, capsys: pytest.CaptureFixture[str]
) -> None:
    hall.runtime.move_to(YEAR_END)
    desk = rated_badly(hall)
    before = rectify(desk.read(desk.handler))
    assert (datetime.fromisoformat(before["due_at"]), before["provisional"]) == (TOLD, True)

    load(hall, calendar)
    capsys.readouterr()
    assert operate.main(["reckon"]) == 0

    assert (
        capsys.readouterr().out
        == "Under the new calendar: 0 notices, 1 orders, 0 hotline items, 0 invitations.\n"
    )
    after = rectify(desk.read(desk.handler))
    assert (datetime.fromisoformat(after["due_at"]), after["provisional"]) == (LOADED, False)
    assert "节假日公布后重新计算期限" in desk.page(desk.regulator)


def test_an_order_that_nobody_reckoned_gets_no_card_on_the_provisional_instant(
    hall: Hall, calendar: Calendar
) -> None:
    hall.runtime.move_to(YEAR_END)
    desk = rated_badly(hall)

    load(hall, calendar)
    hall.runtime.move_to(TOLD + timedelta(hours=1))

    assert rectify(desk.read(desk.handler))["is_late"] is False
    shown = desk.read(desk.handler)
    assert not [one for one in shown["cards"] if (one["kind"], one["step"]) == ("RED", "rectify")]


def test_a_resident_may_object_to_a_review_until_the_end_under_the_calendar_that_came_out(
    hall: Hall, calendar: Calendar
) -> None:
    hall.runtime.move_to(datetime(2026, 12, 21, 10, tzinfo=CHINA))
    one = flagged(hall)
    one.vote(OUT, OUT)
    told = one.tracking()

    load(hall, calendar)
    hall.runtime.move_to(TOLD + timedelta(hours=1))

    assert "1 月 5 日" in told or "1月5日" in told
    assert one.say("objection", text="我当天确实在这个窗口办理。") == 303


def test_a_link_answers_until_the_window_of_the_calendar_that_came_out_is_over(
    hall: Hall, calendar: Calendar
) -> None:
    hall.runtime.move_to(YEAR_END)
    hall.serve()
    link = hall.link()

    load(hall, calendar)
    hall.runtime.move_to(TOLD + timedelta(hours=1))

    assert hall.runtime.get(link).status == 200
    hall.runtime.move_to(LOADED + timedelta(minutes=1))
    assert hall.runtime.get(link).status == 404
