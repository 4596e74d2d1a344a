"""The table of §2.2: what it lists is possible, everything else is refused."""

from datetime import timedelta
from itertools import product

import pytest

from chalicelib.domain.marketplace.agencies.agency import Standing, move
from chalicelib.domain.marketplace.agencies.states import LISTING, ListingState
from chalicelib.kernel.errors import Conflict
from tests.factories.agencies import OPENED_AT, admission_in

S = ListingState
RULES = {
    (None, S.DRAFT),
    (S.DRAFT, S.FORM_CHECK),
    (S.FORM_CHECK, S.DRAFT),
    (S.FORM_CHECK, S.DEPT_REVIEW),
    (S.DEPT_REVIEW, S.ACTIVE),
    (S.DEPT_REVIEW, S.REJECTED),
    (S.ACTIVE, S.ACTIVE),
    (S.ACTIVE, S.RESTRICTED),
    (S.ACTIVE, S.SUSPENDED),
    (S.SUSPENDED, S.ACTIVE),
    (S.RESTRICTED, S.ACTIVE),
    (S.REJECTED, S.DRAFT),
    (S.REMOVED, S.DRAFT),
    (S.ACTIVE, S.REMOVED),
    (S.SUSPENDED, S.REMOVED),
    (S.RESTRICTED, S.REMOVED),
    (S.REMOVED, S.ACTIVE),
    (S.ACTIVE, S.WITHDRAWN),
} | {pair for state in S if state is not S.BLOCKED for pair in ((state, S.BLOCKED), (S.BLOCKED, state))}
"""docs/rules.md §2.2, row by row."""

EVENTS = sorted({one.event for one in LISTING.moves})


def test_the_table_is_the_rule_books():
    assert {(one.source, one.target) for one in LISTING.moves} == RULES


@pytest.mark.parametrize(("source", "target"), list(product(S, S)))
def test_every_pair_that_is_not_listed_is_refused(source, target):
    for event in EVENTS:
        admission = admission_in(source)
        at = OPENED_AT + timedelta(days=1)

        if LISTING.allows(source, event, target):
            assert move(admission, event, Standing(target), at).state is target
        else:
            with pytest.raises(Conflict, match="wrong-state"):
                move(admission, event, Standing(target), at)


def test_only_a_department_admits_restores_suspends_and_removes():
    deciding = {"approved", "rejected", "restored", "suspended", "removed"}

    assert {one.actor for one in LISTING.moves if one.event in deciding} == {"department"}
