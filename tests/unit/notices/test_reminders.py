"""Who is reminded of what and when (marketplace.md §6 no. 5); before the opening, the owner alone."""

from datetime import datetime

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.reminders import Waiting, filing_waits, notice_waits, reminders_at
from tests.factories import agencies, contracts
from tests.factories import notices as make
from tests.factories.notices import AGENCY, CALENDAR, DEPARTMENT, OWNER, china, rules

DAYS = rules().reminder.workdays_before
OWNERS, WINNERS, DEPARTMENTS = f"org:{OWNER}", f"org:{AGENCY}", f"org:{DEPARTMENT}"
OPERATOR = "role:operator_reviewer"
LAST_DAY = {("deliver-result", WINNERS), ("await-result", OWNERS)}


def who(notice: Notice) -> set[tuple[str, str]]:
    return {(one.todo, one.to) for one in notice_waits(notice)}


def days_said(until_at: datetime, *instants: datetime) -> list[list[int]]:
    waiting = [Waiting("accept-award", WINNERS, until_at)]
    return [[one.workdays for one in reminders_at(waiting, at, DAYS, CALENDAR)] for at in instants]


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (make.published(), {("registration-closes", OWNERS)}),
        (make.closed(), set()),
        (make.pending_low_price(), {("question-price", OWNERS)}),
        (make.to_choose(), {("choose", OWNERS)}),
        (make.awarded(), {("accept-award", WINNERS)}),
        (contracts.accepted(), {("sign-contract", OWNERS), ("sign-contract", WINNERS)}),
        (contracts.uploaded(), {("confirm-contract", OWNERS)}),
        (contracts.in_service(), {("file-contract", OWNERS), *LAST_DAY}),
        (contracts.performing(), LAST_DAY),
        (contracts.handed_over(), {("review-result", OWNERS)}),
        (
            contracts.completed(),
            {("evaluate", OWNERS), ("evaluate", DEPARTMENTS), ("evaluate", OPERATOR)},
        ),
    ],
)
def test_each_phase_reminds_whoever_it_waits_for(notice: Notice, expected: set[tuple[str, str]]) -> None:
    assert who(notice) == expected


def test_before_the_opening_only_the_owner_has_a_deadline() -> None:
    assert {one.to for one in notice_waits(make.published())} == {OWNERS}


def test_reminders_come_three_working_days_before_one_before_and_on_the_last_day() -> None:
    thursday_night = china(2026, 3, 20)

    said = days_said(
        thursday_night,
        china(2026, 3, 13, 9),
        china(2026, 3, 16, 9),
        china(2026, 3, 17, 9),
        china(2026, 3, 18, 9),
        china(2026, 3, 19, 9),
        china(2026, 3, 20, 9),
    )

    assert said == [[], [3], [], [1], [0], []]


def test_a_weekend_is_no_working_day_between() -> None:
    monday_night = china(2026, 3, 17)

    assert days_said(monday_night, china(2026, 3, 13, 9), china(2026, 3, 14, 9), china(2026, 3, 15, 9)) == [
        [1],
        [],
        [],
    ]


def test_nothing_is_said_before_nine_nor_after_the_deadline_of_the_day() -> None:
    at_half_past_five = china(2026, 3, 19, 17, 30)

    said = days_said(at_half_past_five, china(2026, 3, 19, 8, 59), china(2026, 3, 19, 9), at_half_past_five)

    assert said == [[], [0], []]


def test_a_filing_reminds_the_desk_first_and_then_the_departments_that_have_not_decided() -> None:
    checked, reviewed = (
        agencies.submitted(agencies.draft_agency()),
        agencies.form_passed(agencies.draft_agency()),
    )

    assert checked.filing is not None
    assert reviewed.filing is not None
    assert {one.to for one in filing_waits(checked.filing, [DEPARTMENT])} == {OPERATOR}
    assert {one.to for one in filing_waits(reviewed.filing, [DEPARTMENT])} == {DEPARTMENTS}
