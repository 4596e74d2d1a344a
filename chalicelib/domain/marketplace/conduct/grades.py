"""Grade bands of the credit score (docs/rules.md §2.6): lower bound inclusive, no gaps."""

from decimal import Decimal
from enum import StrEnum

from chalicelib.domain.marketplace.rules import ConductRules


class Grade(StrEnum):
    """The four grades (信用等级); D keeps an agency from registering."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


def grade_of(score: Decimal, rules: ConductRules) -> Grade:
    """Return the grade of a score."""
    bands = ((rules.grade_a_from, Grade.A), (rules.grade_b_from, Grade.B), (rules.grade_c_from, Grade.C))
    return next((grade for least, grade in bands if score >= least), Grade.D)
