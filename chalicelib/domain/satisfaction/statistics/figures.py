"""Figures from counts (evaluation.md §5 no. 1 to 10, 13 and 14), each with what it was divided from.

Nothing is stored but counts: a figure is made where it is shown, by the same recipe every time.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from chalicelib.domain.satisfaction.codes.levels import BAD_LEVELS
from chalicelib.domain.satisfaction.statistics.recipes import METHODS, RECIPES, Recipe
from chalicelib.domain.satisfaction.statistics.tally import Tally
from chalicelib.kernel.records import dataclass

_WHOLE_BP: Final = 10_000


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with its two numbers; `value` is None where nothing was counted, which is not nought."""

    key: str
    numerator: int
    denominator: int
    value: Decimal | None


def figure_of(tally: Tally, key: str) -> Figure:
    """Return one figure of a unit and period.

    Raises:
        ValueError: naming the figure whose part was counted as more than its whole.
        KeyError: when no recipe has the key.
    """
    return figure_by(_BY_KEY[key], tally.counts())


def figure_by(recipe: Recipe, counts: Mapping[str, int]) -> Figure:
    """Return the figure of one recipe.

    Raises:
        ValueError: naming the figure whose part was counted as more than its whole.
        KeyError: when a count is missing.
    """
    numerator, denominator = _counted(recipe, counts)
    try:
        value = METHODS[recipe.method](numerator, denominator)
    except ValueError as wrong:
        raise ValueError(f"{recipe.key}: {wrong}") from wrong
    return Figure(recipe.key, numerator, denominator, value)


def counted_by(key: str, counts: Mapping[str, int]) -> tuple[int, int]:
    """Return numerator and denominator of a figure.

    Raises:
        KeyError: when no recipe has the key, or a count is missing.
    """
    return _counted(_BY_KEY[key], counts)


def _counted(recipe: Recipe, counts: Mapping[str, int]) -> tuple[int, int]:
    numerator = sum(weight * counts[name] for name, weight in recipe.numerator.items())
    return numerator, sum(counts[name] for name in recipe.denominator)


def is_audited(counts: Mapping[str, int], share_bp: int) -> bool:
    """Tell whether more of a unit's bad ratings were invalidated than `statistics.audit_invalid_share_bp`.

    Of the two bad levels together (no. 10): a unit must not get rid of them by appeals.
    """
    found = [counted_by(f"invalidated-{level}", counts) for level in BAD_LEVELS]
    received = sum(whole for _part, whole in found)
    return sum(part for part, _whole in found) * _WHOLE_BP > share_bp * received


_BY_KEY: Final = {recipe.key: recipe for recipe in RECIPES}
