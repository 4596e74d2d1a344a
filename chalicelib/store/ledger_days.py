"""The ledger by day and by chain, as the daily digest and the auditor read it (implements audit_ports)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from chalicelib.domain.digests import ChainHead
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.store import keys, ledger_items
from chalicelib.store.aggregates import head_of, place_of, stored_text
from chalicelib.store.batch import batch_get
from chalicelib.store.tables import Tables
from chalicelib.store.writes import ConcurrentChangeError, Write, commit

if TYPE_CHECKING:
    from chalicelib.domain.ledger import Entry, Head

NOWHERE = 10**12
"""The place of an entry whose sort key is no number: behind every number there can be."""


class LedgerDays:
    """Reads days through the index, chains from the table, and appends to the chain of digests."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._tables, self._model = tables, tables.ledger

    def entries_of(self, day: date) -> Iterator[ChainHead]:
        """Yield number and hash of every entry of a day; the index is a moment behind the table."""
        index: Any = self._model.day  # type: ignore[attr-defined]
        for item in index.query(keys.day(day)):
            yield ChainHead(item.pk, int(item.seq or 0), item.hash)

    def chain(self, aggregate: str) -> dict[int, Entry]:
        """Return an aggregate's entries by their place, read consistently, whatever they hold."""
        found = self._model.query(aggregate, consistent_read=True)
        return {_place(item.sk): ledger_items.from_item(item) for item in found}

    def last(self, aggregate: str) -> Entry | None:
        """Return the last entry of a chain, read consistently, or None."""
        found = self._model.query(aggregate, consistent_read=True, scan_index_forward=False, limit=1)
        return next((ledger_items.from_item(item) for item in found), None)

    def stored(self, aggregates: Sequence[str]) -> dict[str, tuple[Head, str]]:
        """Return head and state hash of what is stored now of each aggregate, consistently."""
        places = [(name, place_of(self._tables, name)) for name in aggregates]
        known = [(name, place) for name, place in places if place is not None]
        wanted = [place for _, place in known]
        found = zip(known, batch_get(self._tables, wanted, consistent=True), strict=True)
        return {name: (head_of(item), sha256_hex(stored_text(item))) for (name, _), item in found if item}

    def append(self, entry: Entry) -> bool:
        """Put an entry where none is; False when its place is taken by another."""
        unit = uuid4().hex
        item = ledger_items.to_item(self._model, entry, unit)
        write = Write("put", item, self._model.pk.does_not_exist(), lambda: ConcurrentChangeError())
        try:
            commit(self._tables, [write], lambda: ledger_items.wrote(self._model, entry, unit))
        except ConcurrentChangeError:
            return False
        return True


def _place(sort: str) -> int:
    return int(sort) if sort.isascii() and sort.isdigit() else NOWHERE
