"""The year files say what the State Council's notices say, and nothing contradictory is loaded."""

import json
from datetime import date, timedelta

import chinese_calendar
import pytest

from chalicelib.kernel.calendars import CalendarYear, read_shipped_years
from chalicelib.kernel.workdays import shipped_calendar

FIRST, LAST = date(2018, 1, 1), date(2026, 12, 31)

NEW_YEAR_2027 = {
    "year": 2027,
    "source": "test",
    "holidays": {"2027-01-01": "元旦"},
    "makeup_workdays": ["2027-01-02"],
}


def changed(**fields: object) -> str:
    return json.dumps(NEW_YEAR_2027 | fields)


def test_the_years_2018_to_2026_are_shipped() -> None:
    assert [year.year for year in read_shipped_years()] == list(range(2018, 2027))


def test_every_day_of_the_shipped_years_agrees_with_chinesecalendar() -> None:
    calendar = shipped_calendar()
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]

    wrong = [on for on in days if calendar.is_workday(on) != chinese_calendar.is_workday(on)]

    assert wrong == []


def test_the_2026_file_holds_the_days_of_the_notice() -> None:
    [year] = [year for year in read_shipped_years() if year.year == 2026]

    spring = [on for on, name in year.holidays.items() if name == "春节"]

    assert year.source == "国办发明电〔2025〕7号"
    assert (min(spring), max(spring), len(spring)) == (date(2026, 2, 15), date(2026, 2, 23), 9)
    assert sorted(map(str, year.makeup_workdays)) == [
        "2026-01-04",
        "2026-02-14",
        "2026-02-28",
        "2026-05-09",
        "2026-09-20",
        "2026-10-10",
    ]


def test_the_notice_of_a_year_may_move_the_last_days_of_the_year_before() -> None:
    [year] = [year for year in read_shipped_years() if year.year == 2019]

    assert {date(2018, 12, 30), date(2018, 12, 31)} <= year.holidays.keys()
    assert date(2018, 12, 29) in year.makeup_workdays


def test_a_year_file_is_read() -> None:
    year = CalendarYear.from_json(changed())

    assert year.holidays == {date(2027, 1, 1): "元旦"}
    assert year.makeup_workdays == {date(2027, 1, 2)}


@pytest.mark.parametrize(
    "text",
    [
        changed(holidays={"2027-01-01": "元旦", "2028-05-01": "劳动节"}),
        changed(holidays={"2027-01-01": "元旦", "2026-12-01": "元旦"}),
        changed(holidays={"2027-01-01": "元旦", "2027-01-02": "元旦"}),
        changed(holidays={"2027-05-01": "劳动节"}),
        changed(makeup_workdays=["2027-01-04"]),
        changed(holidays=["2027-01-01"]),
        changed(holidays={"new year": "元旦"}),
        changed(makeup_workdays=None),
        changed(makeup_workdays=[20270102]),
        changed(year="2027"),
        json.dumps({"year": 2027}),
        "[]",
        "no json",
    ],
    ids=[
        "day of another year",
        "day too early in the year before",
        "day both off and worked",
        "no New Year's Day",
        "make-up day on a Monday",
        "holidays as a list",
        "day that is no date",
        "no make-up days",
        "day as a number",
        "year as text",
        "fields missing",
        "no object",
        "no json",
    ],
)
def test_a_year_file_that_contradicts_itself_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        CalendarYear.from_json(text)
