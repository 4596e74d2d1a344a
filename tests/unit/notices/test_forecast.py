"""The working-day calculator: the instants a notice would have if everyone took all the time they have."""

from datetime import date

from chalicelib.domain.marketplace.notices.forecast import forecast
from tests.factories.notices import (
    CALENDAR,
    MONDAY,
    china,
    credit_content,
    lowest_content,
    make_content,
    proposal_content,
    rules,
)


def test_without_a_method_there_is_nothing_to_foresee() -> None:
    assert forecast(make_content(method=None), MONDAY, rules(), CALENDAR) == ()


def test_each_period_begins_on_the_day_after_the_one_before() -> None:
    plan = forecast(make_content(closes_on=None), MONDAY, rules(), CALENDAR)

    at = {milestone.code: milestone.at for milestone in plan}
    assert at["reviewed"] == china(2026, 3, 11)
    assert at["published"] == china(2026, 3, 12)
    assert at["closes"] == china(2026, 3, 16, 17, 30)
    assert at["selected"] == china(2026, 3, 19)
    assert at["publicity-ends"] == china(2026, 3, 24)
    assert at["accepted"] == china(2026, 3, 27)


def test_a_later_wish_for_the_deadline_is_kept() -> None:
    plan = forecast(make_content(closes_on=date(2026, 3, 27)), MONDAY, rules(), CALENDAR)

    assert plan[2].at == china(2026, 3, 27, 17, 30)


def test_the_lowest_price_is_known_at_the_opening() -> None:
    at = {found.code: found.at for found in forecast(lowest_content(), MONDAY, rules(), CALENDAR)}

    assert at["selected"] == at["opens"]


def test_an_owner_who_decides_takes_the_days_it_has() -> None:
    at = {
        found.code: found.at
        for found in forecast(proposal_content(closes_on=None), MONDAY, rules(), CALENDAR)
    }

    assert at["closes"] == china(2026, 3, 16, 17, 30)
    assert at["selected"] == china(2026, 3, 24)
    assert at["publicity-ends"] == china(2026, 3, 27)


def test_an_owner_picks_from_a_small_list_once_it_is_drawn() -> None:
    at = {
        found.code: found.at for found in forecast(credit_content(closes_on=None), MONDAY, rules(), CALENDAR)
    }

    assert at["closes"] == china(2026, 3, 16, 17, 30)
    assert at["selected"] == china(2026, 3, 26)


def test_a_selection_time_after_the_deadline_is_when_the_quotes_are_opened() -> None:
    content = lowest_content(closes_on=date(2026, 3, 27), selection_at=china(2026, 3, 30, 9))

    at = {found.code: found.at for found in forecast(content, MONDAY, rules(), CALENDAR)}

    assert at["closes"] == china(2026, 3, 27, 17, 30)
    assert at["opens"] == at["selected"] == china(2026, 3, 30, 9)


def test_a_deadline_that_overtakes_the_selection_time_opens_the_quotes_at_once() -> None:
    content = lowest_content(closes_on=date(2026, 3, 12), selection_at=china(2026, 3, 13, 9))

    at = {found.code: found.at for found in forecast(content, MONDAY, rules(), CALENDAR)}

    assert at["closes"] == china(2026, 3, 16, 17, 30)
    assert at["opens"] == china(2026, 3, 16, 17, 30, 2)
