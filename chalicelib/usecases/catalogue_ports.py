"""What pages read of catalogues, what keeping them needs from the store, and what the store needs from S3."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from chalicelib.domain.marketplace.catalogues.entries import Entry, NewRow, Rows

Segments = Mapping[str, str]
"""The name of a catalogue's segment by its year."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A catalogue as it lies: the number of its pointer (0: none), its segments, the rows newer than them."""

    version: int
    segments: Segments
    news: Sequence[NewRow]


class Catalogues(Protocol):
    """Lists that are searched in memory (design §3); what may be asked of them is domain."""

    def entries(self, name: str) -> Iterable[Entry]:
        """Return every row of a catalogue, in no order.

        Raises:
            Unavailable: when the rows cannot be read.
        """


class SegmentFiles(Protocol):
    """Immutable files, named by what they hold."""

    def put(self, name: str, content: bytes) -> None:
        """Keep a file; one of that name is already the same."""

    def get(self, name: str) -> bytes:
        """Return a file.

        Raises:
            Unavailable: when it cannot be read.
        """


class Shelves(Protocol):
    """Catalogues of any generation, as the one who keeps them sees them."""

    def generation(self) -> tuple[int, int | None]:
        """Return the generation in use and the one being rebuilt."""

    def look(self, generation: int, name: str) -> Shelf:
        """Return a catalogue: the pointer first, then the rows beside it, each consistently."""

    def segment(self, name: str) -> Rows:
        """Return the rows of a segment."""

    def keep(self, rows: Rows) -> str:
        """Put a segment where there is none of its name; return the name."""

    def point(self, generation: int, name: str, version: int, segments: Segments) -> bool:
        """Move a catalogue's pointer on; False when it is no longer the one that was seen."""

    def drop(self, generation: int, name: str, news: Sequence[NewRow]) -> None:
        """Delete rows that the segments hold, each only if it has not been written anew."""
