"""The table of evaluation.md §2.7, written down again by hand, and every pair that is not in it."""

from itertools import product

import pytest

from chalicelib.domain.satisfaction.hotline.states import ITEM, ItemState
from chalicelib.kernel.errors import Conflict
from tests.factories.hotline import IN_EVERY_STATE

S = ItemState
PAIRS: dict[ItemState | None, set[ItemState]] = {
    None: {S.RECEIVED},
    S.RECEIVED: {S.ANSWERED, S.DISPATCHED},
    S.ANSWERED: {S.REOPENED},
    S.DISPATCHED: {S.RETURNED, S.REPLIED},
    S.RETURNED: {S.DISPATCHED},
    S.REPLIED: {S.SATISFIED, S.UNSATISFIED, S.UNREACHED, S.CLOSED},
    S.SATISFIED: {S.UNSATISFIED, S.CLOSED},
    S.UNSATISFIED: {S.SATISFIED, S.DISPATCHED, S.CLOSED},
    S.UNREACHED: {S.SATISFIED, S.UNSATISFIED, S.CLOSED},
    S.CLOSED: {S.REOPENED},
    S.REOPENED: {S.DISPATCHED},
}


@pytest.mark.parametrize(("source", "target"), list(product((None, *S), S)))
def test_every_pair_of_states_that_is_not_listed_is_refused(
    source: ItemState | None, target: ItemState
) -> None:
    listed = {move.event for move in ITEM.moves if (move.source, move.target) == (source, target)}

    if source != target:
        assert bool(listed) is (target in PAIRS[source])
    for event in {move.event for move in ITEM.moves} - listed:
        with pytest.raises(Conflict, match="wrong-state"):
            ITEM.check(source, event, target)


@pytest.mark.parametrize("state", list(S))
def test_the_factory_knows_an_item_in_every_state(state: ItemState) -> None:
    assert IN_EVERY_STATE[state]().state is state
