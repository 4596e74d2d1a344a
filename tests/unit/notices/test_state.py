"""The table of moves: docs/rules.md §2.1."""

import pytest

from chalicelib.domain.marketplace.notices.state import NOTICE, NoticeState
from chalicelib.kernel.errors import Conflict

S = NoticeState
PAIRS_OF_THE_RULE = {
    (S.DRAFT, S.REVIEWING),
    (S.REVIEWING, S.DRAFT),
    (S.REVIEWING, S.PUBLISHED),
    (S.REVIEWING, S.WITHDRAWN),
    (S.PUBLISHED, S.WITHDRAWN),
    (S.PUBLISHED, S.REG_CLOSED),
    (S.REG_CLOSED, S.FAILED),
    (S.REG_CLOSED, S.SELECTING),
    (S.SELECTING, S.PENDING_OWNER),
    (S.SELECTING, S.PUBLICITY),
    (S.SELECTING, S.FAILED),
    (S.PENDING_OWNER, S.PUBLICITY),
    (S.PENDING_OWNER, S.FAILED),
    (S.PENDING_OWNER, S.SELECTING),  # ADR 0041: a tie of totals is drawn
    (S.PUBLICITY, S.AWARDED),
    (S.PUBLICITY, S.FAILED),
    (S.PUBLICITY, S.SUSPENDED),
    (S.AWARDED, S.SUSPENDED),
    (S.SUSPENDED, S.PUBLICITY),
    (S.SUSPENDED, S.AWARDED),
    (S.SUSPENDED, S.SELECTING),
    (S.SUSPENDED, S.FAILED),
    (S.AWARDED, S.CONTRACTING),
    (S.AWARDED, S.PUBLICITY),
    (S.CONTRACTING, S.PUBLICITY),
    (S.AWARDED, S.FAILED),
    (S.CONTRACTING, S.FAILED),
    (S.CONTRACTING, S.IN_SERVICE),
    (S.IN_SERVICE, S.RESULT_REVIEW),
    (S.RESULT_REVIEW, S.IN_SERVICE),
    (S.RESULT_REVIEW, S.COMPLETED),
    (S.COMPLETED, S.EVALUATED),
    (S.IN_SERVICE, S.TERMINATED),
    (S.RESULT_REVIEW, S.TERMINATED),
    (S.EVALUATED, S.ARCHIVED),
    (S.FAILED, S.ARCHIVED),
    (S.WITHDRAWN, S.ARCHIVED),
    (S.TERMINATED, S.ARCHIVED),
}
"""Every change of state that §2.1 lists, by hand; moves that stay in their state are not pairs."""

EVENTS = sorted({move.event for move in NOTICE.moves})


def test_there_are_eighteen_states() -> None:
    assert len(NoticeState) == 18


def test_the_table_changes_states_exactly_as_the_rule_says() -> None:
    changes = {
        (move.source, move.target) for move in NOTICE.moves if move.source and move.source != move.target
    }

    assert changes == PAIRS_OF_THE_RULE


@pytest.mark.parametrize("source", [None, *NoticeState])
@pytest.mark.parametrize("target", list(NoticeState))
def test_every_pair_that_is_not_listed_is_refused(source: NoticeState | None, target: NoticeState) -> None:
    listed = {(move.event) for move in NOTICE.moves if (move.source, move.target) == (source, target)}

    for event in EVENTS:
        if event in listed:
            NOTICE.check(source, event, target)
        else:
            with pytest.raises(Conflict) as refusal:
                NOTICE.check(source, event, target)
            assert refusal.value.code == "wrong-state"


def test_only_a_draft_is_born() -> None:
    assert [(move.event, move.target) for move in NOTICE.moves if move.source is None] == [
        ("drafted", S.DRAFT)
    ]


def test_an_archived_notice_never_leaves_and_learns_only_of_payments() -> None:
    assert set(NOTICE.events_from(S.ARCHIVED)) == {"payment_recorded", "payment_received", "payment_overdue"}
    assert {move.target for move in NOTICE.moves if move.source is S.ARCHIVED} == {S.ARCHIVED}


def test_every_state_but_the_first_can_be_reached() -> None:
    reached = {move.target for move in NOTICE.moves}

    assert reached == set(NoticeState)
