"""The reporting table: markers, list cards and counts of each generation (design §1, §3).

Rows are disposable and keyed by generation. A batch commits each aggregate's row (condition: its
sequence number is the one that was read) with its list cards and the summed counter deltas of the
batch, so that a record seen twice, late or in pieces cannot change a figure.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.store import keys
from chalicelib.store.connection import pause
from chalicelib.store.tables import Tables
from chalicelib.store.writes import ConcurrentChangeError, Write, commit
from chalicelib.usecases.projection_ports import CardChange, Comparison, RowChange, RowsMovedError, StoredRow

FALL_OUT_OF_STEP = 3
"""Two projectors that met wait up to 80 ms before they read again."""

Dumped = tuple[int | None, str | None]
NONE: Dumped = (None, None)
"""Number and data of a row that is not there."""


class ReportingStore:
    """Reads and commits reporting rows of one generation at a time."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._tables, self._model = tables, tables.reporting

    def rows(self, generation: int, ids: Sequence[tuple[str, str]]) -> dict[tuple[str, str], StoredRow]:
        """Return the rows of aggregates (kind, id), read consistently; an absent one has seq 0."""
        by_key = {keys.row(generation, kind, identifier): (kind, identifier) for kind, identifier in ids}
        found = {
            by_key[item.pk]: StoredRow(int(item.seq or 0), json.loads(item.data or "{}"))
            for item in self._model.batch_get([(key, keys.ROOT) for key in by_key], consistent_read=True)
        }
        return {pair: found.get(pair, StoredRow(0, {})) for pair in ids}

    def commit(
        self, generation: int, changes: Sequence[RowChange], deltas: Mapping[tuple[str, str], int]
    ) -> None:
        """Commit rows, cards and counter deltas as one transaction.

        Raises:
            RowsMovedError: when another projector was first; read again.
        """
        writes = [write for change in changes for write in self._row_writes(generation, change)]
        writes += self._count_writes(generation, deltas)
        try:
            commit(self._tables, writes, lambda: self._landed(generation, changes))
        except ConcurrentChangeError as error:
            pause(FALL_OUT_OF_STEP)
            raise RowsMovedError from error

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
            Write("put", item, condition, lambda: ConcurrentChangeError()),
            *(self._card_write(generation, card) for card in change.cards),
        ]

    def _card_write(self, generation: int, card: CardChange) -> Write:
        item = self._model(keys.facet(generation, card.list_name, card.facet), card.sort)
        if card.data is None:
            return Write("delete", item, None, lambda: ConcurrentChangeError())
        item.data = canonical_json(dict(card.data))
        return Write("put", item, None, lambda: ConcurrentChangeError())

    def _count_writes(self, generation: int, deltas: Mapping[tuple[str, str], int]) -> list[Write]:
        """Write counts as one number item a facet below one partition: one Query reads a list's facets."""
        model = self._model
        return [
            Write(
                "update",
                model(keys.counts(generation, list_name), facet),
                None,
                lambda: ConcurrentChangeError(),
                actions=[model.seq.add(delta)],
            )
            for (list_name, facet), delta in sorted(deltas.items())
            if delta
        ]

    def counts(self, generation: int, list_name: str, prefix: str = "") -> dict[str, int]:
        """Return the exact counts of a list's facets, all or those with a prefix: one Query."""
        condition: Any = self._model.sk.startswith(prefix) if prefix else None
        found = self._model.query(keys.counts(generation, list_name), condition)
        return {item.sk: int(item.seq or 0) for item in found}

    def generation(self) -> tuple[int, int | None]:
        """Return the generation in use and the one being rebuilt, if any."""
        try:
            item = self._model.get(keys.GENERATION, keys.ROOT, consistent_read=True)
        except self._model.DoesNotExist:
            return 1, None
        state: dict[str, Json] = json.loads(item.data or "{}")
        return int(item.seq or 1), state.get("building")

    def point(self, generation: int, building: int | None) -> None:
        """Move the pointer: which generation is read, and which one is written beside it."""
        item = self._model(keys.GENERATION, keys.ROOT, seq=generation)
        item.data = canonical_json({"building": building})
        item.save()

    def dump(self, generation: int) -> dict[tuple[str, str], Dumped]:
        """Return every row of a generation without its prefix, for the comparison after a rebuild.

        A counter at zero is the same as none. This and `drop_all_but` belong to the operator's rebuild
        command, the one place that reads the whole table.
        """
        prefix = keys.generation_prefix(generation)
        rows: dict[tuple[str, str], Dumped] = {}
        for item in self._model.scan(self._model.pk.startswith(prefix), consistent_read=True):
            if item.data or item.seq:
                seq = None if item.seq is None else int(item.seq)
                rows[item.pk.removeprefix(prefix), item.sk] = (seq, item.data)
        return rows

    def compare(self, one: int, other: int) -> Comparison:
        """Compare all rows of two generations."""
        old, new = self.dump(one), self.dump(other)
        places = {place for place in old.keys() | new.keys() if old.get(place) != new.get(place)}
        moved = (
            keys.row_owner(partition)
            for partition, sort in places
            if old.get((partition, sort), NONE)[0] != new.get((partition, sort), NONE)[0]
        )
        return Comparison(not places, tuple(sorted(pair for pair in moved if pair is not None)))

    def drop_all_but(self, kept: frozenset[int]) -> int:
        """Delete the rows of all other generations; return how many there were."""
        prefixes = tuple(keys.generation_prefix(generation) for generation in kept)
        dropped = 0
        for item in self._model.scan(consistent_read=True):
            if item.pk != keys.GENERATION and not item.pk.startswith(prefixes):
                item.delete()
                dropped += 1
        return dropped
