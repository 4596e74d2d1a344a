"""How far chance may have carried a share: Wilson 95 %, and how many to ask (evaluation.md §5 no. 14, 16).

There is no float and no square root of one: with z = a/b and the part x of n, the bounds are

    (2b²nx + a²n ∓ √(a²nN)) / (2n(b²n + a²))    where    N = 4b²x(n − x) + a²n

whose only irrational part is the root of an integer, so that rounding down or up is exact. Bounds are
rounded outwards, though 100.00 is said of the whole alone (no. 18). In a census they show what few ratings
are worth; they do not hold what those who did not answer would have said, and whoever shows them says so.
"""

from decimal import Decimal
from fractions import Fraction
from math import ceil, isqrt
from typing import Final

from chalicelib.domain.satisfaction.statistics.rounding import Number, Rounding, below_whole, rounded
from chalicelib.kernel.records import dataclass

_A, _B = 1_959_964, 1_000_000
"""z = 1.959964 of no. 14."""

_SAMPLE_Z: Final = Fraction(196, 100)
"""z of no. 16, whose n0 is 384.16."""

_FINE: Final = 10**20
"""What bounds are compared by: far finer than two units can differ and be different."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Both bounds of a share in per cent, two decimals, rounded outwards."""

    low: Decimal
    high: Decimal


def wilson(part: Number, whole: Number) -> Interval | None:
    """Return the Wilson 95 % interval of a share in per cent; None when nothing was counted.

    Answers that count for more or less than one each make parts of one.

    Raises:
        ValueError: when the part is negative or more than the whole.
    """
    if whole == 0 == part:
        return None
    low = rounded(Fraction(wilson_low(part, whole) * 100, _FINE), Rounding.DOWN)
    high = rounded(100 - Fraction(wilson_low(whole - part, whole) * 100, _FINE), Rounding.UP)
    return Interval(low, high if part == whole else below_whole(high))


def wilson_low(part: Number, whole: Number) -> int:
    """Return the lower bound in units of 10⁻²⁰, rounded down: what units are ranked by.

    Raises:
        ValueError: when nothing was counted, or the part is negative or more than the whole.
    """
    if not (0 <= part <= whole and whole > 0):
        raise ValueError(f"{part} of {whole} is no share")
    a2, b2 = _A**2, _B**2
    under_root = a2 * whole * (4 * b2 * part * (whole - part) + a2 * whole)
    root = _root_up(under_root * _FINE**2)
    rational = (2 * b2 * part + a2) * whole * _FINE
    return int((rational - root) // (2 * whole * (b2 * whole + a2)))


def half_width(variance: Number) -> Decimal:
    """Return half the 95 % interval of a mean, two decimals, rounded up: z times the root of its variance.

    >>> half_width(Fraction(1, 4)), half_width(0)
    (Decimal('0.98'), Decimal('0.00'))
    """
    return Decimal(f"{_root_up(variance * Fraction(100 * _A, _B) ** 2)}E-2")


def sample_size(population: int | None = None, margin_bp: int = 500) -> int:
    """Return how many to ask for 95 % and a margin in basis points; None is a population without end.

    >>> sample_size(500), sample_size(None, 300)
    (218, 1068)
    """
    if margin_bp < 1 or (population is not None and population < 0):
        raise ValueError("a margin and a population are positive")
    without_end = _SAMPLE_Z**2 / 4 / Fraction(margin_bp, 10_000) ** 2
    if population is None:
        return ceil(without_end)
    return ceil(without_end * population / (population + without_end - 1)) if population else 0


def _root_up(square: Number) -> int:
    root = isqrt(ceil(square))
    return root if root * root >= square else root + 1
