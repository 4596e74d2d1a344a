"""Rounding that never flatters the office (evaluation.md §5 no. 18).

Two decimals. An achievement (满意, 整改, 覆盖, 按期) is rounded down, an adverse rate (差评, 不满意, 超期)
half-up; so a rate and its complement never add to more than a hundred. 100.00 is said of the whole alone:
the press announced 19,880 of 19,881 as 100 %. Nothing counted is no figure, which is not nought.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor
from typing import Final

Number = int | Fraction

PERCENT: Final = 100
_MOST_OF_LESS: Final = Decimal("99.99")


class Rounding(StrEnum):
    """How the last step is done."""

    DOWN = "down"
    """Achievements, means and differences: towards the lower value."""
    HALF_UP = "half-up"
    """Adverse rates."""
    UP = "up"
    """The upper end of an interval."""


_STEPS: Final[Mapping[Rounding, Callable[[Fraction], int]]] = {
    Rounding.DOWN: floor,
    Rounding.HALF_UP: lambda exact: floor(exact + Fraction(1, 2)),
    Rounding.UP: ceil,
}


def rounded(exact: Fraction, rounding: Rounding) -> Decimal:
    """Return a number with two decimals.

    >>> rounded(Fraction(-1, 8), Rounding.DOWN), rounded(Fraction(1, 8), Rounding.HALF_UP)
    (Decimal('-0.13'), Decimal('0.13'))
    """
    return Decimal(f"{_STEPS[rounding](exact * 100)}E-2")  # written, since arithmetic keeps 28 digits


def percent(numerator: Number, denominator: Number, rounding: Rounding) -> Decimal | None:
    """Return a share in per cent; None when nothing was counted.

    Raises:
        ValueError: when the part is negative or more than the whole.

    >>> percent(19880, 19881, Rounding.DOWN), percent(0, 0, Rounding.DOWN)
    (Decimal('99.99'), None)
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(f"{numerator} of {denominator} is no share")
    if denominator == 0:
        return None
    share = rounded(Fraction(numerator) * PERCENT / denominator, rounding)
    return share if numerator == denominator else below_whole(share)


def below_whole(share: Decimal) -> Decimal:
    """Return what is shown of less than the whole: 99.99 at most.

    >>> below_whole(Decimal("100.00"))
    Decimal('99.99')
    """
    return min(share, _MOST_OF_LESS)
