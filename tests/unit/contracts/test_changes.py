"""Supplements, extensions, termination: docs/rules.md §2.1 and §2.4."""

from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.domain.marketplace.contracts import changes, clocks
from chalicelib.domain.marketplace.contracts.changes import Wish
from chalicelib.domain.marketplace.contracts.facts import ChangeKind, Contract, Fault, Side
from chalicelib.domain.marketplace.notices.due import next_due
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.contracts import (
    BIDDER_ADMIN,
    PRICE_FEN,
    SUPERVISOR,
    handed_over,
    in_service,
)
from tests.factories.notices import ADMIN, AGENT, BIDDER, CALENDAR, china, rules

ASKED_AT = china(2026, 3, 24, 9)
REASON = "现场新增两处测量断面。"


def propose(
    notice: Notice, kind: str, side: Side = Side.OWNER, now: datetime = ASKED_AT, **figures: Any
) -> Notice:
    actor = AGENT if side is Side.OWNER else BIDDER
    wish = Wish(ChangeKind(kind), REASON, **figures)
    return changes.propose(notice, side, wish, actor, now, rules(), CALENDAR).state


def agree(notice: Notice, side: Side = Side.AGENCY, now: datetime = ASKED_AT) -> Notice:
    actor = BIDDER_ADMIN if side is Side.AGENCY else ADMIN
    return changes.agree(notice, side, actor, now, rules()).state


def contract(notice: Notice) -> Contract:
    assert notice.contract is not None
    return notice.contract


def extended(notice: Notice, ends_on: date) -> Notice:
    return agree(propose(notice, "extension", ends_on=ends_on))


def test_supplements_up_to_a_tenth_are_bought_and_one_fen_more_needs_a_new_notice() -> None:
    tenth = PRICE_FEN // 10
    first = agree(propose(in_service(), "supplement", amount_fen=tenth - 1))
    assert contract(first).supplements_fen == tenth - 1
    whole = agree(propose(first, "supplement", amount_fen=1))
    assert contract(whole).supplements_fen == tenth

    with pytest.raises(Conflict) as beyond:
        propose(whole, "supplement", amount_fen=1)

    assert beyond.value.code == "beyond-a-supplement"
    assert beyond.value.params["left_fen"] == 0


def test_a_tenth_of_an_odd_price_is_never_rounded_up() -> None:
    with pytest.raises(Conflict):
        propose(in_service(), "supplement", amount_fen=PRICE_FEN // 10 + 1)


def test_service_is_extended_twice_and_always_to_a_later_day() -> None:
    once = extended(in_service(), date(2026, 5, 8))
    with pytest.raises(Invalid) as same:
        propose(once, "extension", ends_on=date(2026, 5, 8))
    assert same.value.errors[0].code == "not-later"
    twice = extended(once, date(2026, 5, 29))
    assert contract(twice).ends_on == date(2026, 5, 29)
    with pytest.raises(Conflict) as third:
        propose(twice, "extension", ends_on=date(2026, 6, 30))
    assert third.value.code == "too-many-extensions"


def test_more_time_is_the_owners_to_apply_for() -> None:
    with pytest.raises(Conflict) as refusal:
        propose(in_service(), "extension", side=Side.AGENCY, ends_on=date(2026, 5, 8))
    assert refusal.value.code == "owner-applies"


def test_nobody_agrees_to_his_own_proposal() -> None:
    waiting = propose(in_service(), "supplement", amount_fen=100)
    with pytest.raises(Conflict):
        agree(waiting, Side.OWNER)
    with pytest.raises(Forbidden):
        changes.agree(waiting, Side.AGENCY, BIDDER, ASKED_AT, rules())


def test_one_proposal_waits_at_a_time_and_silence_never_agrees() -> None:
    waiting = propose(in_service(), "supplement", amount_fen=100)
    with pytest.raises(Conflict) as second:
        propose(waiting, "extension", ends_on=date(2026, 5, 8))
    assert second.value.code == "change-waits"
    change = contract(waiting).pending
    assert change is not None
    assert change.due_at == china(2026, 3, 28)
    with pytest.raises(Conflict) as late:
        agree(waiting, now=change.due_at)
    assert late.value.code == "change-lapsed"

    lapsed = changes.lapse_change(waiting, change.due_at).state

    assert contract(lapsed).pending is None
    assert contract(lapsed).supplements_fen == 0


def test_a_proposal_is_declined_by_one_side_or_taken_back_by_the_other() -> None:
    waiting = propose(in_service(), "supplement", amount_fen=100)
    declined = changes.decline(waiting, Side.AGENCY, BIDDER_ADMIN, ASKED_AT)
    back = changes.decline(waiting, Side.OWNER, ADMIN, ASKED_AT)
    assert (declined.event.data["outcome"], back.event.data["outcome"]) == ("declined", "taken-back")


def test_both_end_the_contract_together_also_while_a_result_is_looked_at() -> None:
    for notice in (in_service(), handed_over()):
        waiting = propose(notice, "termination", fault=Fault.NOBODY)
        ended = agree(waiting)
        assert ended.state is NoticeState.TERMINATED
        termination = contract(ended).termination
        assert termination is not None
        assert (termination.decided_by, termination.fault) == ("both", Fault.NOBODY)


def test_the_supervisor_ends_it_with_a_reason_and_whose_fault_it_was() -> None:
    with pytest.raises(Invalid):
        changes.terminate(in_service(), "", Fault.AGENCY, SUPERVISOR, ASKED_AT, rules())
    with pytest.raises(Forbidden):
        changes.terminate(in_service(), REASON, Fault.AGENCY, ADMIN, ASKED_AT, rules())
    decision = changes.terminate(in_service(), REASON, Fault.AGENCY, SUPERVISOR, ASKED_AT, rules())
    assert decision.event.data["fault"] == "agency"


def test_a_terminated_purchase_is_archived_after_a_year_and_not_before_it_is_published() -> None:
    ended = changes.terminate(in_service(), REASON, Fault.OWNER, SUPERVISOR, ASKED_AT, rules()).state
    assert next_due(ended) == clocks.Due(clocks.CONTRACT_PUBLICATION, china(2026, 3, 26))
