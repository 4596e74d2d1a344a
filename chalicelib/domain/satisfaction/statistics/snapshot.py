"""A frozen period that anyone can recompute (evaluation.md §5, §8.14).

The document holds the counts, the recipes, the figures made of them, the rule profile and when it was
frozen; its hash is published beside it. The published form hides small cells (no. 15) family by family: the
ratings of a unit, its work orders, its appeals; a figure that needs a hidden count is hidden with it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from chalicelib.domain.satisfaction.statistics.cells import Published, protect
from chalicelib.domain.satisfaction.statistics.figures import figure_by
from chalicelib.domain.satisfaction.statistics.recipes import RECIPES, Recipe
from chalicelib.domain.satisfaction.statistics.tally import NONE, Tally
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass

FORMAT: Final = "satisfaction-snapshot/1"

Counts = Mapping[str, Published]

_LEVELS: Final = tuple(
    f"{name}_{level}" for name in ("effective", "invalidated", "withdrawn", "late") for level in range(1, 6)
)
_UNMATCHED: Final = tuple(f"unmatched_{level}" for level in range(1, 6))
_RECOMMEND: Final = tuple(f"recommend_{answer}" for answer in range(11))
_FAMILIES: Final[tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = (
    (_LEVELS[:5], (*_LEVELS, "defaults")),
    (_UNMATCHED, ()),
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
    total = _total(tally.counts() for tally in snapshot.tallies)
    return _document(snapshot, {tally.unit: tally.counts() for tally in snapshot.tallies}, total)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of each unit and of all of them: counts, None where they are hidden."""

    units: Mapping[str, Counts]
    total: Counts


def shown_of(tallies: Iterable[Tally], below: int) -> Shown:
    """Return what is shown of a month; `below` is `statistics.small_cell_below`."""
    counted = {tally.unit: tally.counts() for tally in tallies}
    units: dict[str, dict[str, Published]] = {unit: {**counts} for unit, counts in counted.items()}
    total: dict[str, Published] = {**_total(counted.values())}
    for base, beside in _FAMILIES:
        row = protect({unit: _sum(counts, base) for unit, counts in counted.items()}, below)
        for unit, count in row.cells.items():
            units[unit] |= dict.fromkeys((*base, *beside) if count is None else ())
        total |= dict.fromkeys((*base, *beside) if row.total is None else ())
    return Shown(units, total)


def summed_up(months: Iterable[Shown]) -> Shown:
    """Return the sum of what is shown of several months, which says nothing that they do not (ADR 0086)."""
    given = list(months)
    found: dict[str, list[Counts]] = {}
    for unit, counts in ((unit, counts) for month in given for unit, counts in month.units.items()):
        found.setdefault(unit, []).append(counts)
    return Shown({unit: _summed(each) for unit, each in found.items()}, _summed([one.total for one in given]))


def narrowed(shown: Shown, unit: str) -> Shown:
    """Return what is shown of one unit; of a unit that was not counted everything is hidden."""
    if unit in shown.units:
        return Shown({unit: shown.units[unit]}, shown.units[unit])
    return Shown({}, dict.fromkeys(shown.total) | {"completed": 0})


def published(snapshot: Snapshot, below: int) -> Document:
    """Return what is published; `below` is `statistics.small_cell_below`.

    Raises:
        ValueError: naming the figure whose part was counted as more than its whole.
    """
    return document_of(shown_of(snapshot.tallies, below), snapshot)


def document_of(shown: Shown, snapshot: Snapshot) -> Document:
    """Return what is shown as a document; of the snapshot it has the stamp alone.

    Raises:
        ValueError: naming the figure whose part was counted as more than its whole.
    """
    return _document(snapshot, shown.units, shown.total)


def is_hidden(counts: Counts) -> bool:
    """Tell whether the ratings of a published part are hidden."""
    return counts[_LEVELS[0]] is None


def known(counts: Counts) -> dict[str, int]:
    """Return the counts that are not hidden."""
    return {name: count for name, count in counts.items() if count is not None}


def hides_any_month(unit: str, tallies: Iterable[Tally], below: int) -> bool:
    """Tell whether the ratings of a unit are hidden in one of the months that are given, of all units."""
    months: dict[str, dict[str, int]] = {}
    for tally in tallies:
        months.setdefault(tally.period, {})[tally.unit] = tally.ratings
    return any(protect(counts, below).cells.get(unit, below) is None for counts in months.values())


def figure_json(recipe: Recipe, counts: Counts) -> dict[str, Json]:
    """Write one figure; it is hidden when one of its counts is.

    Raises:
        ValueError: naming the figure whose part was counted as more than its whole.
        KeyError: when a count is missing.
    """
    if any(counts[name] is None for name in (*recipe.numerator, *recipe.denominator)):
        return {"key": recipe.key, "numerator": None, "denominator": None, "value": None}
    figure = figure_by(recipe, known(counts))
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
        "units": [part_json(unit, units[unit]) for unit in sorted(units)],
        "total": part_json(None, total),
    }
    return Document(body, digest(body))


def part_json(unit: str | None, counts: Counts) -> dict[str, Json]:
    """Write the counts and figures of a unit, or of all.

    Raises:
        ValueError: naming the figure whose part was counted as more than its whole.
    """
    return {
        "unit": unit,
        "counts": dict(counts),
        "figures": [figure_json(recipe, counts) for recipe in RECIPES],
    }


def _total(counted: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    total = Counter(Tally("", "", 0, NONE).counts())
    for counts in counted:
        total.update(counts)
    return total


def _summed(months: Sequence[Counts]) -> Counts:
    """Add up what is known; services count in the months whose ratings are shown: one population (§5)."""
    rated = [counts for counts in months if not is_hidden(counts)] or months
    return {name: _sum_of_known(rated if name == "completed" else months, name) for name in months[0]}


def _sum_of_known(months: Sequence[Counts], name: str) -> Published:
    found = [count for counts in months if (count := counts[name]) is not None]
    return sum(found) if found else None


def _sum(counts: Mapping[str, int], names: Sequence[str]) -> int:
    return sum(counts[name] for name in names)
