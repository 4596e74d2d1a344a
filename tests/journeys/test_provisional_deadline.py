"""A notice published before its year's calendar was out, and what becomes of it when the year is loaded."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar, shipped_calendar
from infra import operate
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content
from tests.journeys.steps import Town, uscc

BEFORE_THE_HOLIDAYS = datetime(2026, 9, 30, 9, 0, tzinfo=CHINA)
"""A Wednesday. 1 to 7 October 2026 are off, Saturday the 10th is worked: no calendar of 2025 can know."""

PROVISIONAL = datetime(2026, 10, 7, 17, 30, tzinfo=CHINA)
"""Three working days where only 1 to 3 October are known to be off: the 5th, 6th and 7th."""

LOADED = datetime(2026, 10, 10, 17, 30, tzinfo=CHINA)
"""Three working days as they are: the 8th, 9th and 10th."""

NOT_YET_OUT = Calendar(year for year in shipped_calendar().years if year.year < 2026)


@pytest.fixture
def starts_at() -> datetime:
    return BEFORE_THE_HOLIDAYS


@pytest.fixture
def published(runtime: Runtime, town: Town) -> Notice:
    for number in range(3):
        town.settle_agency(uscc(number))
    town.anchor()
    town.house = replace(town.house, calendar=NOT_YET_OUT)
    notice = town.publish(make_content(service_type=SURVEY, closes_on=date(2026, 10, 7)))
    town.house = runtime.house
    assert publication_of(notice).closes_at == PROVISIONAL
    assert publication_of(notice).provisional
    return notice


def closes_at(runtime: Runtime, notice: Notice) -> datetime:
    return publication_of(runtime.house.queries.notice(notice.id).notice).closes_at


def test_loading_the_year_moves_the_deadline_and_quotes_are_taken_until_then(
    runtime: Runtime, town: Town, published: Notice, capsys: pytest.CaptureFixture[str]
) -> None:
    assert operate.main(["reckon"]) == 0
    assert (
        capsys.readouterr().out
        == "Under the new calendar: 1 notices, 0 orders, 0 hotline items, 0 invitations.\n"
    )
    assert closes_at(runtime, published) == LOADED

    runtime.move_to(PROVISIONAL + timedelta(hours=1))
    town.quote(uscc(0), published, 48_500_00)
    page = runtime.get_json(f"/api/v1/notices/{published.notice_no}").json()
    assert page["provisional"] is False

    runtime.move_to(LOADED + timedelta(seconds=3))
    with pytest.raises(Conflict):
        town.quote(uscc(1), published, 48_500_00)


def test_a_notice_that_nobody_reckoned_is_not_closed_on_the_provisional_instant(
    runtime: Runtime, town: Town, published: Notice
) -> None:
    runtime.move_to(PROVISIONAL + timedelta(minutes=1))

    assert closes_at(runtime, published) == LOADED
    town.quote(uscc(0), published, 48_500_00)


def test_reckoning_twice_changes_nothing_more(
    runtime: Runtime, published: Notice, capsys: pytest.CaptureFixture[str]
) -> None:
    operate.main(["reckon"])
    operate.main(["reckon"])

    assert (
        capsys.readouterr().out.splitlines()[1]
        == "Under the new calendar: 0 notices, 0 orders, 0 hotline items, 0 invitations."
    )
