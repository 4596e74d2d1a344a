"""What a kind of aggregate shows in the lists, as pure functions over its ledger entries."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.ledger import Entry
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass

Row = dict[str, Any]
"""An aggregate's reporting row: small, JSON, without personal data."""


BOARD = "board"
"""The list of what waits, a facet a seat: an organisation or a desk."""

LAST = "9999"
"""Sorts behind every instant: what has no deadline."""


@dataclass(frozen=True, slots=True)
class Showing:
    """One card: the facets of a list in which it stands, at which place, with which fields.

    With a `figure` it counts under that name, and the count lies with the facet's own cards.
    """

    list_name: str
    facets: tuple[str, ...]
    sort: str
    data: Mapping[str, Json]
    figure: str = ""

    def counters(self, facet: str) -> tuple[str, str]:
        """Return which counter the card adds one to: list name and facet, or figure of a facet."""
        return self.list_name, figure_of(facet, self.figure) if self.figure else facet


def figure_of(facet: str, name: str) -> str:
    """Name a figure that one Query reads together with the cards of a facet."""
    return f"{facet}!{name}"


def place_of(counter: tuple[str, str]) -> tuple[str, str]:
    """Return the item in which a counter is: that of its figure where it is a column."""
    list_name, counted = counter
    facet, mark, figure = counted.partition("!")
    return (list_name, facet + mark + figure.partition(":")[0]) if mark else counter


def column_of(facet: str, name: str, column: str) -> str:
    """Name one column of a figure; all columns of a figure are written as one item."""
    return f"{figure_of(facet, name)}:{column}"


def waits(seat: str, todo: str, until: str | None, data: Mapping[str, Json]) -> Showing:
    """Show at a seat that something waits there, the most urgent first; it counts by what is to be done."""
    timed = {"until_at": until} if until else {}
    name = data.get("id") or data.get("uscc")
    return Showing("board", (seat,), f"{until or LAST}#{name}#{todo}", {**data, "todo": todo, **timed}, todo)


@dataclass(frozen=True, slots=True)
class Catalogued:
    """A row of a catalogue: the list, what it is known by in it, the year in which it is kept, its fields.

    The year comes from a fact that never changes, so that a row is never in two segments.
    """

    list_name: str
    key: str
    year: str
    data: Mapping[str, Json]


def card_of(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields of a row that a card shows; what the row does not know is left out."""
    return {name: row[name] for name in names if row.get(name) is not None}


def no_tally(_row: Row) -> Mapping[tuple[str, str], int]:
    """Count nothing beyond the cards."""
    return {}


def no_catalogue(_row: Row) -> tuple[Catalogued, ...]:
    """Show nothing in a catalogue."""
    return ()


@dataclass(frozen=True, slots=True)
class Projection:
    """How one kind of aggregate is reported.

    `apply` folds an entry into the row; `show` turns a row into its cards; a card counts once in each
    of its facets, and `tally` adds counters without a card (list name, facet) → number.
    `catalogue` turns a row into its rows of catalogues. Where `reads_texts`, `apply` gets the fields of the
    public text that an entry names by its `text_hash`.
    """

    kind: str
    apply: Callable[[Row, Entry, Mapping[str, Json], Mapping[str, str]], Row]
    show: Callable[[Row], tuple[Showing, ...]]
    tally: Callable[[Row], Mapping[tuple[str, str], int]] = no_tally
    catalogue: Callable[[Row], tuple[Catalogued, ...]] = no_catalogue
    reads_texts: bool = False

    def text_hash(self, data: Mapping[str, Json]) -> str | None:
        """Name the public text that an entry's data refers to, if this kind shows words of it."""
        found = data.get("text_hash") if self.reads_texts else None
        return None if found is None else str(found)
