"""What answers of a sample say of everybody in its frame, and what chance may have done (§5 no. 13 to 15).

An answer stands for as many persons of the frame as its stratum has to each that answered; of a census or a
simple random sample everybody is one stratum, and every answer stands for the same. Of those who were asked
one question, or belong to one group, the mean is a ratio of two such sums, and its variance that of the
ratio, stratum by stratum (Cochran, Sampling Techniques, 5A.15 and 6.13: linearised, with replacement). There
is no finite correction: as with Wilson's bounds of a census (no. 14), the error says what few answers are
worth. A share keeps Wilson's bounds, of as many answers of a simple sample as these are worth, and never of
more than there are (Korn and Graubard).
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from chalicelib.domain.satisfaction.statistics.intervals import Interval, half_width, wilson
from chalicelib.kernel.records import dataclass

Said = Mapping[int, int]
"""How often each value was said."""

_FEWEST: Final = 2
"""Answers of which something can be told about the others."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stratum: its persons in the frame, how many of them answered, and what those it is about said.

    Who was not asked the question, or is of another group, is in `n` alone.
    """

    size: int
    n: int
    said: Said


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean of `n` answers; `variance` is None where too few answered for one."""

    value: Fraction
    n: int
    variance: Fraction | None
    worth: Fraction
    """How many answers of a simple random sample say as much about a share."""

    @property
    def error(self) -> Decimal | None:
        """Return half the 95 % interval, two decimals, rounded up; None where too few answered."""
        return None if self.variance is None else half_width(self.variance)

    @property
    def interval(self) -> Interval | None:
        """Return the interval of a share in per cent, the value being one between nought and one."""
        return wilson(self.value * self.worth, self.worth)


def estimate(parts: Iterable[Part]) -> Estimate | None:
    """Return the mean of what was said; None where nothing was."""
    told = [part for part in parts if part.n]
    persons = sum((_stands_for(part) * _count(part) for part in told), Fraction())
    n = sum(_count(part) for part in told)
    if not n or not persons:
        return None
    mean = sum((_stands_for(part) * _sum(part.said) for part in told), Fraction()) / persons
    is_told = n >= _FEWEST and all(part.n >= _FEWEST for part in told)
    variance = sum((_spread(part, mean) for part in told), Fraction()) / persons**2 if is_told else None
    return Estimate(mean, n, variance, _worth(told, mean, n, variance))


def put_together(sizes: Mapping[str, int], answered: Mapping[str, int], below: int) -> list[tuple[str, ...]]:
    """Return the strata to weigh by: those with few answers are one, with the smallest other if need be.

    So everybody in the frame is stood for, no stratum rests on an answer or two, and none gives them away;
    `below` is `statistics.small_cell_below`.

    >>> put_together({"a": 90, "b": 10, "c": 5}, {"a": 30, "b": 6, "c": 1}, 5)
    [('a',), ('b', 'c')]
    """
    by_answers = sorted(sizes, key=lambda name: (answered.get(name, 0), name))
    few = [name for name in by_answers if answered.get(name, 0) < below]
    enough = by_answers[len(few) :]
    while few and enough and sum(answered.get(name, 0) for name in few) < below:
        few.append(enough.pop(0))
    return sorted([*((name,) for name in enough), *([tuple(sorted(few))] if few else [])])


def _worth(told: Sequence[Part], share: Fraction, n: int, variance: Fraction | None) -> Fraction:
    if not variance:
        return Fraction(n)
    answers = sum(part.n for part in told)
    return min(Fraction(n), share * (1 - share) * answers / (answers - 1) / variance)


def _stands_for(part: Part) -> Fraction:
    return Fraction(part.size, part.n)


def _spread(part: Part, mean: Fraction) -> Fraction:
    """Return what a stratum adds to the variance of the weighted sum; who was not asked is off by nought."""
    off = _sum(part.said) - mean * _count(part)
    squares = sum((count * (value - mean) ** 2 for value, count in part.said.items()), Fraction())
    return _stands_for(part) ** 2 * Fraction(part.n, part.n - 1) * (squares - off**2 / part.n)


def _count(part: Part) -> int:
    return sum(part.said.values())


def _sum(said: Said) -> int:
    return sum(value * count for value, count in said.items())
