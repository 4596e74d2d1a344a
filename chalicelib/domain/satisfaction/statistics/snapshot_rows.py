"""A snapshot's figures as rows of a spreadsheet, each with its definition (evaluation.md §8.14)."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chalicelib.domain.satisfaction.statistics.recipes import RECIPES, Recipe
from chalicelib.kernel.canonical import Json

HIDDEN: Final = "<5"
"""What is shown of a hidden figure; a figure of nothing is empty."""

TOTAL: Final = "total"
"""What stands in place of a unit where all that is in the document is added up."""

COLUMNS: Final = (
    "unit", "figure", "numerator", "denominator", "value", "definition", "period", "profile", "frozen_at",
)  # fmt: skip


def csv_rows(body: Mapping[str, Json]) -> Iterator[tuple[str, ...]]:
    """Yield the figures of our own document, the names of the columns first."""
    yield COLUMNS
    stamp = tuple(str(body[name]) for name in ("period", "profile", "frozen_at"))
    for part in (*body["units"], body["total"]):
        for figure, recipe in zip(part["figures"], RECIPES, strict=True):
            numbers = (_written(figure, name) for name in ("numerator", "denominator", "value"))
            yield part["unit"] or TOTAL, recipe.key, *numbers, definition_of(recipe), *stamp


def definition_of(recipe: Recipe) -> str:
    """Write a recipe as one line.

    >>> definition_of(RECIPES[5])[:60]
    '§5.4 share-half-up: (effective_1 + effective_2) / (effective'
    """
    weighted = (name if weight == 1 else f"{weight}*{name}" for name, weight in recipe.numerator.items())
    return f"{recipe.section} {recipe.method}: ({' + '.join(weighted)}) / ({' + '.join(recipe.denominator)})"


def _written(figure: Mapping[str, Any], name: str) -> str:
    if figure["denominator"] is None:
        return HIDDEN
    return "" if figure[name] is None else str(figure[name])
