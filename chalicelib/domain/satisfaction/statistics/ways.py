"""Items by channels by departments: which matter can be rated which way, and which cell is empty (ADR 0074).

A matter is known when a case of it came in, when a window deals with it, or when it is a service item of the
market. A way is open for it, or it is not and a reason says what is missing, or the house does not offer the
way at all yet.
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from enum import StrEnum
from hashlib import sha256
from typing import Final

from chalicelib.domain.satisfaction.codes.channels import Channel, SubChannel
from chalicelib.domain.satisfaction.statistics.names import without_separators
from chalicelib.kernel.records import dataclass

COVERAGE: Final = "coverage"
"""The list whose figures these are; a facet is a year, `KNOWN` or `NAMES`."""
KNOWN, NAMES = "known", "names"

COMPLETED: Final = "c"
SERVED, WINDOWS, ITEMS = "n", "q", "s"
"""How a matter is known: by so many cases, open windows, service items."""

_KEY_CHARS = 6


class Way(StrEnum):
    """A way to rate; the first character of the columns in which its ratings are counted."""

    PC = "1"
    MOBILE = "2"
    QR = "3"
    TABLET = "4"
    TERMINAL = "5"
    PAPER = "p"
    SMS = "7"
    PHONE = "6"
    VISIT = "v"


class Offer(StrEnum):
    """Whether a way is open for a matter."""

    OPEN = "open"
    MISSING = "missing"
    """An empty cell: the house offers the way, but not for this matter."""
    NOT_YET = "not-yet"
    """The house does not offer the way to anybody yet."""


AT_WINDOWS: Final = frozenset({Way.PC, Way.MOBILE, Way.QR, Way.TABLET, Way.PAPER})
"""Ways that begin with a registered window: its code, its tablet, its forms, and its address on the web."""
NOT_OFFERED: Final = frozenset({Way.TERMINAL, Way.PHONE, Way.VISIT})


@dataclass(frozen=True, slots=True)
class Cell:
    """A matter and a way; `reason` is a code of what opens it, or of what is missing."""

    way: Way
    offer: Offer
    reason: str
    rated: int


@dataclass(frozen=True, slots=True)
class MatterRow:
    """A matter of a unit in a year: how it is known, how often it was completed, and every way to rate it."""

    unit: str
    code: str
    name: str
    served: int
    windows: int
    items: int
    completed: int
    cells: tuple[Cell, ...]

    @property
    def empty(self) -> tuple[Way, ...]:
        """Return the ways that are missing."""
        return tuple(cell.way for cell in self.cells if cell.offer is Offer.MISSING)

    @property
    def has_no_way(self) -> bool:
        """Tell whether nobody can rate it at all."""
        return all(cell.offer is not Offer.OPEN for cell in self.cells)


def matter_key(code: str) -> str:
    """Name a matter within its unit in six characters: the columns of a unit are read and written together.

    >>> len(matter_key("11370700MB2857833J4370115015000"))
    6
    """
    return urlsafe_b64encode(sha256(without_separators(code).encode()).digest())[:_KEY_CHARS].decode()


def name_figure(unit: str, code: str, name: str) -> str:
    """Name the figure that says what a unit's matter is called."""
    return f"{unit}#{without_separators(code)}#{without_separators(name)}"


def way_of(channel: int, sub_channel: str) -> Way:
    """Return the way by which a rating came in."""
    if sub_channel == SubChannel.PAPER_FORM:
        return Way.PAPER
    if sub_channel == SubChannel.VISIT:
        return Way.VISIT
    return Way(str(int(Channel(channel))))


def cell_of(way: Way, served: int, windows: int, rated: int, *, can_text: bool) -> Cell:
    """Return whether a way is open for a matter that is known so, and why."""
    if way in NOT_OFFERED:
        return Cell(way, Offer.NOT_YET, "not-yet", rated)
    if way in AT_WINDOWS:
        return Cell(way, *((Offer.OPEN, "at-windows") if windows else (Offer.MISSING, "no-window")), rated)
    if not can_text:
        return Cell(way, Offer.MISSING, "no-provider", rated)
    return Cell(way, Offer.OPEN, "asked" if served else "asked-once-served", rated)


def matters_of(
    unit: str,
    named: Mapping[str, Mapping[str, int]],
    counted: Mapping[str, int],
    *,
    can_text: bool,
) -> tuple[MatterRow, ...]:
    """Return the matters of a unit by their codes: `named` by name figure, `counted` the unit's columns."""
    found: dict[str, tuple[str, dict[str, int]]] = {}
    for figure, columns in sorted(named.items()):
        code, _, name = figure.removeprefix(f"{unit}#").partition("#")
        first, sums = found.setdefault(code, (name, {}))
        total = {mark: sums.get(mark, 0) + columns.get(mark, 0) for mark in (SERVED, WINDOWS, ITEMS)}
        found[code] = (first, total)
    return tuple(
        _row(unit, code, name, known, counted, can_text=can_text)
        for code, (name, known) in sorted(found.items())
        if any(count > 0 for count in known.values())
    )


def _row(
    unit: str, code: str, name: str, known: Mapping[str, int], counted: Mapping[str, int], *, can_text: bool
) -> MatterRow:
    key = matter_key(code)
    served, windows, items = known[SERVED], known[WINDOWS], known[ITEMS]
    cells = tuple(
        cell_of(way, served, windows, counted.get(f"{way}{key}", 0), can_text=can_text) for way in Way
    )
    return MatterRow(unit, code, name, served, windows, items, counted.get(f"{COMPLETED}{key}", 0), cells)


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A department: its matters, how many were completed, and for how many each way is open."""

    unit: str
    matters: int
    completed: int
    open: Mapping[Way, int]
    no_way: int

    def missing(self, way: Way) -> int:
        """Return for how many matters a way is missing that the house offers."""
        return 0 if way in NOT_OFFERED else self.matters - self.open[way]

    @property
    def empty(self) -> int:
        """Return how many cells are empty."""
        return sum(self.missing(way) for way in Way)


def units_of(
    known: Mapping[str, Mapping[str, int]], counted: Mapping[str, Mapping[str, int]], *, can_text: bool
) -> tuple[UnitRow, ...]:
    """Return the departments that have matters: `known` and `counted` are columns by unit."""
    rows = (_unit(unit, columns, counted.get(unit, {}), can_text=can_text) for unit, columns in known.items())
    return tuple(sorted((row for row in rows if row.matters), key=lambda row: row.unit))


def _unit(unit: str, known: Mapping[str, int], counted: Mapping[str, int], *, can_text: bool) -> UnitRow:
    keys = sorted({column[1:] for column, count in known.items() if count > 0})
    cells = [
        [
            cell_of(way, known.get(SERVED + key, 0), known.get(WINDOWS + key, 0), 0, can_text=can_text)
            for way in Way
        ]
        for key in keys
    ]
    return UnitRow(
        unit,
        len(keys),
        sum(count for column, count in counted.items() if column.startswith(COMPLETED)),
        {way: _open(row[place] for row in cells) for place, way in enumerate(Way)},
        sum(1 for row in cells if not _open(row)),
    )


def _open(cells: Iterable[Cell]) -> int:
    return sum(1 for cell in cells if cell.offer is Offer.OPEN)
