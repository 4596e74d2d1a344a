"""Handing over, returns, acceptance, archive: docs/rules.md §2.1."""

from datetime import date, datetime, timedelta

import pytest

from chalicelib.domain.marketplace.contracts import archiving, clocks, delivering
from chalicelib.domain.marketplace.contracts.facts import Delivery
from chalicelib.domain.marketplace.notices import withdrawal
from chalicelib.domain.marketplace.notices.due import next_due
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.contracts import (
    HANDED_OVER_AT,
    SUPERVISOR,
    handed_over,
    in_service,
    make_document,
)
from tests.factories.notices import AGENT, BIDDER, CALENDAR, DEPARTMENT, MONDAY, china, rules, submitted

REASON = "缺少控制点成果表。"


def give(finished_on: date, now: datetime = HANDED_OVER_AT) -> delivering.HandedOver:
    return delivering.HandedOver(finished_on, make_document(), "")


def send_back(notice: Notice) -> Notice:
    return delivering.send_result_back(notice, REASON, AGENT, HANDED_OVER_AT, rules()).state


def thrice_returned() -> Notice:
    notice = handed_over()
    for _ in range(3):
        notice = handed_over(send_back(notice))
    return notice


def delivery(notice: Notice) -> Delivery:
    assert notice.delivery is not None
    return notice.delivery


def test_a_result_is_finished_neither_before_the_service_nor_in_the_future() -> None:
    for day, code in ((date(2026, 3, 22), "before-the-service"), (date(2026, 4, 22), "future-date")):
        with pytest.raises(Invalid) as refusal:
            delivering.hand_over(in_service(), give(day), BIDDER, HANDED_OVER_AT, rules(), CALENDAR)
        assert refusal.value.errors[0].code == code


def test_late_days_and_the_term_are_told_for_whoever_counts_them() -> None:
    now = china(2026, 4, 28, 9)
    given = give(date(2026, 4, 27))
    decision = delivering.hand_over(in_service(), given, BIDDER, now, rules(), CALENDAR)
    assert (decision.event.data["late_days"], decision.event.data["term_days"]) == (6, 30)


@pytest.mark.parametrize(
    ("days", "steps"), [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2), (9, 3), (12, 3), (300, 3)]
)
def test_every_full_tenth_of_the_term_counts_once_and_three_at_most(days: int, steps: int) -> None:
    contract = in_service().contract
    assert contract is not None

    assert delivering.late_steps(contract, contract.ends_on + timedelta(days=days), rules()) == steps


def test_silence_is_reminded_after_five_and_accepts_after_ten_working_days_over_labour_day() -> None:
    notice = handed_over()
    # 1 to 5 May are the holiday, Saturday 9 May works: the ten days are 22 to 30 April and 6 to 8 May.
    assert delivery(notice).remind_at == china(2026, 4, 29)
    assert next_due(notice) is not None
    reminded = delivering.remind_owner(notice, delivery(notice).remind_at).state
    assert next_due(reminded) == clocks.Due(clocks.RESULT_TIMEOUT, delivery(notice).due_at)
    with pytest.raises(Conflict):
        delivering.accept_by_silence(
            reminded, DEPARTMENT, delivery(notice).due_at - timedelta(milliseconds=1), rules(), CALENDAR
        )
    done = delivering.accept_by_silence(reminded, DEPARTMENT, delivery(notice).due_at, rules(), CALENDAR)
    assert done.state.state is NoticeState.COMPLETED
    assert done.event.data["by_side"] == "system"


def test_ten_working_days_end_where_the_calendar_says() -> None:
    assert (
        CALENDAR.add_workdays(date(2026, 4, 21), 10)
        == (delivery(handed_over()).due_at + timedelta(hours=8) - timedelta(milliseconds=1)).date()
    )


def test_the_fourth_refusal_is_a_dispute_that_the_supervisor_is_told_of() -> None:
    notice = thrice_returned()
    with pytest.raises(Conflict) as used_up:
        send_back(notice)
    assert used_up.value.code == "returns-used-up"
    disputed = delivering.dispute(notice, REASON, AGENT, HANDED_OVER_AT, rules()).state
    assert disputed.state is NoticeState.RESULT_REVIEW
    with pytest.raises(Conflict):
        delivering.accept_by_silence(disputed, DEPARTMENT, delivery(disputed).due_at, rules(), CALENDAR)


def test_there_is_no_dispute_while_the_result_can_still_be_returned() -> None:
    with pytest.raises(Conflict) as early:
        delivering.dispute(handed_over(), REASON, AGENT, HANDED_OVER_AT, rules())
    assert early.value.code == "returns-left"


def test_only_in_a_dispute_does_the_supervisor_accept() -> None:
    with pytest.raises(Forbidden):
        delivering.accept(handed_over(), DEPARTMENT, SUPERVISOR, HANDED_OVER_AT, rules(), CALENDAR)
    disputed = delivering.dispute(thrice_returned(), REASON, AGENT, HANDED_OVER_AT, rules()).state
    done = delivering.accept(disputed, DEPARTMENT, SUPERVISOR, HANDED_OVER_AT, rules(), CALENDAR)
    assert done.event.data["by_side"] == "supervisor"


def test_a_withdrawn_notice_is_archived_a_year_later_to_the_hour() -> None:
    gone = withdrawal.withdraw(submitted(), "项目取消，不再采购。", AGENT, MONDAY, rules()).state
    assert next_due(gone) == clocks.Due(clocks.ARCHIVE, china(2027, 3, 9, 10))
    with pytest.raises(Conflict):
        archiving.archive(gone, china(2027, 3, 9, 9))
    assert archiving.archive(gone, china(2027, 3, 9, 10)).state.state is NoticeState.ARCHIVED


def test_what_ended_on_a_leap_day_is_archived_on_the_first_of_march() -> None:
    gone = withdrawal.withdraw(
        submitted(), "项目取消，不再采购。", AGENT, china(2028, 2, 29, 10), rules()
    ).state
    assert archiving.archives_at(gone) == china(2029, 3, 1, 10)
