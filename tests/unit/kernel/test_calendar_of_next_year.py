"""The working days of next year are in the house once the State Council has published them (rules §2)."""

from datetime import date

from chalicelib.kernel.workdays import missing_years, shipped_calendar
from infra.package import calendar_warning

LAST_SHIPPED = max(year.year for year in shipped_calendar().years)


def test_the_calendar_of_next_year_is_demanded_after_1_december() -> None:
    assert missing_years(date(LAST_SHIPPED, 12, 1)) == ()
    assert missing_years(date(LAST_SHIPPED, 12, 2)) == (LAST_SHIPPED + 1,)
    assert missing_years(date(LAST_SHIPPED + 1, 1, 1)) == (LAST_SHIPPED + 1,)


def test_a_year_that_has_been_loaded_is_demanded_no_more() -> None:
    last = next(year for year in shipped_calendar().years if year.year == LAST_SHIPPED)
    known = {year.year for year in shipped_calendar().years}

    assert known == set(range(min(known), LAST_SHIPPED + 1))
    assert missing_years(date(LAST_SHIPPED - 1, 12, 31)) == ()
    assert last.holidays


def test_a_release_after_1_december_says_that_next_year_is_missing() -> None:
    assert str(LAST_SHIPPED + 1) in calendar_warning(date(LAST_SHIPPED, 12, 2))
    assert calendar_warning(date(LAST_SHIPPED, 11, 30)) == ""
