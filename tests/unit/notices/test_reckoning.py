"""Each clock of a notice under a year that was not out, and under the year once it is."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.marketplace.notices.facts import Award, Candidate, PriceInquiry, Publicity
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.reckoning import reckon_anew
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.workdays import Calendar, after_workdays, shipped_calendar
from tests.factories.notices import published, rules

RULES = rules()
OLD = Calendar(year for year in shipped_calendar().years if year.year < 2026)
NEW = shipped_calendar()
FRIDAY = datetime(2026, 2, 13, 9, 0, tzinfo=CHINA)
WINNER = Candidate("91350100M000100Y43", 1)


def provisional(days: int, since: datetime = FRIDAY) -> datetime:
    found = after_workdays(since, days, OLD)
    assert found.provisional
    return found.at


def in_publicity() -> Notice:
    days = RULES.award.publicity_workdays
    shown = Publicity(1, FRIDAY, provisional(days), True)
    return replace(published(), state=NoticeState.PUBLICITY, publicity=shown)


def awarded() -> Notice:
    due, grace = RULES.award.acceptance_workdays, RULES.award.acceptance_grace_workdays
    made = Award("ZX", FRIDAY, WINNER, provisional(due), provisional(due + grace), True)
    return replace(published(), state=NoticeState.AWARDED, award=made)


def asked() -> Notice:
    explain_by = FRIDAY + timedelta(hours=24)
    decide_by = provisional(RULES.selection.decision_workdays, explain_by)
    inquiry = PriceInquiry(FRIDAY, FRIDAY, FRIDAY, explain_by, None, None, decide_by, True)
    return replace(published(), state=NoticeState.PENDING_OWNER, inquiry=inquiry)


def test_publicity_lasts_its_working_days_under_the_loaded_year() -> None:
    decision = reckon_anew(in_publicity(), RULES, NEW)

    assert decision is not None
    assert decision.event.type == "notice.reckoned_anew"
    shown = decision.state.publicity
    assert shown is not None
    assert (shown.ends_at, shown.provisional) == (datetime(2026, 2, 26, tzinfo=CHINA), False)


def test_the_winners_days_to_accept_are_working_days_under_the_loaded_year() -> None:
    decision = reckon_anew(awarded(), RULES, NEW)

    assert decision is not None
    made = decision.state.award
    assert made is not None
    assert made.due_at == after_workdays(FRIDAY, RULES.award.acceptance_workdays, NEW).at
    assert made.lapses_at > made.due_at
    assert not made.provisional


def test_the_owners_days_to_decide_count_from_the_end_of_the_explanation() -> None:
    decision = reckon_anew(asked(), RULES, NEW)

    assert decision is not None
    inquiry = decision.state.inquiry
    assert inquiry is not None
    explain_by = FRIDAY + timedelta(hours=24)
    assert inquiry.decision_due_at == after_workdays(explain_by, RULES.selection.decision_workdays, NEW).at


@pytest.mark.parametrize("notice", [in_publicity, awarded, asked])
def test_while_the_year_is_not_out_nothing_changes(notice) -> None:
    assert reckon_anew(notice(), RULES, OLD) is None


def test_an_instant_never_becomes_earlier() -> None:
    late = replace(in_publicity(), publicity=Publicity(1, FRIDAY, FRIDAY + timedelta(days=60), True))

    decision = reckon_anew(late, RULES, NEW)

    assert decision is not None
    assert decision.state.publicity == Publicity(1, FRIDAY, FRIDAY + timedelta(days=60), False)
