"""The table of evaluation.md §2.3, written down again by hand, and every pair that is not in it."""

from itertools import product

import pytest

from chalicelib.domain.satisfaction.work_orders.appeal_states import APPEAL, AppealState
from chalicelib.domain.satisfaction.work_orders.states import ORDER, OrderState
from chalicelib.kernel.errors import Conflict
from tests.factories.work_orders import HOUR, IN_EVERY_STATE, MONDAY
from tests.unit.satisfaction.orders.commands import MOVES

S, A = OrderState, AppealState

PAIRS: dict[OrderState | None, set[OrderState]] = {
    None: {S.CREATED},
    S.CREATED: {S.DISPATCHED, S.ANNULLED},
    S.DISPATCHED: {S.SIGNED, S.RETURN_REQUESTED, S.ANNULLED},
    S.RETURN_REQUESTED: {S.DISPATCHED, S.SIGNED, S.ANNULLED},
    S.SIGNED: {S.RETURN_REQUESTED, S.CONTACTED, S.CONTACT_FAILED, S.VERIFIED, S.ANNULLED},
    S.CONTACTED: {S.VERIFIED, S.ANNULLED},
    S.CONTACT_FAILED: {S.VERIFIED, S.ANNULLED},
    S.VERIFIED: {S.RECTIFYING, S.EXPLAINED, S.ANNULLED},
    S.RECTIFYING: {S.RECTIFIED, S.ANNULLED},
    S.EXPLAINED: {S.RECTIFIED, S.ANNULLED},
    S.RECTIFIED: {S.FEEDBACK_SENT, S.CLOSED_OK, S.REOPENED, S.CLOSED_UNRESOLVED, S.ANNULLED},
    S.FEEDBACK_SENT: {S.RECTIFIED, S.REVISITED, S.CLOSED_OK, S.ANNULLED},
    S.REVISITED: {S.CLOSED_OK, S.CLOSED_UNRESOLVED, S.REOPENED, S.ANNULLED},
    S.REOPENED: {S.RECTIFYING, S.ANNULLED},
    S.CLOSED_OK: set(),
    S.CLOSED_UNRESOLVED: set(),
    S.ANNULLED: {
        S.CREATED, S.DISPATCHED, S.RETURN_REQUESTED,
        S.SIGNED, S.CONTACTED, S.CONTACT_FAILED, S.VERIFIED, S.RECTIFYING, S.EXPLAINED, S.RECTIFIED,
        S.FEEDBACK_SENT, S.REVISITED, S.REOPENED,
    },
}  # fmt: skip
"""Every change of state; steps that stay in their state are no pairs.

An annulled order goes on only by the last word of its appeal, or of the review of its rating.
"""

APPEAL_PAIRS: dict[AppealState | None, set[AppealState]] = {
    None: {A.SUBMITTED},
    A.SUBMITTED: {A.UNDER_REVIEW, A.DECLINED},
    A.DECLINED: {A.SUBMITTED},
    A.UNDER_REVIEW: {A.UPHELD_UNIT, A.REJECTED},
    A.UPHELD_UNIT: {A.OBJECTED},
    A.REJECTED: set(),
    A.OBJECTED: {A.FINAL},
    A.FINAL: set(),
}


@pytest.mark.parametrize(("source", "target"), list(product((None, *S), S)))
def test_every_pair_of_states_that_is_not_listed_is_refused(
    source: OrderState | None, target: OrderState
) -> None:
    listed = {move.event for move in ORDER.moves if (move.source, move.target) == (source, target)}

    if source != target:
        assert bool(listed) is (target in PAIRS[source])
    for event in {move.event for move in ORDER.moves} - listed:
        with pytest.raises(Conflict, match="wrong-state"):
            ORDER.check(source, event, target)


@pytest.mark.parametrize(("source", "target"), list(product((None, *A), A)))
def test_every_pair_of_the_appeal_that_is_not_listed_is_refused(
    source: AppealState | None, target: AppealState
) -> None:
    listed = any((move.source, move.target) == (source, target) for move in APPEAL.moves)

    assert source == target or listed is (target in APPEAL_PAIRS[source])


@pytest.mark.parametrize("state", list(S))
def test_the_factory_knows_an_order_in_every_state(state: OrderState) -> None:
    assert IN_EVERY_STATE[state]().state is state


@pytest.mark.parametrize(("state", "event"), list(product(S, MOVES)))
def test_a_command_that_is_not_for_the_state_is_refused_and_one_that_is_follows_the_table(
    state: OrderState, event: str
) -> None:
    order = IN_EVERY_STATE[state]()

    try:
        after = MOVES[event](order, MONDAY + HOUR)
    except Conflict:
        return

    assert event in set(ORDER.events_from(state))
    ORDER.check(state, after.event.type.removeprefix("order."), after.state.state)


def test_every_event_of_the_table_has_a_command_or_comes_with_time_a_text_a_note_or_the_appeal() -> None:
    by_itself = {
        "created",
        "contact_stopped",
        "contact_failed",
        "feedback_failed",
        "revisit_corrected",
        "appeal_upheld",
        "appeal_overturned",
    }

    assert {move.event for move in ORDER.moves} == MOVES.keys() | by_itself
