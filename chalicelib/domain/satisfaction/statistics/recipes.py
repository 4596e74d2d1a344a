"""The formulas of evaluation.md §5 as data: which counts are divided by which, and how the result is rounded.

A recipe is published with every figure, so that anyone recomputes it with the counts beside it. There is no
bare 好评率: 满意率 (levels 3 to 5) and 优良率 (4 and 5) are two figures with two names (no. 3).
"""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from chalicelib.domain.satisfaction.codes.levels import BAD_LEVELS
from chalicelib.domain.satisfaction.statistics.intervals import wilson
from chalicelib.domain.satisfaction.statistics.rounding import PERCENT, Rounding, percent, rounded
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass


class Method(StrEnum):
    """What is done with numerator and denominator."""

    SHARE_DOWN = "share-down"
    """Per cent of an achievement."""
    SHARE_HALF_UP = "share-half-up"
    """Per cent of what is adverse."""
    MEAN_DOWN = "mean-down"
    """A mean on the scale of what was added up."""
    BALANCE_DOWN = "balance-down"
    """Hundred times the mean of +1, 0 and -1."""
    WILSON_LOW = "wilson-low"
    """Lower end of the 95 % interval of a share."""
    WILSON_HIGH = "wilson-high"
    """Upper end."""


def _mean(numerator: int, denominator: int) -> Decimal | None:
    return rounded(Fraction(numerator, denominator), Rounding.DOWN) if denominator else None


def _low(part: int, whole: int) -> Decimal | None:
    interval = wilson(part, whole)
    return None if interval is None else interval.low


def _high(part: int, whole: int) -> Decimal | None:
    interval = wilson(part, whole)
    return None if interval is None else interval.high


METHODS: Final[Mapping[Method, Callable[[int, int], Decimal | None]]] = {
    Method.SHARE_DOWN: lambda part, whole: percent(part, whole, Rounding.DOWN),
    Method.SHARE_HALF_UP: lambda part, whole: percent(part, whole, Rounding.HALF_UP),
    Method.MEAN_DOWN: _mean,
    Method.BALANCE_DOWN: lambda balance, answers: _mean(PERCENT * balance, answers),
    Method.WILSON_LOW: _low,
    Method.WILSON_HIGH: _high,
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """One formula: its paragraph, the weight of each count in the numerator, the counts divided by."""

    key: str
    section: str
    numerator: Mapping[str, int]
    denominator: tuple[str, ...]
    method: Method

    def to_json(self) -> dict[str, Json]:
        """Write the recipe for whoever recomputes."""
        return {
            "key": self.key,
            "section": self.section,
            "numerator": dict(self.numerator),
            "denominator": list(self.denominator),
            "method": str(self.method),
        }


def _levels(name: str, *levels: int) -> tuple[str, ...]:
    return tuple(f"{name}_{level}" for level in levels)


def _recipe(
    key: str, section: str, part: Iterable[str], whole: Iterable[str], method: Method = Method.SHARE_DOWN
) -> Recipe:
    return Recipe(key, section, dict.fromkeys(part, 1), tuple(whole), method)


def _received(*levels: int) -> tuple[str, ...]:
    return tuple(f"{name}_{level}" for name in ("effective", "invalidated", "withdrawn") for level in levels)


_ALL = _levels("effective", 1, 2, 3, 4, 5)
_SATISFIED = _levels("effective", 3, 4, 5)
_GOOD = _levels("effective", 4, 5)
_EVERY = (1, 2, 3, 4, 5)
_BALANCE = {f"recommend_{answer}": 1 if answer >= 9 else -1 for answer in range(11) if answer not in (7, 8)}

RECIPES: Final = (
    _recipe("participation", "§5.1", _received(*_EVERY), ("completed",)),
    _recipe("satisfied", "§5.2", _SATISFIED, _ALL),
    _recipe("satisfied-low", "§5.14", _SATISFIED, _ALL, Method.WILSON_LOW),
    _recipe("satisfied-high", "§5.14", _SATISFIED, _ALL, Method.WILSON_HIGH),
    _recipe("good", "§5.3", _GOOD, _ALL),
    _recipe("bad", "§5.4", _levels("effective", *BAD_LEVELS), _ALL, Method.SHARE_HALF_UP),
    Recipe("mean", "§5.5", {f"effective_{level}": level for level in _EVERY}, _ALL, Method.MEAN_DOWN),
    _recipe("rectified-on-time", "§5.6", ("orders_rectified_on_time",), ("orders_fell_due",)),
    _recipe("rectified", "§5.6", ("orders_rectified",), ("orders_created_and_due",)),
    _recipe("revisit-tried", "§5.7", ("orders_revisited", "orders_revisit_failed"), ("orders_contactable",)),
    _recipe("revisit-reached", "§5.7", ("orders_revisited",), ("orders_contactable",)),
    _recipe("revisit-satisfied", "§5.8", ("orders_revisit_satisfied",), ("orders_revisit_answered",)),
    Recipe("follow-up-change", "§5.9", {"follow_up_change": 1}, ("follow_ups",), Method.MEAN_DOWN),
    _recipe("appeals-upheld", "§5.10", ("appeals_upheld",), ("appeals",)),
    _recipe(
        "invalidated", "§5.10", _levels("invalidated", *_EVERY), _received(*_EVERY), Method.SHARE_HALF_UP
    ),
    *(
        _recipe(
            f"invalidated-{level}",
            "§5.10",
            _levels("invalidated", level),
            _received(level),
            Method.SHARE_HALF_UP,
        )
        for level in _EVERY
    ),
    _recipe("csat", "§5.13", _GOOD, _ALL),
    Recipe("nps", "§5.13", _BALANCE, _levels("recommend", *range(11)), Method.BALANCE_DOWN),
)
"""Every figure of a unit and period, in the order of §5."""
