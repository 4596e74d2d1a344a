"""The credit score (信用分) of docs/rules.md §2.6: P and E, two decimals, truncated.

P = 100 − points in force, clamped to 0..100; E = 20 × weighted evaluation mean; score = 0.7 P + 0.3 E, or P
alone without evaluations. A new agency has 100.
"""

from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from chalicelib.domain.marketplace.agencies.agency import Agency

FULL = 100
_CENT = Decimal("0.01")


def credit_score(points_in_force: int = 0, evaluation_mean: Fraction | None = None) -> Decimal:
    """Return an agency's score; `evaluation_mean` is on the scale 1 to 5, None without evaluations.

    >>> credit_score(), credit_score(10, Fraction(9, 2))
    (Decimal('100.00'), Decimal('90.00'))
    """
    conduct = Fraction(min(max(FULL - points_in_force, 0), FULL))
    if evaluation_mean is None:
        exact = conduct
    else:
        exact = Fraction(7, 10) * conduct + Fraction(3, 10) * 20 * evaluation_mean
    return (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(_CENT, ROUND_DOWN)


def credit_at(_agency: Agency, _at: datetime) -> Decimal:
    """Return an agency's score at an instant, as selections take it; nothing on file is a full one."""
    return credit_score()
