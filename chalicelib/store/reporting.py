"""The reporting table: markers, list cards and counts of each generation (design §1, §3).

Rows are disposable and keyed by generation. A batch commits each aggregate's row (condition: its
sequence number is the one that was read) with its list cards and the summed counter deltas of the
batch, so that a record seen twice, late or in pieces cannot change a figure. A batch that does not fit
one transaction notes what its parts owe the counters and settles it at the end: a counter is written once
a batch, not once a transaction (ADR 0009).
"""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.kernel.canonical import canonical_json
from chalicelib.store import keys
from chalicelib.store.connection import pause
from chalicelib.store.generations import Generations
from chalicelib.store.tables import ReportingItem
from chalicelib.store.writes import ConcurrentChangeError, Write, commit
from chalicelib.usecases.projection_ports import (
    CardChange,
    CatalogueChange,
    RowChange,
    RowsMovedError,
    StoredRow,
)

TRANSACTION = 100
"""Items of one TransactWriteItems (DynamoDB API reference)."""

ROUNDS = 64
"""How many transactions, its own or a rival's, a settling may take before it gives up."""

FALL_OUT_OF_STEP = 3
"""Two projectors that met wait up to 80 ms before they read again."""


class ReportingStore(Generations):
    """Reads and commits reporting rows of one generation at a time."""

    def rows(self, generation: int, ids: Sequence[tuple[str, str]]) -> dict[tuple[str, str], StoredRow]:
        """Return the rows of aggregates (kind, id), read consistently; an absent one has seq 0."""
        by_key = {keys.row(generation, kind, identifier): (kind, identifier) for kind, identifier in ids}
        found = {
            by_key[item.pk]: StoredRow(int(item.seq or 0), json.loads(item.data or "{}"))
            for item in self._model.batch_get([(key, keys.ROOT) for key in by_key], consistent_read=True)
        }
        return {pair: found.get(pair, StoredRow(0, {})) for pair in ids}

    def commit(
        self,
        generation: int,
        changes: Sequence[RowChange],
        deltas: Mapping[tuple[str, str], int],
        *,
        later: bool = False,
    ) -> None:
        """Commit rows, cards and counter deltas as one transaction.

        With `later` the deltas are noted in it as owed, and `settle` adds what several of them owe at once.

        Raises:
            RowsMovedError: when another projector was first; read again.
        """
        writes = [write for change in changes for write in self._row_writes(generation, change)]
        owing = {key: delta for key, delta in deltas.items() if delta}
        if later and owing:
            writes.append(self._note(generation, owing))
        else:
            writes += self._count_writes(generation, owing)
        try:
            commit(self._tables, writes, lambda: self._landed(generation, changes))
        except ConcurrentChangeError as error:
            pause(FALL_OUT_OF_STEP)
            raise RowsMovedError from error

    def settle(self, generation: int) -> None:
        """Add to the counters what earlier transactions owe them, each note once, whoever settles it.

        Raises:
            RowsMovedError: when another projector was first every time.
        """
        for _ in range(ROUNDS):
            notes = self._notes(generation)
            if not notes:
                return
            deltas = _sum(notes)
            writes = [Write("delete", note, self._model.pk.exists(), _moved) for note in notes]
            writes += self._count_writes(generation, {key: delta for key, delta in deltas.items() if delta})
            try:
                commit(self._tables, writes, lambda: False)
            except ConcurrentChangeError:
                pause(FALL_OUT_OF_STEP)
        raise RowsMovedError

    def _note(self, generation: int, owing: Mapping[tuple[str, str], int]) -> Write:
        item = self._model(keys.owed(generation), uuid4().hex)
        item.data = canonical_json([[*key, delta] for key, delta in sorted(owing.items())])
        return Write("put", item, None, _moved)

    def _notes(self, generation: int) -> list[ReportingItem]:
        """Return as many notes as one transaction can settle with all their counters."""
        notes: list[ReportingItem] = []
        for note in self._model.query(keys.owed(generation), consistent_read=True, limit=TRANSACTION // 2):
            if notes and len(_sum([*notes, note])) + len(notes) >= TRANSACTION:
                break
            notes.append(note)
        return notes

    def _landed(self, generation: int, changes: Sequence[RowChange]) -> bool:
        """Tell whether all rows stand where they should: whoever moved a row moved its figures with it."""
        rows = self.rows(generation, [(change.kind, change.identifier) for change in changes])
        return all(rows[change.kind, change.identifier].seq >= change.seq for change in changes)

    def _row_writes(self, generation: int, change: RowChange) -> list[Write]:
        model = self._model
        item = model(keys.row(generation, change.kind, change.identifier), keys.ROOT, seq=change.seq)
        item.data = canonical_json(dict(change.row))
        condition = model.seq == change.seq_before if change.seq_before else model.pk.does_not_exist()
        return [
            Write("put", item, condition, _moved),
            *(self._card_write(generation, card) for card in change.cards),
            *(self._catalogue_write(generation, change, listed) for listed in change.catalogue),
        ]

    def _catalogue_write(self, generation: int, change: RowChange, listed: CatalogueChange) -> Write:
        """Put a row beside its catalogue's segments, one that says so where the aggregate is gone from it."""
        partition = keys.catalogue(generation, listed.list_name)
        item = self._model(partition, keys.new_row(listed.key), seq=change.seq)
        data = None if listed.data is None else dict(listed.data)
        item.data = canonical_json({"year": listed.year, "row": data})
        return Write("put", item, None, _moved)

    def _card_write(self, generation: int, card: CardChange) -> Write:
        item = self._model(keys.facet(generation, card.list_name, card.facet), card.sort)
        if card.data is None:
            return Write("delete", item, None, _moved)
        item.data = canonical_json(dict(card.data))
        return Write("put", item, None, _moved)

    def _count_writes(self, generation: int, deltas: Mapping[tuple[str, str], int]) -> list[Write]:
        """Write counts: a facet's with its list's, a figure's with its own cards, its columns as one item."""
        actions: defaultdict[tuple[str, str], list[Action]] = defaultdict(list)
        for (list_name, counted), delta in sorted(deltas.items()):
            place, column = _place_of_count(generation, list_name, counted)
            number: Any = Path([column]) if column else self._model.seq
            actions[place].append(number.add(delta))
        return [
            Write("update", self._model(*place), None, _moved, actions=added)
            for place, added in actions.items()
        ]

    def figures(self, generation: int, list_name: str, facet: str, prefix: str) -> dict[str, dict[str, int]]:
        """Return the figures of a facet that have columns, all or those with a prefix: one Query."""
        begin = self._model.sk.startswith(keys.figure(prefix))
        found = self._model.query(keys.facet(generation, list_name, facet), begin)
        return {item.sk.removeprefix(keys.FIGURE): dict(item.columns) for item in found}

    def counts(self, generation: int, list_name: str, prefix: str = "") -> dict[str, int]:
        """Return the exact counts of a list's facets, all or those with a prefix: one Query."""
        condition: Any = self._model.sk.startswith(prefix) if prefix else None
        found = self._model.query(keys.counts(generation, list_name), condition)
        return {item.sk: int(item.seq or 0) for item in found}


def _place_of_count(generation: int, list_name: str, counted: str) -> tuple[tuple[str, str], str]:
    """Return where a count lies, and in which column of a figure.

    A facet's count lies among its list's, a figure (`facet!name` or `facet!name:column`) among its cards.
    """
    facet, mark, figure = counted.partition(keys.FIGURE)
    if not mark:
        return (keys.counts(generation, list_name), facet), ""
    name, _, column = figure.partition(keys.COLUMN)
    return (keys.facet(generation, list_name, facet), keys.figure(name)), column


def _moved() -> ConcurrentChangeError:
    return ConcurrentChangeError()


def _sum(notes: Sequence[ReportingItem]) -> Counter[tuple[str, str]]:
    total: Counter[tuple[str, str]] = Counter()
    for note in notes:
        total.update({(list_name, facet): delta for list_name, facet, delta in json.loads(str(note.data))})
    return total
