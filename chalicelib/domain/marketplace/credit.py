"""The credit score (信用分) of docs/rules.md §2.6: P and E, two decimals, truncated.

P = 100 − points in force, clamped to 0..100; E = 20 × weighted evaluation mean; score = 0.7 P + 0.3 E, or P
alone without evaluations. A new agency has 100.
"""

from datetime import datetime
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.conduct.facts import Sanction
from chalicelib.domain.marketplace.conduct.reading import counts_at
from chalicelib.kernel.records import dataclass

FULL = 100
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Credit:
    """A score with what it is made of: the sanctions whose points count, and the evaluation mean."""

    score: Decimal
    points: int
    counted: tuple[Sanction, ...]
    evaluation_mean: Fraction | None = None

    @property
    def conduct_part(self) -> int:
        """Return P: 100 less the points in force, clamped to 0..100."""
        return min(max(FULL - self.points, 0), FULL)


def credit_at(agency: Agency, at: datetime) -> Credit:
    """Return an agency's credit at an instant; the only place where it is reckoned."""
    counted = tuple(one for one in agency.conduct.sanctions if counts_at(one, at))
    points = sum(one.points for one in counted)
    return Credit(credit_score(points), points, counted)


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
