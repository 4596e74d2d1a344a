"""The credit score (信用分) of docs/rules.md §2.6: P and E, two decimals, truncated.

P = 100 − points in force, clamped to 0..100; E = 20 × the mean of the evaluations that count, each of which
is weighted by its parties; score = 0.7 P + 0.3 E by the weights of the
rule profile, or P alone without evaluations. A new agency has 100. All
is exact until the last step.
"""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.conduct.evaluated import is_counted_at
from chalicelib.domain.marketplace.conduct.facts import Evaluated, Sanction
from chalicelib.domain.marketplace.conduct.reading import counts_at
from chalicelib.domain.marketplace.evaluations.mean import average
from chalicelib.domain.marketplace.rules import ConductRules
from chalicelib.kernel.records import dataclass

FULL = 100
_PER_STAR = 20


@dataclass(frozen=True, slots=True)
class Credit:
    """A score with what it is made of: the sanctions whose points count, and the evaluations that do."""

    score: Decimal
    points: int
    counted: tuple[Sanction, ...]
    evaluated: tuple[Evaluated, ...] = ()

    @property
    def conduct_part(self) -> int:
        """Return P: 100 less the points in force, clamped to 0..100."""
        return min(max(FULL - self.points, 0), FULL)

    @property
    def evaluation_mean(self) -> Fraction | None:
        """Return the mean of the evaluations, 1 to 5; None without any."""
        return average([one.mean for one in self.evaluated])

    @property
    def evaluation_part(self) -> Fraction | None:
        """Return E, 20 to 100; None without evaluations."""
        return None if self.evaluation_mean is None else _PER_STAR * self.evaluation_mean


def credit_at(agency: Agency, at: datetime, rules: ConductRules) -> Credit:
    """Return an agency's credit at an instant; the only place where it is reckoned."""
    counted = tuple(one for one in agency.conduct.sanctions if counts_at(one, at))
    evaluated = tuple(one for one in agency.conduct.evaluations if is_counted_at(one, at))
    points = sum(one.points for one in counted)
    mean = average([one.mean for one in evaluated])
    return Credit(credit_score(rules, points, mean), points, counted, evaluated)


def credit_score(rules: ConductRules, points: int = 0, evaluation_mean: Fraction | None = None) -> Decimal:
    """Return an agency's score; `evaluation_mean` is on the scale 1 to 5, None without evaluations."""
    conduct = Fraction(min(max(FULL - points, 0), FULL))
    if evaluation_mean is None:
        return truncated(conduct)
    weighted = rules.conduct_weight * conduct + rules.evaluation_weight * _PER_STAR * evaluation_mean
    return truncated(weighted / 100)


def truncated(exact: Fraction) -> Decimal:
    """Return a figure of 0 and more with two decimals, what is beyond them cut off.

    >>> truncated(Fraction(299999, 3000))
    Decimal('99.99')
    """
    return Decimal(exact * 100 // 1).scaleb(-2)
