"""The owner's own decision: who may take it, until when, and what silence does (docs/rules.md §3.3, §3.4)."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.marketplace.notices import choosing
from chalicelib.domain.marketplace.notices.choosing import Decided
from chalicelib.domain.marketplace.notices.due import next_due
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, DomainError, Forbidden, Invalid
from tests.factories import notices as make
from tests.factories.notices import CALENDAR, CHOICE_DUE, CHOICE_LAPSES, DRAWN_AT, rules

REASON = "信用良好,承接过同类项目"
MOMENT = timedelta(milliseconds=1)
PICK = Decided(REASON, chosen=make.AGENCY)


def chosen(notice: Notice, at: datetime = DRAWN_AT, actor: Actor = make.ADMIN) -> Notice:
    outcome = make.make_outcome(order_size=2)
    return choosing.choose(notice, outcome, actor, at, rules(), CALENDAR).state


def test_the_owner_has_five_working_days_and_three_of_grace() -> None:
    notice = make.to_choose()

    assert notice.choice is not None
    assert (notice.choice.due_at, notice.choice.lapses_at) == (CHOICE_DUE, CHOICE_LAPSES)
    waiting = next_due(notice)
    assert waiting is not None
    assert (waiting.kind, waiting.at) == ("choice-due", CHOICE_DUE)


def test_the_pick_goes_into_publicity_with_its_reason() -> None:
    notice = chosen(make.prepared(make.to_choose()))

    assert notice.state is NoticeState.PUBLICITY
    assert notice.choice is not None
    assert (notice.choice.chosen, notice.choice.reason) == (make.AGENCY, REASON)
    assert notice.publicity is not None


@pytest.mark.parametrize("reason", ["", "  ", "好"])
def test_without_a_reason_nothing_is_decided(reason: str) -> None:
    with pytest.raises(Invalid):
        choosing.prepare(make.to_choose(), Decided(reason, chosen=make.AGENCY), make.AGENT, DRAWN_AT, rules())
    with pytest.raises(Invalid):
        choosing.send_back(make.prepared(make.to_choose()), reason, make.ADMIN, DRAWN_AT, rules())


def test_the_owners_agent_prepares_and_its_administrator_approves_and_nobody_else() -> None:
    waiting = make.prepared(make.to_choose())
    for stranger in (make.AGENT, make.REVIEWER, make.BIDDER, make.person("x", Role.OWNER_ADMIN, make.AGENCY)):
        with pytest.raises(Forbidden):
            chosen(waiting, actor=stranger)
        with pytest.raises(Forbidden):
            choosing.send_back(waiting, "请补充同类业绩", stranger, DRAWN_AT, rules())
    for stranger in (make.ADMIN, make.REVIEWER, make.person("x", Role.OWNER_AGENT, make.AGENCY)):
        with pytest.raises(Forbidden):
            choosing.prepare(waiting, PICK, stranger, DRAWN_AT, rules())


def test_nothing_is_approved_that_was_not_prepared_or_was_handed_back() -> None:
    with pytest.raises(Conflict, match="nothing-prepared"):
        chosen(make.to_choose())
    back = choosing.send_back(
        make.prepared(make.to_choose()), "请补充同类业绩", make.ADMIN, DRAWN_AT, rules()
    ).state
    with pytest.raises(Conflict, match="nothing-prepared"):
        chosen(back)

    again = make.prepared(back, chosen=make.RESERVE)

    assert again.choice is not None
    assert again.choice.sent_back == ""
    assert chosen(again).choice.chosen == make.RESERVE  # type: ignore[union-attr]


def test_the_owner_may_still_decide_in_the_days_of_grace_and_the_event_says_late() -> None:
    late = make.prepared(choosing.escalate(make.to_choose(), CHOICE_DUE).state, CHOICE_DUE)

    decision = choosing.choose(
        late, make.make_outcome(order_size=2), make.ADMIN, CHOICE_LAPSES - MOMENT, rules(), CALENDAR
    )

    assert decision.event.data["late"] is True
    with pytest.raises(Conflict, match="too-late"):
        chosen(late, at=CHOICE_LAPSES)
    with pytest.raises(Conflict, match="too-late"):
        make.prepared(late, CHOICE_LAPSES)


def test_silence_is_told_once_and_then_fails_the_notice_against_the_owner() -> None:
    with pytest.raises(Conflict, match="too-early"):
        choosing.escalate(make.to_choose(), CHOICE_DUE - MOMENT)
    late = choosing.escalate(make.to_choose(), CHOICE_DUE).state
    with pytest.raises(Conflict, match="already-escalated"):
        choosing.escalate(late, CHOICE_DUE)
    waiting = next_due(late)
    assert waiting is not None
    assert (waiting.kind, waiting.at) == ("choice-timeout", CHOICE_LAPSES)
    with pytest.raises(Conflict, match="too-early"):
        choosing.lapse(late, CHOICE_LAPSES - MOMENT)

    failed = choosing.lapse(late, CHOICE_LAPSES)

    assert failed.state.state is NoticeState.FAILED
    assert failed.event.data["code"] == "OWNER_TIMEOUT"
    assert failed.event.data["counts_against"] == make.OWNER


def test_a_decision_is_taken_once() -> None:
    with pytest.raises(DomainError):
        chosen(chosen(make.prepared(make.to_choose())))


def test_a_tie_of_totals_freezes_its_pool_with_the_sheets_and_nobody_scores_again() -> None:
    scored = make.prepared(make.to_score(), scores_hash="s" * 64)

    tied = choosing.tie(scored, "r" * 64, 2, make.ADMIN, DRAWN_AT, rules(), CALENDAR)

    assert tied.state.state is NoticeState.SELECTING
    assert tied.state.pool is not None
    assert tied.event.data["scores_hash"] == "s" * 64
    waiting = next_due(tied.state)
    assert waiting is not None
    assert waiting.kind == "beacon-reminder-1"
    with pytest.raises(Conflict, match="nothing-to-choose"):
        choosing.tie(tied.state, "r" * 64, 2, make.ADMIN, DRAWN_AT, rules(), CALENDAR)
