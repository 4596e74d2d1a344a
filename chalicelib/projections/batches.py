"""Packs row changes into transactions of at most a hundred items (design §1).

One transaction with its counters when everything fits. Otherwise rows and cards in several, each with one
note of what it owes the counters, and the counters once at the end.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from chalicelib.kernel.records import dataclass
from chalicelib.projections.rows import place_of
from chalicelib.usecases.projection_ports import RowChange

TRANSACTION = 100
"""Items of one TransactWriteItems (DynamoDB API reference)."""

NOTED = TRANSACTION - 2
"""Counters that one note may name: settling it is a transaction of the note and its counters."""

Deltas = Counter[tuple[str, str]]
Change = tuple[RowChange, Deltas]


@dataclass(frozen=True, slots=True)
class Batch:
    """One transaction's rows with their cards, and what they change in the counters together."""

    changes: Sequence[RowChange]
    deltas: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Plan:
    """The transactions of a round; `settles` tells that their counters come at the end."""

    batches: tuple[Batch, ...]
    settles: bool


def plan_batches(changes: Sequence[Change]) -> Plan:
    """Pack changes; those that touch the same counters lie together, which keeps the notes short."""
    whole = _batch(changes)
    if _items(changes) + len({place_of(key) for key in whole.deltas}) <= TRANSACTION:
        return Plan((whole,) if changes else (), settles=False)
    alike = sorted(changes, key=lambda change: sorted(_touched(change)))
    return Plan(tuple(_batch(group) for group in _groups(alike)), settles=True)


def _groups(changes: Sequence[Change]) -> Iterator[Sequence[Change]]:
    group: list[Change] = []
    counters: set[tuple[str, str]] = set()
    for change in changes:
        joined = counters | _touched(change)
        if group and (_items([*group, change]) >= TRANSACTION or len(joined) > NOTED):
            yield group
            group, joined = [], _touched(change)
        group, counters = [*group, change], joined
    yield group


def _items(changes: Sequence[Change]) -> int:
    return sum(1 + len(change.cards) + len(change.catalogue) for change, _ in changes)


def _touched(change: Change) -> set[tuple[str, str]]:
    return {place_of(key) for key, delta in change[1].items() if delta}


def _batch(changes: Sequence[Change]) -> Batch:
    total = Deltas()
    for _, deltas in changes:
        total.update(deltas)
    return Batch([change for change, _ in changes], {key: delta for key, delta in total.items() if delta})
