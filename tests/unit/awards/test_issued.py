"""Every award that was issued, in order, with what became of it: also where one in between never had any."""

from dataclasses import replace

import pytest

from chalicelib.domain.marketplace.awards import acceptance, substitution
from chalicelib.domain.marketplace.awards.awarding import award
from chalicelib.domain.marketplace.awards.reserves import NextReserve
from chalicelib.domain.marketplace.guards import NO_OBJECTION
from chalicelib.domain.marketplace.notices import withdrawal
from chalicelib.domain.marketplace.notices.facts import Candidate, Ending
from chalicelib.domain.marketplace.notices.issued import issued_awards
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import check_still_open
from chalicelib.domain.marketplace.selection.outcome import FailureCode
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict
from tests.factories.notices import (
    ADMIN,
    AGENT,
    BIDDER,
    CALENDAR,
    CLOSES_AT,
    MONDAY,
    PUBLICITY_ENDS,
    RESERVE,
    STANDS,
    THIRD,
    awarded,
    china,
    in_publicity,
    person,
    published,
    rules,
)

REASON = "人员不足，无法承接这个项目"
LATER = china(2026, 3, 20, 9)
SECOND, LAST = Candidate(RESERVE, 2), Candidate(THIRD, 3)


def leave(notice: Notice, following: Candidate | None) -> Notice:
    assert notice.selection is not None
    actor = person("somebody", Role.AGENCY_AGENT, notice.selection.winner.uscc)
    return substitution.abandon(
        notice, REASON, NextReserve(following, ()), actor, LATER, rules(), CALENDAR
    ).state


def test_one_that_left_before_its_award_issued_none_and_the_next_award_follows_the_last_real_one() -> None:
    in_turn = leave(leave(awarded(), SECOND), LAST)
    again = award(in_turn, "ZX-2", STANDS, NO_OBJECTION, china(2026, 3, 26), rules(), CALENDAR).state

    found = [(one.award_no, one.winner.uscc, one.outcome, one.follows) for one in issued_awards(again)]

    assert found == [("ZX-1", BIDDER.org, "abandoned", None), ("ZX-2", THIRD, "to-accept", "ZX-1")]


def test_nothing_was_issued_before_the_first_award() -> None:
    assert issued_awards(in_publicity()) == ()
    assert issued_awards(leave(in_publicity(), SECOND)) == ()


def test_the_last_award_is_named_once_when_nobody_is_left() -> None:
    (only,) = issued_awards(leave(awarded(), None))

    assert (only.outcome, only.at, only.ended_at, only.reason) == ("abandoned", PUBLICITY_ENDS, LATER, REASON)


def test_the_owners_refusal_ends_an_award_and_keeps_it() -> None:
    refused = acceptance.refuse_by_owner(awarded(), REASON, ADMIN, LATER, rules()).state

    (only,) = issued_awards(refused)

    assert (only.outcome, only.ended_at, only.reason) == ("owner-refused", LATER, REASON)


def test_whatever_else_ends_the_notice_cancels_the_award_and_keeps_it() -> None:
    ended = replace(
        awarded(), state=NoticeState.FAILED, ending=Ending(LATER, "supervisor", FailureCode.COMPLAINT)
    )

    assert [(one.award_no, one.outcome) for one in issued_awards(ended)] == [("ZX-1", "cancelled")]


def test_a_withdrawn_notice_is_withdrawn_once_and_takes_nothing_more() -> None:
    withdrawn = withdrawal.withdraw(published(), REASON, AGENT, MONDAY, rules()).state

    for now in (MONDAY, CLOSES_AT):
        with pytest.raises(Conflict) as again:
            withdrawal.withdraw(withdrawn, REASON, AGENT, now, rules())
        with pytest.raises(Conflict) as late:
            check_still_open(withdrawn, now)
        assert (again.value.code, late.value.code) == ("wrong-state", "notice-withdrawn")
