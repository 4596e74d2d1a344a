"""What is published of the last months: its months, their sum, and parts as rows (ADR 0086)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.statistics.cells import Published
from chalicelib.domain.satisfaction.statistics.columns import LEVELS
from chalicelib.domain.satisfaction.statistics.recipes import RECIPES, Method
from chalicelib.domain.satisfaction.statistics.snapshot import (
    Counts,
    Document,
    Shown,
    Snapshot,
    document_of,
    narrowed,
    shown_of,
    summed_up,
)
from chalicelib.domain.satisfaction.statistics.snapshot_rows import HIDDEN
from chalicelib.domain.satisfaction.statistics.tally import Tally
from chalicelib.usecases.ratings.read_figures import Figures

Part = Mapping[str, Any]
Months = Mapping[str, Shown]
"""What is shown of each month, and of all of them together under the empty name."""

NO_FIGURE = "—"
_PLAIN = {Method.MEAN_DOWN, Method.BALANCE_DOWN}
_METHODS = {recipe.key: recipe.method for recipe in RECIPES}


def months_of(figures: Figures, unit: str = "") -> Months:
    """Return what is shown of the district, or thereof what is about a unit."""
    found: dict[str, list[Tally]] = {period: [] for period in figures.periods}
    for month in figures.months:
        found[month.tally.period].append(month.tally)
    months = {period: shown_of(each, figures.rules.small_cell_below) for period, each in found.items()}
    every = {"": summed_up(months.values()), **months}
    return {chosen: narrowed(one, unit) for chosen, one in every.items()} if unit else every


def published_of(figures: Figures, chosen: str, now: datetime, unit: str = "") -> Document:
    """Return the document of a month, or of all, that is published of the district or of a unit."""
    stamp = Snapshot(label_of(figures, chosen), figures.profile, now, ())
    return document_of(months_of(figures, unit)[chosen], stamp)


def label_of(figures: Figures, chosen: str) -> str:
    """Return the chosen month, or the first and the last of all."""
    return chosen or f"{figures.periods[-1]}/{figures.periods[0]}"


def ratings_of(counts: Counts) -> Published:
    """Return how many ratings are shown as in force."""
    levels = [counts[f"effective_{level}"] for level in LEVELS]
    return None if None in levels else sum(count or 0 for count in levels)


def part_row(part: Part) -> dict[str, Any]:
    """Return a published part as a row: counts and figures as they are written, hidden ones as `<5`."""
    counts = part["counts"]
    return {
        "unit": part["unit"],
        "completed": counts["completed"],
        "ratings": shown(ratings_of(counts)),
        "levels": [shown(counts[f"effective_{level}"]) for level in LEVELS],
        "late": shown(_sum(counts, "late")),
        "invalid_count": shown(_sum(counts, "invalidated")),
        "unmatched": shown(_sum(counts, "unmatched")),
        **{one["key"].replace("-", "_"): written(one) for one in part["figures"]},
    }


def shown(count: Published) -> str:
    """Write a count."""
    return HIDDEN if count is None else f"{count:,}"


def written(figure: Part) -> str:
    """Write a figure: hidden, of nothing, a share in per cent or a mean."""
    if figure["denominator"] is None:
        return HIDDEN
    if figure["value"] is None:
        return NO_FIGURE
    return str(figure["value"]) if _METHODS[figure["key"]] in _PLAIN else f"{figure['value']}%"


def with_parts(figure: Part) -> str:
    """Write a figure with what it was divided from: two of them need not be of the same months."""
    if figure["value"] is None:
        return written(figure)
    return f"{written(figure)} ({figure['numerator']}/{figure['denominator']})"


def _sum(counts: Part, name: str) -> Published:
    found = [counts[f"{name}_{level}"] for level in LEVELS]
    return None if None in found else sum(found)
