from collections import Counter

import pytest

from chalicelib.projections.batches import NOTED, TRANSACTION, Change, Deltas, plan_batches
from chalicelib.usecases.projection_ports import CardChange, RowChange


def change(number: int, cards: int = 0, **deltas: int) -> Change:
    """Return one row's change with so many cards, touching counters by name."""
    shown = tuple(CardChange("list", "all", f"{number}-{place}", {}) for place in range(cards))
    row = RowChange("notice", f"n_{number:03d}", 0, 1, {}, shown)
    return row, Deltas({("list", name): delta for name, delta in deltas.items()})


def test_nothing_to_change_is_no_transaction() -> None:
    assert plan_batches([]).batches == ()


def test_what_fits_one_transaction_is_one_with_its_counters() -> None:
    plan = plan_batches([change(number, all=1) for number in range(TRANSACTION - 1)])

    assert not plan.settles
    (batch,) = plan.batches
    assert batch.deltas == {("list", "all"): TRANSACTION - 1}


def test_what_does_not_fit_is_split_and_settles_at_the_end() -> None:
    plan = plan_batches([change(number, all=1) for number in range(TRANSACTION)])

    assert plan.settles
    assert [len(batch.changes) for batch in plan.batches] == [TRANSACTION - 1, 1]


@pytest.mark.parametrize("cards", [0, 1, 9, 30, 98])
def test_no_transaction_has_more_than_a_hundred_items_and_nothing_is_lost(cards: int) -> None:
    changes = [change(number, cards, all=1, **{f"owner{number % 7}": 1}) for number in range(150)]

    plan = plan_batches(changes)

    total: Counter[tuple[str, str]] = Counter()
    for batch in plan.batches:
        items = sum(1 + len(each.cards) for each in batch.changes)
        assert items + (1 if plan.settles else len(batch.deltas)) <= TRANSACTION
        total.update(batch.deltas)
    assert sorted(each.identifier for batch in plan.batches for each in batch.changes) == [
        f"n_{number:03d}" for number in range(150)
    ]
    assert total == {("list", "all"): 150} | {
        ("list", f"owner{owner}"): len(range(owner, 150, 7)) for owner in range(7)
    }


def test_no_note_owes_more_counters_than_one_settling_can_write() -> None:
    changes = [change(number, **{f"owner{number}": 1}) for number in range(120)]

    assert max(len(batch.deltas) for batch in plan_batches(changes).batches) <= NOTED


def test_changes_that_touch_the_same_counters_lie_together() -> None:
    changes = [change(number, 9, **{f"type{number % 2}": 1}) for number in range(18)]

    assert [len(batch.deltas) for batch in plan_batches(changes).batches] == [1, 1]


def test_deltas_that_cancel_each_other_out_are_not_written() -> None:
    plan = plan_batches([change(1, waiting=1), change(2, waiting=-1)])

    assert plan.batches[0].deltas == {}
