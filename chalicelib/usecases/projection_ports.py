"""What the projector and the effects router need from the store, and the values they exchange."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from chalicelib.domain.ledger import Entry


class RowsMovedError(Exception):
    """Another projector was first; read the rows again."""


@dataclass(frozen=True, slots=True)
class StoredRow:
    """An aggregate's reporting row: the ledger number it stands at, and its fields."""

    seq: int
    row: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class CardChange:
    """A card to be put into (data) or taken out of (None) one facet of a list."""

    list_name: str
    facet: str
    sort: str
    data: Mapping[str, Json] | None


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """A row of a catalogue: new (data) or gone (None), kept with the year it belongs to."""

    list_name: str
    key: str
    year: str
    data: Mapping[str, Json] | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """An aggregate's next row with everything it changes in the lists."""

    kind: str
    identifier: str
    seq_before: int
    seq: int
    row: Mapping[str, Json]
    cards: tuple[CardChange, ...]
    catalogue: tuple[CatalogueChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two generations side by side; `moved` are the aggregates (kind, id) that stand at different numbers."""

    equal: bool
    moved: tuple[tuple[str, str], ...]


class Reporting(Protocol):
    """The reporting table, a generation at a time."""

    def rows(self, generation: int, ids: Sequence[tuple[str, str]]) -> Mapping[tuple[str, str], StoredRow]:
        """Return rows of aggregates (kind, id); an absent one has seq 0."""

    def commit(
        self,
        generation: int,
        changes: Sequence[RowChange],
        deltas: Mapping[tuple[str, str], int],
        *,
        later: bool = False,
    ) -> None:
        """Commit rows, cards and counter deltas as one transaction; `later` leaves the counters to `settle`.

        Raises:
            RowsMovedError: when a row no longer stands at its `seq_before`; nothing was written.
        """

    def settle(self, generation: int) -> None:
        """Add to the counters what commits with `later` owe them, exactly once."""

    def generation(self) -> tuple[int, int | None]:
        """Return the generation in use and the one being rebuilt."""

    def point(self, generation: int, building: int | None) -> None:
        """Move the pointer."""

    def dump(self, generation: int) -> Mapping[tuple[str, str], tuple[int | None, str | None]]:
        """Return every row of a generation, without its prefix."""

    def compare(self, one: int, other: int) -> Comparison:
        """Compare all rows of two generations."""

    def drop_all_but(self, kept: frozenset[int]) -> int:
        """Delete the rows of all other generations; return how many there were."""


class Ledger(Protocol):
    """The ledger as its consumers read it."""

    def entries(self, aggregate: str, after: int = 0) -> Iterator[Entry]:
        """Yield an aggregate's entries after a number, in order, consistently."""

    def aggregates(self) -> Iterator[str]:
        """Yield every aggregate of the ledger once; for rebuild and audit, never for a request."""


class Texts(Protocol):
    """Public texts by their hash."""

    def get_many(self, hashes: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
        """Return the texts that are there, a hundred a call."""
