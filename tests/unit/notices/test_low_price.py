"""The abnormally low price: docs/rules.md §3.5: ask, explain, decide; silence accepts."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.marketplace.notices import low_price
from chalicelib.domain.marketplace.notices.due import next_due
from chalicelib.domain.marketplace.notices.facts import Candidate
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.notices import (
    AGENCY,
    AGENT,
    BIDDER,
    CALENDAR,
    OPENED_AT,
    RESERVE,
    china,
    in_publicity,
    pending_low_price,
    person,
    rules,
)

MILLISECOND = timedelta(milliseconds=1)
DAY = timedelta(hours=24)
FRIDAY = china(2026, 3, 13, 9)
NEXT = Candidate(RESERVE, 2, amount_fen=40_000_00)


def ask(notice: Notice, actor: Actor = AGENT, now: datetime = FRIDAY) -> Notice:
    return low_price.ask(notice, actor, now, rules(), CALENDAR).state


def explain(notice: Notice, actor: Actor = BIDDER, now: datetime = FRIDAY) -> Notice:
    return low_price.explain(notice, "text_1", actor, now, rules(), CALENDAR).state


def reject(
    notice: Notice,
    following: Candidate | None = NEXT,
    low: bool = False,
    now: datetime = FRIDAY,
    reason: str = "说明不能成立",
) -> Notice:
    return low_price.reject_price(notice, reason, following, low, AGENT, now, rules(), CALENDAR).state


def test_an_explained_price_may_be_accepted_and_goes_into_publicity() -> None:
    notice = low_price.accept_price(explain(ask(pending_low_price())), AGENT, FRIDAY, rules(), CALENDAR).state

    assert notice.state is NoticeState.PUBLICITY
    assert notice.selection is not None
    assert notice.selection.winner.uscc == AGENCY


def test_the_owner_may_accept_without_asking() -> None:
    notice = low_price.accept_price(pending_low_price(), AGENT, FRIDAY, rules(), CALENDAR).state

    assert notice.state is NoticeState.PUBLICITY


def test_a_rejected_price_makes_way_for_the_next_of_the_order() -> None:
    notice = reject(explain(ask(pending_low_price())))

    assert notice.state is NoticeState.PUBLICITY
    assert notice.selection is not None
    assert notice.selection.winner == NEXT
    assert [(left.candidate.uscc, left.code) for left in notice.dropouts] == [(AGENCY, "price-rejected")]


def test_a_next_price_that_is_too_low_is_asked_about_in_its_turn() -> None:
    notice = reject(explain(ask(pending_low_price())), low=True)

    assert notice.state is NoticeState.PENDING_OWNER
    assert notice.inquiry is not None
    assert (notice.inquiry.asked_at, notice.inquiry.ask_due_at) == (None, FRIDAY + DAY)


def test_a_rejection_with_nobody_left_fails() -> None:
    notice = reject(explain(ask(pending_low_price())), following=None)

    assert notice.state is NoticeState.FAILED
    assert notice.ending is not None
    assert notice.ending.code is FailureCode.NO_RESERVE


def test_nobody_is_rejected_unheard() -> None:
    with pytest.raises(Conflict) as unasked:
        reject(pending_low_price())
    assert unasked.value.code == "not-asked"

    asked = ask(pending_low_price())
    with pytest.raises(Conflict) as pending:
        reject(asked, now=FRIDAY + DAY - MILLISECOND)
    assert pending.value.code == "explanation-pending"
    assert reject(asked, now=FRIDAY + DAY).state is NoticeState.PUBLICITY


def test_a_rejection_needs_a_reason() -> None:
    with pytest.raises(Invalid):
        reject(explain(ask(pending_low_price())), reason="  ")


def test_the_owner_has_twenty_four_hours_to_ask_and_silence_accepts() -> None:
    waiting, due_at = pending_low_price(), OPENED_AT + DAY

    with pytest.raises(Conflict) as late:
        ask(waiting, now=due_at)
    assert late.value.code == "too-late"
    with pytest.raises(Conflict) as early:
        low_price.accept_by_silence(waiting, due_at - MILLISECOND, rules(), CALENDAR)
    assert early.value.code == "too-early"
    decision = low_price.accept_by_silence(waiting, due_at, rules(), CALENDAR)
    assert decision.state.state is NoticeState.PUBLICITY
    assert decision.event.data["by_silence"] is True


def test_the_agency_has_twenty_four_hours_to_explain() -> None:
    asked = ask(pending_low_price())

    assert explain(asked, now=FRIDAY + DAY - MILLISECOND).inquiry is not None
    with pytest.raises(Conflict) as late:
        explain(asked, now=FRIDAY + DAY)
    assert late.value.code == "too-late"


def test_the_decision_has_two_working_days_from_the_explanation() -> None:
    explained = explain(ask(pending_low_price()))
    due = next_due(explained)

    assert due is not None
    assert (due.kind, due.at) == ("decision-due", china(2026, 3, 18))
    with pytest.raises(Conflict) as late:
        reject(explained, now=due.at)
    assert late.value.code == "too-late"
    assert low_price.accept_by_silence(explained, due.at, rules(), CALENDAR).state.publicity is not None


def test_without_an_explanation_the_two_days_run_from_its_deadline() -> None:
    due = next_due(ask(pending_low_price()))

    assert due is not None
    assert due.at == china(2026, 3, 18)


def test_each_step_is_taken_once_and_in_its_order() -> None:
    for attempt, code in (
        (lambda: ask(ask(pending_low_price())), "already-asked"),
        (lambda: explain(pending_low_price()), "not-asked"),
        (lambda: explain(explain(ask(pending_low_price()))), "already-explained"),
        (lambda: ask(in_publicity()), "nothing-to-explain"),
    ):
        with pytest.raises(Conflict) as refusal:
            attempt()
        assert refusal.value.code == code


def test_only_the_owner_asks_and_decides_and_only_the_agency_explains() -> None:
    other = person("someone", Role.AGENCY_AGENT, RESERVE)

    for attempt in (
        lambda: ask(pending_low_price(), BIDDER),
        lambda: explain(ask(pending_low_price()), other),
        lambda: explain(ask(pending_low_price()), AGENT),
        lambda: low_price.accept_price(pending_low_price(), BIDDER, FRIDAY, rules(), CALENDAR),
    ):
        with pytest.raises(Forbidden):
            attempt()
