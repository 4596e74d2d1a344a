"""Catalogues (design §3, ADR 0055): one partition a list and generation, segments in S3, rows in memory.

A page is one Query: the partition holds the newest rows and, sorted behind them, the pointer to the segments.
A row is deleted only after the pointer to a segment that holds it was written, so whoever reads rows before
pointer misses none. Segments are decoded once a process and kept as long as a pointer names them.
"""

import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pynamodb.exceptions import DeleteError, PutError

from chalicelib.domain.marketplace.catalogues.entries import Entry, NewRow, Rows, read_segment, write_segment
from chalicelib.kernel.canonical import canonical_json
from chalicelib.store import keys
from chalicelib.store.generations import Generations
from chalicelib.store.lists import Lists
from chalicelib.store.tables import ReportingItem, Tables
from chalicelib.usecases.catalogue_ports import SegmentFiles, Segments, Shelf

Decoded = Mapping[str, Entry]


class CatalogueShelves:
    """What the compaction and the rebuild do with catalogues."""

    def __init__(self, tables: Tables, files: SegmentFiles) -> None:
        """Use a process's tables and the place of the segments."""
        self._model, self._generations, self._files = tables.reporting, Generations(tables), files

    def generation(self) -> tuple[int, int | None]:
        """Return the generation in use and the one being rebuilt."""
        return self._generations.generation()

    def look(self, generation: int, name: str) -> Shelf:
        """Return a catalogue: the pointer first, then the rows beside it, each consistently.

        In this order a row can only be newer than the segments, never older, and may be folded over them.
        """
        partition, model = keys.catalogue(generation, name), self._model
        pointer = next(iter(model.query(partition, model.sk == keys.SEGMENTS, consistent_read=True)), None)
        beside = model.query(partition, model.sk.startswith(keys.NEW_ROW), consistent_read=True)
        version, segments = _pointed(pointer)
        return Shelf(version, segments, tuple(map(_new_row, beside)))

    def segment(self, name: str) -> Rows:
        """Return the rows of a segment."""
        return _read(name, self._files)

    def keep(self, rows: Rows) -> str:
        """Put a segment where there is none of its name; return the name."""
        name, text = write_segment(rows)
        self._files.put(name, zlib.compress(text.encode()))
        return name

    def point(self, generation: int, name: str, version: int, segments: Segments) -> bool:
        """Move a catalogue's pointer on; False when it is no longer the one that was seen."""
        model = self._model
        item = model(keys.catalogue(generation, name), keys.SEGMENTS, seq=version + 1)
        item.data = canonical_json(dict(segments))
        seen: Any = model.seq == version if version else model.pk.does_not_exist()
        try:
            item.save(condition=seen)
        except PutError as error:
            if error.cause_response_code == CONDITION_FAILED:
                return False
            raise
        return True

    def drop(self, generation: int, name: str, news: Sequence[NewRow]) -> None:
        """Delete rows that the segments hold, each only if it has not been written anew."""
        model = self._model
        for new in news:
            item = model(keys.catalogue(generation, name), keys.new_row(new.key))
            try:
                item.delete(condition=model.seq == new.seq)
            except DeleteError as error:
                if error.cause_response_code != CONDITION_FAILED:
                    raise


CONDITION_FAILED = "ConditionalCheckFailedException"


class Catalogues:
    """The rows of the generation in use, for the pages."""

    def __init__(self, tables: Tables, files: SegmentFiles, lists: Lists) -> None:
        """Use a process's tables, the place of the segments, and whoever knows the generation in use."""
        self._model, self._files, self._lists = tables.reporting, files, lists
        self._kept: dict[str, dict[str, Decoded]] = {}

    def entries(self, name: str) -> Iterable[Entry]:
        """Return every row of a catalogue, in no order: one Query, and what is new in S3."""
        items = list(self._model.query(keys.catalogue(self._lists.generation(), name)))
        pointer = items.pop() if items and items[-1].sk == keys.SEGMENTS else None
        news = [_new_row(item) for item in items]
        newer = {new.key for new in news}
        make = _entry_of(name)
        rows = [make(new.key, new.data) for new in news if new.data is not None]
        for segment in self._decoded(name, _pointed(pointer)[1]):
            rows += (
                [entry for key, entry in segment.items() if key not in newer] if newer else segment.values()
            )
        return rows

    def _decoded(self, name: str, segments: Segments) -> Iterable[Decoded]:
        """Return segments as they are searched, from memory where they are known; forget superseded ones."""
        known = self._kept.get(name, {})
        make = _entry_of(name)
        found: dict[str, Decoded] = {}
        for segment in segments.values():
            if segment in known:
                found[segment] = known[segment]
            else:
                rows = _read(segment, self._files)
                found[segment] = {key: make(key, data) for key, data in rows.items()}
        self._kept[name] = found
        return found.values()


def _entry_of(name: str) -> Callable[[str, Mapping[str, Any]], Entry]:
    """Return what makes an entry of a catalogue; what a catalogue shows is imported when one is read."""
    from chalicelib.domain.marketplace.catalogues.definitions import CATALOGUES

    return CATALOGUES[name].entry


def _read(name: str, files: SegmentFiles) -> Rows:
    return read_segment(name, zlib.decompress(files.get(name)).decode())


def _pointed(item: ReportingItem | None) -> tuple[int, Segments]:
    return (0, {}) if item is None else (int(item.seq or 0), json.loads(item.data or "{}"))


def _new_row(item: ReportingItem) -> NewRow:
    stored = json.loads(item.data or "{}")
    return NewRow(item.sk.removeprefix(keys.NEW_ROW), int(item.seq or 0), stored["year"], stored["row"])
