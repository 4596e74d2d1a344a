"""Generations of the reporting table: which one is read, which one is built, are they the same (design §1).

Only the operator's rebuild command reads or deletes whole generations.
"""

import json

from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.store import keys
from chalicelib.store.tables import Tables
from chalicelib.usecases.projection_ports import Comparison

Dumped = tuple[int | None, str | None]
NONE: Dumped = (None, None)
"""Number and data of a row that is not there."""


class Generations:
    """The pointer and the generations it may point to."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._tables, self._model = tables, tables.reporting

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

        A counter at zero is the same as none. Catalogues are left out: what they hold is compared, not how
        much of it lies in segments (`projections/rebuild.py`). This and
        `drop_all_but` belong to the operator's rebuild command, the one place that reads the whole table.
        """
        prefix = keys.generation_prefix(generation)
        rows: dict[tuple[str, str], Dumped] = {}
        for item in self._model.scan(self._model.pk.startswith(prefix), consistent_read=True):
            columns = {name: count for name, count in item.columns.items() if count}
            if (item.data or item.seq or columns) and not item.pk.startswith(prefix + keys.CATALOGUE):
                seq = None if item.seq is None else int(item.seq)
                rows[item.pk.removeprefix(prefix), item.sk] = (
                    seq,
                    canonical_json(columns) if columns else item.data,
                )
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
