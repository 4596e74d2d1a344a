"""Closing, opening, freezing, selecting: docs/rules.md §2.1, §3, §3.2, §3.8."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.notices import opening, selection
from chalicelib.domain.marketplace.notices.drand import exists_from, round_after
from chalicelib.domain.marketplace.notices.due import next_due
from chalicelib.domain.marketplace.notices.facts import Candidate, Suspension
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state
from chalicelib.domain.marketplace.notices.visibility import public_attributes, quotes_are_public
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.domain.marketplace.selection.record import BeaconKind
from chalicelib.kernel.errors import Conflict
from tests.factories.notices import (
    AGENCY,
    AGENT,
    CALENDAR,
    CLOSES_AT,
    DRAWN_AT,
    MONDAY,
    OPENED_AT,
    PUBLICITY_ENDS,
    awarded,
    china,
    closed,
    frozen,
    in_publicity,
    lowest_content,
    make_content,
    make_draft,
    make_outcome,
    opened,
    pending_low_price,
    published,
    rules,
)

MILLISECOND = timedelta(milliseconds=1)
OPENS_AT = CLOSES_AT + timedelta(seconds=2)


def found(received: int, valid: int, **changes: object) -> Notice:
    quotes = opening.OpenedQuotes(received, valid, "m" * 64)
    return opening.open_quotes(closed(**changes), quotes, OPENS_AT, rules()).state


def code_of(notice: Notice) -> FailureCode | None:
    return None if notice.ending is None else notice.ending.code


def test_a_notice_is_open_until_the_last_millisecond_whatever_the_timer_does() -> None:
    notice = published()

    assert effective_state(notice, CLOSES_AT - MILLISECOND) is NoticeState.PUBLISHED
    assert effective_state(notice, CLOSES_AT) is NoticeState.REG_CLOSED
    assert notice.state is NoticeState.PUBLISHED


def test_a_suspension_ends_by_itself_at_its_instant() -> None:
    suspension = Suspension(NoticeState.AWARDED, MONDAY, CLOSES_AT)
    notice = replace(awarded(), state=NoticeState.SUSPENDED, suspension=suspension)

    assert effective_state(notice, CLOSES_AT - MILLISECOND) is NoticeState.SUSPENDED
    assert effective_state(notice, CLOSES_AT) is NoticeState.AWARDED


def test_nothing_closes_before_its_deadline() -> None:
    with pytest.raises(Conflict) as refusal:
        opening.close(published(), CLOSES_AT - MILLISECOND)

    assert refusal.value.code == "too-early"
    assert opening.close(published(), CLOSES_AT).state.state is NoticeState.REG_CLOSED


def test_quotes_are_opened_two_seconds_after_the_deadline_and_once() -> None:
    quotes = opening.OpenedQuotes(3, 3, "m" * 64)
    with pytest.raises(Conflict) as refusal:
        opening.open_quotes(closed(), quotes, OPENS_AT - MILLISECOND, rules())
    assert refusal.value.code == "too-early"

    with pytest.raises(Conflict) as again:
        opening.open_quotes(found(3, 3), quotes, OPENS_AT, rules())
    assert again.value.code == "wrong-state"


@pytest.mark.parametrize(
    ("received", "valid", "code"),
    [
        (0, 0, FailureCode.TOO_FEW),
        (1, 1, FailureCode.TOO_FEW),
        (1, 0, FailureCode.TOO_FEW),
        (3, 1, FailureCode.TOO_FEW),
        (2, 0, FailureCode.ALL_INVALID),
        (9, 0, FailureCode.ALL_INVALID),
        (2, 2, None),
        (3, 2, None),
    ],
)
def test_fewer_than_two_valid_quotes_fail_with_their_reason(
    received: int, valid: int, code: FailureCode | None
) -> None:
    notice = found(received, valid)

    assert code_of(notice) is code
    assert notice.state is (NoticeState.SELECTING if code is None else NoticeState.FAILED)
    assert notice.opening is not None


def test_an_inquiry_needs_three() -> None:
    content = lowest_content(is_inquiry=True)

    assert code_of(found(2, 2, content=content)) is FailureCode.TOO_FEW
    assert found(3, 3, content=content).state is NoticeState.SELECTING


def test_a_lowered_minimum_lets_one_quote_do() -> None:
    content = make_content(minimum=1, minimum_reason="两次报名不足,工期紧")

    assert found(1, 1, content=content, too_few_before=2).state is NoticeState.SELECTING


def test_more_valid_than_received_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="valid"):
        found(1, 2)


def test_a_pool_is_frozen_once_and_never_larger_than_the_valid_quotes() -> None:
    with pytest.raises(Conflict) as refusal:
        selection.freeze(frozen(), "r" * 64, 3, OPENED_AT, rules(), CALENDAR)
    assert refusal.value.code == "already-frozen"

    for size in (0, 4):
        with pytest.raises(ValueError, match="pool"):
            selection.freeze(opened(), "r" * 64, size, OPENED_AT, rules(), CALENDAR)


def test_the_beacons_clocks_start_with_the_freeze() -> None:
    pool = frozen().pool

    assert pool is not None
    assert pool.first_reminder_at == OPENED_AT + timedelta(hours=4)
    assert pool.second_reminder_at == china(2026, 3, 14)
    assert pool.timeout_at == china(2026, 3, 17)


def test_two_reminders_then_failure_in_public() -> None:
    notice = frozen()
    pool = selection.pool_of(notice)
    with pytest.raises(Conflict):
        selection.remind_beacon(notice, pool.first_reminder_at - MILLISECOND)

    once = selection.remind_beacon(notice, pool.first_reminder_at).state
    twice = selection.remind_beacon(once, pool.second_reminder_at).state
    with pytest.raises(Conflict) as refusal:
        selection.remind_beacon(twice, pool.second_reminder_at)
    assert refusal.value.code == "already-reminded"
    with pytest.raises(Conflict):
        selection.fail_beacon(twice, pool.timeout_at - MILLISECOND)
    ended = selection.fail_beacon(twice, pool.timeout_at).state

    assert code_of(ended) is FailureCode.BEACON_TIMEOUT
    assert {"ending", "pool"} <= public_attributes(ended)


def test_a_value_revealed_on_the_day_of_the_freeze_draws_nothing_frozen_that_day() -> None:
    pool = selection.pool_of(frozen())

    assert pool.at == OPENED_AT
    assert pool.draws_from == china(2026, 3, 13)


def test_a_draw_needs_a_frozen_pool_and_comes_before_the_timeout() -> None:
    with pytest.raises(Conflict) as refusal:
        selection.select(opened(), make_outcome(), DRAWN_AT, rules(), CALENDAR)
    assert refusal.value.code == "not-frozen"

    notice = frozen()
    timeout_at = selection.pool_of(notice).timeout_at
    with pytest.raises(Conflict) as late:
        selection.select(notice, make_outcome(), timeout_at, rules(), CALENDAR)
    assert late.value.code == "beacon-timeout"
    selection.select(notice, make_outcome(), timeout_at - MILLISECOND, rules(), CALENDAR)


def test_a_lowest_price_without_ties_needs_no_draw() -> None:
    notice = opened(content=lowest_content())

    selected = selection.select(notice, make_outcome(drawn=False), OPENED_AT, rules(), CALENDAR).state

    assert selected.state is NoticeState.PUBLICITY


def test_an_order_begins_at_rank_one_and_holds_valid_quotes_only() -> None:
    for outcome in (make_outcome(winner=Candidate(AGENCY, 2)), make_outcome(order_size=4)):
        with pytest.raises(ValueError, match="order"):
            selection.select(frozen(), outcome, DRAWN_AT, rules(), CALENDAR)


def test_publicity_lasts_three_full_working_days() -> None:
    notice = in_publicity()

    assert notice.publicity is not None
    assert notice.publicity.ends_at == PUBLICITY_ENDS
    assert {"selection", "publicity"} <= public_attributes(notice)
    assert not quotes_are_public(notice)


def test_the_winner_is_not_public_before_publicity() -> None:
    assert "selection" not in public_attributes(frozen())
    assert "selection" not in public_attributes(pending_low_price())


def test_time_knows_what_to_do_next_in_every_phase() -> None:
    def due(notice: Notice) -> tuple[str, object] | None:
        found = next_due(notice)
        return None if found is None else (found.kind, found.at)

    waiting = frozen()
    pool = selection.pool_of(waiting)

    assert due(make_draft()) is None
    assert due(published()) == ("close", OPENS_AT)
    assert due(closed()) == ("open", OPENS_AT)
    assert due(opened()) == ("select", OPENED_AT)
    assert due(waiting) == ("beacon-reminder-1", pool.first_reminder_at)
    assert due(replace(waiting, pool=replace(pool, reminders=1))) == (
        "beacon-reminder-2",
        pool.second_reminder_at,
    )
    assert due(replace(waiting, pool=replace(pool, reminders=2))) == ("beacon-timeout", pool.timeout_at)
    assert due(pending_low_price()) == ("explanation-due", OPENED_AT + timedelta(hours=24))
    assert due(in_publicity()) == ("publicity-end", PUBLICITY_ENDS)
    assert due(awarded()) == ("acceptance-warning", china(2026, 3, 24))


def test_a_drand_draw_is_due_when_its_round_exists() -> None:
    notice = opened()
    assert notice.publication is not None
    beacon = replace(
        notice.publication.beacon, kind=BeaconKind.DRAND, round=round_after(CLOSES_AT, rules().beacon)
    )
    notice = replace(notice, publication=replace(notice.publication, beacon=beacon))

    waiting = selection.freeze(notice, "r" * 64, 3, OPENED_AT, rules(), CALENDAR).state
    due = next_due(waiting)

    assert due is not None
    assert (due.kind, due.at) == ("draw", selection.pool_of(waiting).draws_from)
    with pytest.raises(Conflict) as refusal:
        selection.select(waiting, make_outcome(), due.at - MILLISECOND, rules(), CALENDAR)
    assert refusal.value.code == "too-early"


def test_rounds_are_counted_as_the_beacon_counts_them() -> None:
    clocks = rules().beacon
    no_margin = replace(clocks, drand_margin_seconds=0)
    genesis = exists_from(1, clocks)

    assert genesis.timestamp() == 1692803367
    assert exists_from(1000, clocks) - genesis == timedelta(seconds=2997)
    assert round_after(genesis, no_margin) == 1
    assert round_after(genesis + timedelta(seconds=3), no_margin) == 2


def test_no_event_of_the_selection_names_a_person_or_quotes_words() -> None:
    decision = selection.select(frozen(), make_outcome(), DRAWN_AT, rules(), CALENDAR)

    assert decision.event.data["winner"] == AGENCY
    assert AGENT.person not in str(decision.event.data)
    assert make_content().title not in str(decision.event.data)
