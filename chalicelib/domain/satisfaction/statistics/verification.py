"""Recompute a published snapshot and name the first figure that is wrong (evaluation.md §8.14).

Anyone may do it: the counts, the recipes and the figures stand in the document. Figures are checked unit by
unit in the order of the document, then the total's counts and figures, and the hash last, because of whatever
was changed the hash says only that it was. The recipes are the document's own, so that a period frozen under
earlier ones still proves itself.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chalicelib.domain.satisfaction.statistics.recipes import Method, Recipe
from chalicelib.domain.satisfaction.statistics.snapshot import FORMAT, figure_json
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.records import dataclass

_MALFORMED: Final = (KeyError, TypeError, ValueError, AttributeError)
"""What a stranger's document that has not the shape leads to."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a recomputation found: where the first wrong thing stands, None when all is right."""

    first_wrong: str | None

    @property
    def is_right(self) -> bool:
        """Tell whether every figure and the hash are right."""
        return self.first_wrong is None


def verify(body: Mapping[str, Json], sha256: str) -> Checked:
    """Recompute every figure of a document, ours or a stranger's JSON, and its hash."""
    return Checked(next(_wrong(body, sha256), None))


def _wrong(body: Mapping[str, Json], sha256: str) -> Iterator[str]:
    if body.get("format") != FORMAT:
        yield "format"
        return
    try:
        recipes = [_recipe(row) for row in body["recipes"]]
    except _MALFORMED:
        yield "recipes"
        return
    try:
        for place, part in enumerate(body["units"]):
            yield from _wrong_figures(part, recipes, f"units/{place}")
        yield from _wrong_total(body)
        yield from _wrong_figures(body["total"], recipes, "total")
        if digest(body) != sha256:
            yield "sha256"
    except _MALFORMED:
        yield "shape"


def _wrong_figures(part: Mapping[str, Any], recipes: list[Recipe], where: str) -> Iterator[str]:
    figures = part["figures"]
    for place, recipe in enumerate(recipes):
        try:
            is_right = figures[place] == figure_json(recipe, part["counts"])
        except (*_MALFORMED, IndexError):
            is_right = False
        if not is_right:
            yield f"{where}/figures/{recipe.key}"
    if len(figures) > len(recipes):
        yield f"{where}/figures"


def _wrong_total(body: Mapping[str, Any]) -> Iterator[str]:
    """Compare the total with the sum of the units; what is hidden leaves a rest.

    Of several months the total is the sum of the months' totals, of which the document holds none.
    """
    if "/" in str(body["period"]):
        return
    for name, total in body["total"]["counts"].items():
        counts = [part["counts"][name] for part in body["units"]]
        left = 0 if total is None else total - sum(count for count in counts if count is not None)
        may_be_left = None in counts and (left > 0 or name == "follow_up_change")
        if left and not may_be_left:
            yield f"total/counts/{name}"


def _recipe(row: Mapping[str, Any]) -> Recipe:
    return Recipe(
        row["key"], row["section"], row["numerator"], tuple(row["denominator"]), Method(row["method"])
    )
