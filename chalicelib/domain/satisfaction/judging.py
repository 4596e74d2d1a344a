"""What judging an appeal and judging a flagged rating have in common (evaluation.md §2.4, §2.2).

Two persons who agree decide, of two or of three; malice needs one of its criteria.
"""

from datetime import datetime

from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.appeal import Category, Criterion, Verdict, Vote
from chalicelib.domain.satisfaction.work_orders.clocks import end_of
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.kernel.workdays import Calendar

JUDGES = 2


def objection_ends(
    until: datetime | None, decided_at: datetime | None, rules: SatisfactionRules, calendar: Calendar
) -> datetime | None:
    """Return until when the resident may object to what was decided; None where nothing was.

    Nothing is due then, so a year that was loaded since is minded whenever somebody asks; the instant only
    ever becomes later.
    """
    if until is None or decided_at is None:
        return until
    return max(until, end_of(decided_at, rules.appeal.objection_workdays, calendar).at)


def outcome_of(votes: tuple[Vote, ...]) -> bool | None:
    """Return what the votes decide: two that agree, of two or of three; None while they do not."""
    for upholds in (True, False):
        if sum(one.verdict.upholds is upholds for one in votes) >= JUDGES:
            return upholds
    return None


def check_criteria(category: Category | None, verdict: Verdict, device_ratings: int) -> None:
    """Refuse a finding of malice without one of its criteria, or with a device that rated too little.

    Raises:
        Invalid: at `/criteria`.
    """
    if not verdict.upholds or category is not Category.MALICIOUS:
        return
    if not verdict.criteria:
        raise Invalid(errors=[FieldError("/criteria", "required")])
    if Criterion.SAME_DEVICE in verdict.criteria and verdict.device_ratings < device_ratings:
        told = {"count": verdict.device_ratings, "min": device_ratings}
        raise Invalid(errors=[FieldError("/criteria", "same-device-too-few", told)])
