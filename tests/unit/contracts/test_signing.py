"""Signing the contract: docs/rules.md §2.1 and §2.4, on the real calendar of 2026."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.awards import acceptance, substitution
from chalicelib.domain.marketplace.awards.recheck import Recheck
from chalicelib.domain.marketplace.awards.reserves import NextReserve
from chalicelib.domain.marketplace.contracts import carrying_out, clocks, signing
from chalicelib.domain.marketplace.contracts.facts import Contract, Side, Signing
from chalicelib.domain.marketplace.notices.due import next_due
from chalicelib.domain.marketplace.notices.facts import (
    SIGNING_HELD_UP,
    SIGNING_LAPSED,
    Candidate,
)
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.contracts import (
    BIDDER_ADMIN,
    CONFIRMED_AT,
    NUMBER,
    PRICE_FEN,
    UPLOADED_AT,
    accepted,
    in_service,
    make_terms,
    papers,
    uploaded,
)
from tests.factories.notices import (
    ADMIN,
    AGENT,
    BIDDER,
    CALENDAR,
    RESERVE,
    STANDS,
    awarded,
    china,
    rules,
)

MILLISECOND = timedelta(milliseconds=1)
NEXT = NextReserve(Candidate(RESERVE, 2, amount_fen=48_600_00), ())


def running(notice: Notice) -> Signing:
    assert notice.signing is not None
    return notice.signing


def contract(notice: Notice) -> Contract:
    assert notice.contract is not None
    return notice.contract


def upload(notice: Notice | None = None, **changes: Any) -> Notice:
    given = papers(make_terms(**changes))
    return signing.upload(
        notice or accepted(), Side.AGENCY, given, STANDS, BIDDER, UPLOADED_AT, rules(), CALENDAR
    ).state


def refused(**changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refusal:
        upload(**changes)
    return [(error.pointer, error.code) for error in refusal.value.errors]


def lapse(notice: Notice, now: datetime) -> Notice:
    return substitution.lapse_signing(notice, NEXT, now, rules(), CALENDAR).state


def test_ten_working_days_to_sign_run_from_the_acceptance_over_the_grave_sweeping_holiday() -> None:
    # 20 March to 2 April are ten working days; the holiday of 4 to 6 April lies behind them.
    assert running(accepted()).due_at == china(2026, 4, 3)


def test_the_cap_of_thirty_days_moves_off_a_weekend() -> None:
    # The award notice of Thursday 19 March 00:00; the thirtieth day is Saturday 18 April, so Monday it is.
    assert running(accepted()).lapses_at == china(2026, 4, 21)


def test_a_late_acceptance_never_stretches_the_cap() -> None:
    late = replace(rules().award, signing_workdays=40)
    tight = replace(rules(), award=late)
    notice = acceptance.accept(awarded(), STANDS, BIDDER, china(2026, 3, 19, 9), tight, CALENDAR).state

    assert running(notice).due_at == running(notice).lapses_at


def test_an_upload_waits_three_working_days_for_the_other_side() -> None:
    offer = running(uploaded()).offer
    assert offer is not None
    assert offer.due_at == china(2026, 3, 26)
    assert next_due(uploaded()) == clocks.Due(clocks.CONFIRMATION_REMINDER, offer.due_at)


def test_the_price_must_be_the_award_to_the_fen_and_both_amounts_are_named() -> None:
    with pytest.raises(Invalid) as refusal:
        upload(amount_fen=PRICE_FEN + 1)

    (error,) = refusal.value.errors
    assert error.code == "differs-from-award"
    assert error.params == {"award_fen": PRICE_FEN, "given_fen": PRICE_FEN + 1}


def test_a_contract_is_not_signed_before_the_award_nor_tomorrow() -> None:
    assert refused(signed_on=date(2026, 3, 18)) == [("/signed_on", "before-the-award")]
    assert refused(signed_on=date(2026, 3, 21)) == [("/signed_on", "future-date")]
    assert running(upload(signed_on=date(2026, 3, 19))).offer is not None


def test_everything_wrong_is_said_at_once() -> None:
    found = refused(amount_fen=1, signed_on=date(2026, 3, 1), ends_on=date(2026, 3, 23))
    assert [code for _, code in found] == ["differs-from-award", "before-the-award", "not-after-start"]


def test_the_side_that_uploaded_cannot_confirm_its_own_contract() -> None:
    with pytest.raises(Conflict) as own:
        signing.confirm(
            uploaded(), Side.AGENCY, NUMBER, STANDS, BIDDER_ADMIN, CONFIRMED_AT, rules(), CALENDAR
        )
    assert own.value.code == "nothing-to-confirm"


def test_an_agent_uploads_and_an_administrator_confirms() -> None:
    with pytest.raises(Forbidden):
        signing.confirm(uploaded(), Side.OWNER, NUMBER, STANDS, AGENT, CONFIRMED_AT, rules(), CALENDAR)
    with pytest.raises(Forbidden):
        signing.upload(accepted(), Side.OWNER, papers(), STANDS, ADMIN, UPLOADED_AT, rules(), CALENDAR)


def test_a_confirmed_contract_is_in_force_with_its_clocks() -> None:
    notice = in_service()
    assert notice.state is NoticeState.IN_SERVICE
    assert contract(notice).publish_due_at == china(2026, 3, 26)
    assert contract(notice).filing_due_at == china(2026, 4, 2)
    assert next_due(notice) == clocks.Due(clocks.CONTRACT_PUBLICATION, china(2026, 3, 26))


def test_an_intercepted_winner_neither_uploads_nor_is_signed_with() -> None:
    out = Recheck("intercepted")
    with pytest.raises(Conflict) as stopped:
        signing.upload(accepted(), Side.OWNER, papers(), out, AGENT, UPLOADED_AT, rules(), CALENDAR)
    assert stopped.value.code == "winner-out"
    with pytest.raises(Conflict) as unsigned:
        signing.confirm(uploaded(), Side.OWNER, NUMBER, out, ADMIN, CONFIRMED_AT, rules(), CALENDAR)
    assert unsigned.value.code == "winner-out"


def test_a_returned_contract_can_be_uploaded_again_by_either_side() -> None:
    back = signing.send_back(uploaded(), Side.OWNER, "附件二没有盖章。", ADMIN, CONFIRMED_AT, rules()).state
    assert running(back).offer is None
    assert running(back).sent_back[0].reason == "附件二没有盖章。"
    again = signing.upload(back, Side.OWNER, papers(), STANDS, AGENT, CONFIRMED_AT, rules(), CALENDAR).state
    offer = running(again).offer
    assert offer is not None
    assert offer.side is Side.OWNER


def test_while_one_upload_waits_the_other_side_confirms_or_returns_it_first() -> None:
    with pytest.raises(Conflict) as waits:
        signing.upload(uploaded(), Side.OWNER, papers(), STANDS, AGENT, CONFIRMED_AT, rules(), CALENDAR)
    assert waits.value.code == "contract-waits"


def test_the_cap_is_half_open_for_the_confirmation() -> None:
    cap = running(uploaded()).lapses_at
    assert in_service(cap - MILLISECOND).state is NoticeState.IN_SERVICE
    with pytest.raises(Conflict) as over:
        in_service(cap)
    assert over.value.code == "signing-over"


@pytest.mark.parametrize(
    ("notice", "late", "code"),
    [
        (accepted(), "both", SIGNING_LAPSED),
        (uploaded(), "owner", SIGNING_HELD_UP),
        (
            signing.send_back(uploaded(), Side.OWNER, "附件没有盖章。", ADMIN, CONFIRMED_AT, rules()).state,
            "agency",
            SIGNING_LAPSED,
        ),
    ],
    ids=["nobody uploaded", "the owner did not confirm", "the agency did not mend"],
)
def test_the_cap_lets_the_next_one_in_and_the_fact_names_who_was_late(
    notice: Notice, late: str, code: str
) -> None:
    cap = running(notice).lapses_at
    with pytest.raises(Conflict):
        lapse(notice, cap - MILLISECOND)

    decision = substitution.lapse_signing(notice, NEXT, cap, rules(), CALENDAR)

    assert decision.event.data["late"] == late
    assert decision.state.state is NoticeState.PUBLICITY
    assert decision.state.dropouts[-1].code == code
    assert decision.state.signing is None


def test_both_are_warned_once_when_the_working_days_are_over() -> None:
    notice = accepted()
    assert next_due(notice) == clocks.Due(clocks.SIGNING_WARNING, china(2026, 4, 3))
    warned = signing.warn_signing(notice, china(2026, 4, 3)).state
    assert next_due(warned) == clocks.Due(clocks.SIGNING_TIMEOUT, running(notice).lapses_at)
    with pytest.raises(Conflict):
        signing.warn_signing(warned, china(2026, 4, 4))


def test_a_contract_is_published_once_by_the_owner_or_by_the_clock() -> None:
    notice = in_service()
    due_at = contract(notice).publish_due_at
    with pytest.raises(Conflict) as early:
        carrying_out.publish_at_the_clock(notice, due_at - MILLISECOND)
    assert early.value.code == "too-early"
    published = carrying_out.publish(notice, AGENT, CONFIRMED_AT).state
    assert contract(published).published_at == CONFIRMED_AT
    with pytest.raises(Conflict) as again:
        carrying_out.publish_at_the_clock(published, due_at)
    assert again.value.code == "already-published"


def test_a_copy_filed_late_is_recorded_as_late() -> None:
    notice = in_service()
    due_at = contract(notice).filing_due_at
    in_time = carrying_out.file_copy(notice, AGENT, due_at - MILLISECOND)
    late = carrying_out.file_copy(notice, AGENT, due_at)
    assert (in_time.event.data["is_late"], late.event.data["is_late"]) == (False, True)


def test_a_missed_filing_is_recorded_once_and_not_of_a_contract_that_was_filed() -> None:
    notice = in_service()
    due_at = contract(notice).filing_due_at
    with pytest.raises(Conflict):
        carrying_out.miss_filing(notice, due_at - MILLISECOND)
    missed = carrying_out.miss_filing(notice, due_at).state
    with pytest.raises(Conflict) as twice:
        carrying_out.miss_filing(missed, due_at)
    assert twice.value.code == "already-reminded"
    with pytest.raises(Conflict) as filed:
        carrying_out.miss_filing(carrying_out.file_copy(notice, AGENT, CONFIRMED_AT).state, due_at)
    assert filed.value.code == "already-filed"
