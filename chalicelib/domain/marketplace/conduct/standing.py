"""What an agency's conduct allows it at an instant: every command asks here (docs/rules.md §2.6).

The loaded agency answers, so an interception costs no read of its own. Entry is closed by removal and black
list; registration, quote, award and contract by every measure; a registration also by grade D.
"""

from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.conduct.facts import Interception, MeasureKind
from chalicelib.domain.marketplace.conduct.grades import Grade, grade_of
from chalicelib.domain.marketplace.conduct.reading import stop_at
from chalicelib.domain.marketplace.credit import credit_at
from chalicelib.domain.marketplace.rules import ConductRules


def interception_at(agency: Agency, service_type: str, at: datetime) -> Interception | None:
    """Return what keeps an agency away from a service type at an instant, or None."""
    return stop_at(agency.conduct, service_type, at)


def registration_stop_at(
    agency: Agency, service_type: str, at: datetime, rules: ConductRules
) -> Interception | None:
    """Return what keeps an agency from a new registration: any interception, or credit grade D."""
    stop = interception_at(agency, service_type, at)
    if stop is None and grade_at(agency, at, rules) is Grade.D:
        return Interception(MeasureKind.GRADE, "grade-d", "", "", at, recovers_at(agency, at, rules))
    return stop


def recovers_at(agency: Agency, at: datetime, rules: ConductRules) -> datetime | None:
    """Return when time alone lifts the agency out of grade D; None when it never does."""
    credit = credit_at(agency, at, rules)
    points = [one.points_end_at for one in credit.counted if one.points_end_at is not None]
    lapses = sorted([*points, *(one.ends_at for one in credit.evaluated)])
    return next((end for end in lapses if grade_at(agency, end, rules) is not Grade.D), None)


def grade_at(agency: Agency, at: datetime, rules: ConductRules) -> Grade:
    """Return the grade of an agency's credit at an instant."""
    return grade_of(credit_at(agency, at, rules).score, rules)
