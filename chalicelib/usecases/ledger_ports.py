"""The ledger by days and by chains, as whoever closes or audits a day reads it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.digests import ChainHead
    from chalicelib.domain.ledger import Entry, Head


class LedgerDays(Protocol):
    """The ledger as the auditor reads it, and the one chain he writes."""

    def entries_of(self, day: date) -> Iterator[ChainHead]:
        """Yield number and hash of every entry of a day, by the ledger's index."""

    def chain(self, aggregate: str) -> Mapping[int, Entry]:
        """Return an aggregate's entries by their place, consistently, whatever they hold."""

    def last(self, aggregate: str) -> Entry | None:
        """Return the last entry of a chain, consistently, or None."""

    def stored(self, aggregates: Sequence[str]) -> Mapping[str, tuple[Head, str]]:
        """Return head and state hash of what is stored now of each aggregate, consistently."""

    def append(self, entry: Entry) -> bool:
        """Put an entry where none is; False when its place is taken by another."""
