"""Ranking units with error bars (evaluation.md §5 no. 15, §8.5).

The key is the lower bound of the Wilson interval of 满意率, then the number of ratings: five ratings of which
all are good prove less than a thousand of which nearly all are. A unit with fewer than the minimum is not
ranked (样本不足), whatever its ratings say.
"""

from collections.abc import Iterable
from itertools import groupby

from chalicelib.domain.satisfaction.statistics.intervals import Interval, wilson, wilson_low
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """What a unit is ranked by: how many of its ratings are of level 3 and above."""

    unit: str
    satisfied: int
    ratings: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """A unit in the ranking; `place` is None where there are too few ratings."""

    standing: Standing
    place: int | None
    interval: Interval | None


def rank(standings: Iterable[Standing], minimum: int) -> tuple[Ranked, ...]:
    """Return the ranked units, best first, and behind them those with too few ratings, by name.

    Units that nothing parts share a place, and the next place counts them all. `minimum` is
    `statistics.ranking_minimum`.

    Raises:
        ValueError: when more were satisfied than rated, or the minimum is below one.
    """
    if minimum < 1:
        raise ValueError("a ranking needs at least one rating")
    ordered = sorted(standings, key=lambda each: each.unit)
    enough = sorted((each for each in ordered if each.ratings >= minimum), key=_key)
    ranked: list[Ranked] = []
    for _, tied in groupby(enough, key=_key):
        place = len(ranked) + 1
        ranked += [Ranked(each, place, wilson(each.satisfied, each.ratings)) for each in tied]
    few = (each for each in ordered if each.ratings < minimum)
    return (*ranked, *(Ranked(each, None, wilson(each.satisfied, each.ratings)) for each in few))


def _key(standing: Standing) -> tuple[int, int]:
    return -wilson_low(standing.satisfied, standing.ratings), -standing.ratings
