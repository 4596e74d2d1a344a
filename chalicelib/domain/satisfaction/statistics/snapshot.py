"""A frozen period that anyone can recompute (evaluation.md §5, §8.14).

The document holds the counts, the recipes, the figures made of them, the rule profile and when it was
frozen; its hash is published beside it. The published form hides small cells (no. 15) family by family: the
ratings of a unit, its work orders, its appeals; a figure that needs a hidden count is hidden with it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from chalicelib.domain.satisfaction.statistics.cells import Published, hidden_in_time, protect
from chalicelib.domain.satisfaction.statistics.figures import figure_by
from chalicelib.domain.satisfaction.statistics.recipes import RECIPES, Recipe
from chalicelib.domain.satisfaction.statistics.tally import Tally
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass

FORMAT: Final = "satisfaction-snapshot/1"

Counts = Mapping[str, Published]

_LEVELS: Final = tuple(
    f"{name}_{level}" for name in ("effective", "invalidated", "withdrawn", "late") for level in range(1, 6)
)
_RECOMMEND: Final = tuple(f"recommend_{answer}" for answer in range(11))
_FAMILIES: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (_LEVELS[:5], (*_LEVELS, "defaults")),
    (("orders_fell_due",), ("orders_rectified_on_time",)),
    (("orders_created_and_due",), ("orders_rectified",)),
    (("orders_contactable",), ("orders_revisited", "orders_revisit_failed")),
    (("orders_not_contactable",), ()),
    (("orders_revisit_answered",), ("orders_revisit_satisfied",)),
    (("follow_ups",), ("follow_up_change",)),
    (("appeals",), ("appeals_upheld",)),
    (_RECOMMEND, ()),
)
"""What is one cell, and what is hidden with it."""

_NOBODY: Final = (frozenset[str](),) * len(_FAMILIES)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A frozen period: the counts of each unit, under which profile, since when."""

    period: str
    profile: str
    frozen_at: datetime
    tallies: tuple[Tally, ...]

    def __post_init__(self) -> None:
        """Refuse counts of another period, or of one unit twice.

        Raises:
            ValueError: saying which.
        """
        if any(tally.period != self.period for tally in self.tallies):
            raise ValueError("a unit was counted in another period")
        if len({tally.unit for tally in self.tallies}) != len(self.tallies):
            raise ValueError("a unit was counted twice")


@dataclass(frozen=True, slots=True)
class Document:
    """A snapshot as it is kept or published, and the hash of its canonical JSON."""

    body: Mapping[str, Json]
    sha256: str


def complete(snapshot: Snapshot) -> Document:
    """Return the whole snapshot, for the audit.

    Raises:
        ValueError: naming the figure whose part was counted as more than its whole.
    """
    return _document(snapshot, _by_unit(snapshot), _total(snapshot))


Hidden = Sequence[frozenset[str]]
"""Whose cells are hidden of each family, because another document would give them away."""


def hidden_over_time(tallies: Iterable[Tally], below: int) -> Mapping[str, Hidden]:
    """Return of each unit which of its periods are hidden, family by family: their sum is published too."""
    found: dict[str, dict[str, Tally]] = {}
    for tally in tallies:
        found.setdefault(tally.unit, {})[tally.period] = tally
    return {
        unit: [
            hidden_in_time({period: _sum(one.counts(), base) for period, one in periods.items()}, below)
            for base, _beside in _FAMILIES
        ]
        for unit, periods in found.items()
    }


def hidden_in(period: str, over_time: Mapping[str, Hidden]) -> Hidden:
    """Return which units are hidden in a period, family by family."""
    return [
        frozenset(unit for unit, hidden in over_time.items() if period in hidden[place])
        for place in range(len(_FAMILIES))
    ]


def hidden_of(tallies: Iterable[Tally], below: int, already: Hidden = ()) -> Hidden:
    """Return which units are hidden of one period, family by family."""
    rows = zip(_FAMILIES, already or _NOBODY, strict=True)
    counted = [(one.unit, one.counts()) for one in tallies]
    found = (
        protect({unit: _sum(counts, base) for unit, counts in counted}, below, hidden)
        for (base, _), hidden in rows
    )
    return [frozenset(unit for unit, count in row.cells.items() if count is None) for row in found]


def published(snapshot: Snapshot, below: int, already: Hidden = ()) -> Document:
    """Return what is published; `below` is `statistics.small_cell_below`.

    Raises:
        ValueError: naming the figure whose part was counted as more than its whole.
    """
    units = {unit: dict(counts) for unit, counts in _by_unit(snapshot).items()}
    total = dict(_total(snapshot))
    for (base, beside), hidden in zip(_FAMILIES, already or _NOBODY, strict=True):
        counted = {tally.unit: _sum(tally.counts(), base) for tally in snapshot.tallies}
        row = protect(counted, below, hidden)
        for unit, count in row.cells.items():
            units[unit] |= dict.fromkeys((*base, *beside) if count is None else ())
        total |= dict.fromkeys((*base, *beside) if row.total is None else ())
    return _document(snapshot, units, total)


def figure_json(recipe: Recipe, counts: Counts) -> dict[str, Json]:
    """Write one figure; it is hidden when one of its counts is.

    Raises:
        ValueError: naming the figure whose part was counted as more than its whole.
        KeyError: when a count is missing.
    """
    known = {name: count for name, count in counts.items() if count is not None}
    if any(counts[name] is None for name in (*recipe.numerator, *recipe.denominator)):
        return {"key": recipe.key, "numerator": None, "denominator": None, "value": None}
    figure = figure_by(recipe, known)
    return {
        "key": figure.key,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": None if figure.value is None else str(figure.value),
    }


def _document(snapshot: Snapshot, units: Mapping[str, Counts], total: Counts) -> Document:
    body: dict[str, Json] = {
        "format": FORMAT,
        "period": snapshot.period,
        "profile": snapshot.profile,
        "frozen_at": format_instant(snapshot.frozen_at),
        "recipes": [recipe.to_json() for recipe in RECIPES],
        "units": [_part(unit, units[unit]) for unit in sorted(units)],
        "total": _part(None, total),
    }
    return Document(body, digest(body))


def _part(unit: str | None, counts: Counts) -> dict[str, Json]:
    return {
        "unit": unit,
        "counts": dict(counts),
        "figures": [figure_json(recipe, counts) for recipe in RECIPES],
    }


def _by_unit(snapshot: Snapshot) -> dict[str, Counts]:
    return {tally.unit: tally.counts() for tally in snapshot.tallies}


def _total(snapshot: Snapshot) -> Counts:
    counted = [tally.counts() for tally in snapshot.tallies]
    nothing = Tally("", snapshot.period, 0, (0, 0, 0, 0, 0)).counts()
    return {name: sum(counts[name] for counts in counted) for name in nothing}


def _sum(counts: Mapping[str, int], names: Sequence[str]) -> int:
    return sum(counts[name] for name in names)
