"""Paying by instalments: the plan, what the owner records, what the agency confirms, what is late (§2.4)."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.domain.marketplace.contracts import carrying_out, changes, clocks, paying, signing
from chalicelib.domain.marketplace.contracts.facts import Contract, Fault, Instalment, Side
from chalicelib.domain.marketplace.contracts.paying import Standing
from chalicelib.domain.marketplace.notices.due import next_due
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import last_changed_at
from chalicelib.domain.marketplace.reminders import notice_waits
from chalicelib.kernel import codec
from chalicelib.kernel.errors import Conflict, DomainError, Forbidden, Invalid
from tests.factories.contracts import (
    CONFIRMED_AT,
    NUMBER,
    SUPERVISOR,
    accepted,
    in_service,
    make_terms,
    papers,
)
from tests.factories.notices import ADMIN, AGENT, BIDDER, CALENDAR, OWNER, STANDS, china, rules

FIRST, LAST = (
    Instalment("预付款", 18_500_00, date(2026, 3, 31)),
    Instalment("尾款", 30_000_00, date(2026, 5, 15)),
)
PAID_AT, LATE_AT = china(2026, 3, 30, 10), china(2026, 4, 3, 10)


def signed(*plan: Instalment) -> Notice:
    """Return a notice whose contract with a plan is in force, published and filed."""
    given, at = papers(make_terms(payments=plan)), china(2026, 3, 20, 10)
    offered = signing.upload(accepted(), Side.AGENCY, given, STANDS, BIDDER, at, rules(), CALENDAR).state
    notice = signing.confirm(
        offered, Side.OWNER, NUMBER, STANDS, ADMIN, CONFIRMED_AT, rules(), CALENDAR
    ).state
    published = carrying_out.publish(notice, AGENT, CONFIRMED_AT).state
    return carrying_out.file_copy(published, AGENT, CONFIRMED_AT).state


def pay(notice: Notice, number: int = 1, on: date = date(2026, 3, 30), at: datetime = PAID_AT) -> Notice:
    return paying.record_payment(notice, number, on, AGENT, at).state


def receive(notice: Notice, number: int = 1) -> Notice:
    return paying.confirm_receipt(notice, number, BIDDER, LATE_AT).state


def contract(notice: Notice) -> Contract:
    assert notice.contract is not None
    return notice.contract


def standing(notice: Notice, on: date, number: int = 1) -> Standing:
    return paying.standings(contract(notice), on)[number - 1]


def plan_refused(*plan: Instalment) -> dict[str, tuple[str, Any]]:
    found = paying.plan_errors(make_terms(payments=plan))
    return {error.pointer: (error.code, error.params) for error in found}


def refusal(act: Any) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    error = refused.value
    return error.errors[0].code if isinstance(error, Invalid) else error.code


def test_a_plan_adds_up_to_the_contract_to_the_fen() -> None:
    short = replace(LAST, amount_fen=LAST.amount_fen - 1)
    figures = {"plan_fen": 48_499_99, "contract_fen": 48_500_00}
    assert plan_refused(FIRST, short) == {"/payments": ("plan-differs-from-contract", figures)}
    assert plan_refused(FIRST, LAST) == {}
    assert plan_refused() == {}


def test_everything_wrong_with_a_plan_is_said_at_once() -> None:
    plan = (
        replace(FIRST, name=" ", due_on=date(2026, 3, 19)),
        Instalment("零", 0, date(2099, 1, 1)),
        LAST,
    )
    assert {pointer: code for pointer, (code, _) in plan_refused(*plan).items()} == {
        "/payments/0/name": "required",
        "/payments/0/due_on": "before-the-signing",
        "/payments/1/amount_fen": "not-positive",
        "/payments/1/due_on": "too-far-ahead",
    }
    assert plan_refused(*[replace(FIRST, amount_fen=1)] * 13)["/payments"][0] in {
        "too-many-items",
        "plan-differs-from-contract",
    }


def test_an_upload_with_a_wrong_plan_is_refused() -> None:
    with pytest.raises(Invalid, check=lambda refused: refused.errors[0].pointer == "/payments"):
        signed(FIRST)


def test_a_contract_stored_before_there_were_plans_is_read() -> None:
    stored = codec.dumps(contract(in_service()), Contract)
    assert "payments" not in stored
    assert codec.loads(stored, Contract).terms.payments == ()


def test_a_payment_is_recorded_corrected_and_received() -> None:
    paid = pay(signed(FIRST, LAST))
    assert refusal(lambda: pay(paid)) == "payment-recorded"

    corrected = pay(paid, on=date(2026, 3, 27))
    done = receive(corrected)

    assert standing(done, date(2026, 6, 1)) == Standing(
        1, "预付款", 18_500_00, date(2026, 3, 31), date(2026, 3, 27), LATE_AT, 0, False
    )
    assert refusal(lambda: pay(done, on=date(2026, 3, 26))) == "receipt-confirmed"
    assert refusal(lambda: receive(done)) == "receipt-confirmed"
    assert (paying.payable(contract(done)), paying.receivable(contract(done))) == ((2,), ())


@pytest.mark.parametrize(
    ("number", "on", "code"),
    [
        (1, date(2026, 3, 31), "future-date"),
        (1, date(2026, 3, 19), "before-the-signing"),
        (0, date(2026, 3, 30), "unknown-instalment"),
        (3, date(2026, 3, 30), "unknown-instalment"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(number: int, on: date, code: str) -> None:
    assert refusal(lambda: pay(signed(FIRST, LAST), number, on)) == code


def test_each_side_does_its_own_part() -> None:
    notice = signed(FIRST, LAST)
    with pytest.raises(Forbidden):
        paying.record_payment(notice, 1, date(2026, 3, 30), BIDDER, PAID_AT)
    with pytest.raises(Forbidden):
        paying.confirm_receipt(pay(notice), 1, AGENT, PAID_AT)
    assert refusal(lambda: receive(notice)) == "nothing-paid"
    assert refusal(lambda: pay(in_service())) == "unknown-instalment"


def test_late_is_what_was_paid_after_its_day_or_not_at_all() -> None:
    notice = signed(FIRST, LAST)
    late = pay(notice, on=date(2026, 4, 2), at=LATE_AT)

    assert [standing(notice, date(2026, 3, day)).late_days for day in (30, 31)] == [0, 0]
    assert standing(notice, date(2026, 4, 3)).late_days == 3
    assert standing(late, date(2026, 12, 31)).late_days == 2


def test_the_clock_says_once_that_a_day_is_over() -> None:
    notice = signed(FIRST, replace(LAST, due_on=FIRST.due_on))
    over = china(2026, 4, 1)
    due = next_due(notice)
    assert due is not None
    assert (due.kind, due.at) == (clocks.PAYMENT_OVERDUE, over)
    assert refusal(lambda: paying.miss_payment(notice, PAID_AT)) == "too-early"

    first = paying.miss_payment(notice, over)
    assert first.event.data["number"] == 1
    assert first.event.data["instalment_fen"] == FIRST.amount_fen
    second = paying.miss_payment(first.state, over).state

    assert list(paying.overdue_instants(contract(second))) == []
    assert refusal(lambda: paying.miss_payment(second, over)) == "nothing-overdue"


def test_the_owner_is_reminded_of_what_it_still_owes() -> None:
    waiting = notice_waits(pay(signed(FIRST, LAST)))
    assert [(one.to, one.until_at) for one in waiting if one.todo == "pay-instalment"] == [
        (f"org:{OWNER}", china(2026, 5, 16))
    ]


def test_the_lists_learn_until_when_to_pay_next_and_that_a_receipt_waits() -> None:
    notice = signed(FIRST, LAST)
    paid = paying.record_payment(notice, 1, date(2026, 3, 30), AGENT, PAID_AT)
    received = paying.confirm_receipt(paid.state, 1, BIDDER, LATE_AT)
    all_paid = paying.record_payment(received.state, 2, date(2026, 4, 2), AGENT, LATE_AT)

    said = [
        (one.event.data["pay_until_at"], one.event.data["has_receipts"]) for one in (paid, received, all_paid)
    ]
    until = "2026-05-15T16:00:00.000Z"
    assert said == [(until, True), (until, False), (None, True)]
    assert "to_side" not in paid.event.data


def test_the_end_of_a_contract_ends_what_is_not_yet_due_and_forgives_nothing() -> None:
    notice = paying.miss_payment(signed(FIRST, LAST), china(2026, 4, 1)).state
    ended = changes.terminate(notice, "机构转包。", Fault.AGENCY, SUPERVISOR, LATE_AT, rules())

    assert ended.state.state is NoticeState.TERMINATED
    assert ended.event.data["pay_until_at"] == "2026-03-31T16:00:00.000Z"
    first, last = paying.standings(contract(ended.state), date(2026, 6, 1))
    assert (first.late_days, first.is_void) == (62, False)
    assert (last.late_days, last.is_void) == (0, True)
    assert pay(ended.state, on=date(2026, 4, 3), at=LATE_AT).state is NoticeState.TERMINATED


def test_what_is_kept_back_for_years_can_be_paid_after_the_purchase_was_put_away() -> None:
    kept_back = replace(LAST, due_on=date(2028, 3, 31))
    archived = replace(signed(FIRST, kept_back), state=NoticeState.ARCHIVED)
    at = china(2028, 3, 1, 9)

    done = receive(pay(archived, 2, date(2028, 3, 1), at), 2)

    assert (done.state, standing(done, date(2029, 1, 1), 2).late_days) == (NoticeState.ARCHIVED, 0)


def test_a_payment_and_its_receipt_change_what_the_page_shows() -> None:
    paid = pay(signed(FIRST, LAST))
    shown = [last_changed_at(one, china(2026, 4, 4)) for one in (paid, receive(paid))]
    assert shown == [PAID_AT, LATE_AT]


def test_nobody_pays_before_there_is_a_contract() -> None:
    with pytest.raises(Conflict, match="no-contract"):
        pay(accepted())
