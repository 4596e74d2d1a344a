"""Award, acceptance, abandonment, reserves: docs/rules.md §2.1 and §2.3."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.marketplace.awards import acceptance, substitution
from chalicelib.domain.marketplace.awards.awarding import award
from chalicelib.domain.marketplace.awards.recheck import Recheck, check_stands, recheck
from chalicelib.domain.marketplace.awards.reserves import NextReserve, Passed, next_reserve
from chalicelib.domain.marketplace.conduct.facts import Interception, MeasureKind
from chalicelib.domain.marketplace.eligibility import Gate
from chalicelib.domain.marketplace.guards import NO_OBJECTION, Guards
from chalicelib.domain.marketplace.notices.due import next_due
from chalicelib.domain.marketplace.notices.facts import Candidate
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.visibility import public_attributes, quotes_are_public
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, Forbidden, Invalid
from tests.factories.notices import (
    ADMIN,
    AGENCY,
    AGENT,
    BIDDER,
    CALENDAR,
    PUBLICITY_ENDS,
    RESERVE,
    STANDS,
    THIRD,
    awarded,
    china,
    in_publicity,
    opened,
    person,
    rules,
)

MILLISECOND = timedelta(milliseconds=1)
SECOND = Candidate(RESERVE, 2, amount_fen=48_600_00)
LAST = Candidate(THIRD, 3, amount_fen=48_700_00)
THURSDAY = china(2026, 3, 19, 9)
LAPSES_AT = china(2026, 3, 25)
OUT = Recheck("ineligible", ("listing-active",))

LISTED = Interception(MeasureKind.BLACKLIST, "serious-dishonesty", "MD-1", "2026-3", THURSDAY, None)


def give(
    notice: Notice, result: Recheck = STANDS, guards: Guards = NO_OBJECTION, now: datetime = PUBLICITY_ENDS
) -> Notice:
    return award(notice, "ZX-1", result, guards, now, rules(), CALENDAR).state


def accept(
    notice: Notice, actor: Actor = BIDDER, now: datetime = THURSDAY, result: Recheck = STANDS
) -> Notice:
    return acceptance.accept(notice, result, actor, now, rules(), CALENDAR).state


def abandon(
    notice: Notice, following: NextReserve, actor: Actor = BIDDER, reason: str = "人员不足,无法承接"
) -> Notice:
    return substitution.abandon(notice, reason, following, actor, THURSDAY, rules(), CALENDAR).state


def then(candidate: Candidate | None, *passed_over: Passed) -> NextReserve:
    return NextReserve(candidate, passed_over)


def test_an_award_waits_for_the_end_of_publicity_and_the_last_objection() -> None:
    with pytest.raises(Conflict) as early:
        give(in_publicity(), now=PUBLICITY_ENDS - MILLISECOND)
    assert early.value.code == "too-early"
    with pytest.raises(Conflict) as objected:
        give(in_publicity(), guards=Guards(objections_open=1))
    assert objected.value.code == "objection-open"
    assert give(in_publicity()).state is NoticeState.AWARDED


def test_an_award_is_made_once() -> None:
    with pytest.raises(Conflict):
        give(give(in_publicity()))


def test_a_winner_that_no_longer_passes_is_not_awarded() -> None:
    with pytest.raises(Conflict) as refusal:
        give(in_publicity(), result=OUT)

    assert refusal.value.code == "winner-out"
    assert refusal.value.params == {"reason": "ineligible", "gates": ["listing-active"]}


def test_the_second_look_puts_out_whoever_fails_a_gate_or_is_intercepted() -> None:
    good, bad = (Gate("a", True),), (Gate("a", True), Gate("b", False))

    assert recheck(good, NO_OBJECTION) == STANDS
    assert recheck(bad, NO_OBJECTION) == Recheck("ineligible", ("b",))
    assert recheck(good, Guards(intercepted=LISTED)).code == "intercepted"
    assert recheck((), NO_OBJECTION).code == "ineligible"
    with pytest.raises(Conflict):
        check_stands(OUT)


def test_from_the_award_on_all_valid_quotes_are_public() -> None:
    assert not quotes_are_public(in_publicity())
    assert quotes_are_public(awarded())
    assert "award" in public_attributes(awarded())


def test_a_substitution_does_not_hide_again_what_was_public() -> None:
    assert quotes_are_public(abandon(awarded(), then(SECOND)))


def test_the_winner_accepts_and_the_days_to_sign_begin() -> None:
    notice = accept(awarded())

    assert notice.state is NoticeState.CONTRACTING
    assert notice.award is not None
    assert notice.award.sign_due_at == china(2026, 4, 3)


def test_accepting_is_possible_until_the_last_millisecond_of_the_grace_day() -> None:
    assert accept(awarded(), now=LAPSES_AT - MILLISECOND).state is NoticeState.CONTRACTING
    with pytest.raises(Conflict) as refusal:
        accept(awarded(), now=LAPSES_AT)
    assert refusal.value.code == "acceptance-lapsed"


def test_a_winner_that_was_put_out_meanwhile_cannot_accept() -> None:
    with pytest.raises(Conflict) as refusal:
        accept(awarded(), result=OUT)

    assert refusal.value.code == "winner-out"


@pytest.mark.parametrize(
    "actor", [AGENT, person("x", Role.AGENCY_AGENT, RESERVE), person("x", Role.SUPERVISOR, AGENCY)]
)
def test_only_the_winner_answers(actor: Actor) -> None:
    with pytest.raises(Forbidden):
        accept(awarded(), actor)
    with pytest.raises(Forbidden):
        abandon(awarded(), then(SECOND), actor)


def test_two_working_days_then_a_warning_then_one_more_day() -> None:
    notice = awarded()
    due = next_due(notice)
    assert due is not None
    assert (due.kind, due.at) == ("acceptance-warning", china(2026, 3, 24))
    with pytest.raises(Conflict):
        acceptance.warn(notice, due.at - MILLISECOND)

    warned = acceptance.warn(notice, due.at).state
    again = next_due(warned)

    assert again is not None
    assert (again.kind, again.at) == ("acceptance-timeout", LAPSES_AT)
    with pytest.raises(Conflict) as refusal:
        acceptance.warn(warned, due.at)
    assert refusal.value.code == "already-warned"


def test_silence_is_an_abandonment() -> None:
    with pytest.raises(Conflict):
        substitution.lapse(awarded(), then(SECOND), LAPSES_AT - MILLISECOND, rules(), CALENDAR)

    notice = substitution.lapse(awarded(), then(SECOND), LAPSES_AT, rules(), CALENDAR).state

    assert notice.state is NoticeState.PUBLICITY
    assert [(left.candidate.uscc, left.code) for left in notice.dropouts] == [(AGENCY, "acceptance-lapsed")]


@pytest.mark.parametrize("stage", [in_publicity, awarded, lambda: accept(awarded())])
def test_the_next_reserve_goes_into_publicity_anew(stage: Callable[[], Notice]) -> None:
    notice = abandon(stage(), then(SECOND))

    assert notice.state is NoticeState.PUBLICITY
    assert notice.selection is not None
    assert notice.publicity is not None
    assert notice.selection.winner == SECOND
    assert (notice.publicity.round, notice.publicity.since) == (2, THURSDAY)
    assert notice.publicity.ends_at == china(2026, 3, 25)
    assert notice.award is None


def test_a_substitute_is_awarded_in_its_turn() -> None:
    notice = give(abandon(awarded(), then(SECOND)), now=china(2026, 3, 25))

    assert notice.award is not None
    assert notice.award.winner == SECOND


def test_without_a_reserve_the_notice_fails() -> None:
    notice = abandon(awarded(), then(None))

    assert notice.state is NoticeState.FAILED
    assert notice.ending is not None
    assert notice.ending.code is FailureCode.NO_RESERVE


def test_those_passed_over_are_named_with_their_reason() -> None:
    decision = substitution.replace_winner(
        in_publicity(), OUT, then(LAST, Passed(SECOND, OUT)), THURSDAY, rules(), CALENDAR
    )

    assert [(left.candidate.uscc, left.code) for left in decision.state.dropouts] == [
        (AGENCY, "ineligible"),
        (RESERVE, "ineligible"),
    ]
    assert decision.event.data["passed_over"] == [RESERVE]
    assert decision.event.data["gates"] == ["listing-active"]


def test_a_winner_against_whom_nothing_speaks_is_not_replaced() -> None:
    with pytest.raises(Conflict) as refusal:
        substitution.replace_winner(in_publicity(), STANDS, then(SECOND), THURSDAY, rules(), CALENDAR)

    assert refusal.value.code == "winner-stands"


def test_a_reserve_stands_behind_the_winner() -> None:
    with pytest.raises(ValueError, match="behind"):
        abandon(awarded(), then(Candidate(RESERVE, 1)))


def test_giving_up_needs_a_reason() -> None:
    with pytest.raises(Invalid):
        abandon(awarded(), then(SECOND), reason=" ")


def test_nobody_gives_up_what_was_not_won() -> None:
    with pytest.raises(Conflict):
        abandon(opened(), then(SECOND))


def test_an_owner_who_refuses_ends_the_notice_with_a_reason() -> None:
    notice = acceptance.refuse_by_owner(awarded(), "项目资金未落实", ADMIN, THURSDAY, rules()).state

    assert notice.ending is not None
    assert notice.ending.code is FailureCode.OWNER_REFUSED
    with pytest.raises(Forbidden):
        acceptance.refuse_by_owner(awarded(), "项目资金未落实", AGENT, THURSDAY, rules())
    with pytest.raises(Conflict):
        acceptance.refuse_by_owner(in_publicity(), "项目资金未落实", ADMIN, THURSDAY, rules())


@given(st.lists(st.booleans(), max_size=30), st.integers(0, 30))
def test_the_walk_finds_the_first_that_still_passes_and_names_all_before(
    standing: list[bool], after_rank: int
) -> None:
    order = [Candidate(f"A{rank}", rank) for rank in range(1, len(standing) + 1)]
    looked: list[int] = []

    def look(candidate: Candidate) -> Recheck:
        looked.append(candidate.rank)
        return STANDS if standing[candidate.rank - 1] else OUT

    found = next_reserve(iter(order), after_rank, look)

    expected = next((one for one in order if one.rank > after_rank and standing[one.rank - 1]), None)
    assert found.candidate == expected
    assert all(rank > after_rank for rank in looked)
    assert [one.candidate.rank for one in found.passed_over] == [
        rank for rank in looked if not standing[rank - 1]
    ]
    assert expected is None or looked[-1] == expected.rank


def test_an_order_out_of_order_is_refused() -> None:
    with pytest.raises(ValueError, match="ascends"):
        next_reserve([LAST, SECOND], 0, lambda _: OUT)
