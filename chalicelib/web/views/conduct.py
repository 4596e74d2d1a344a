"""Sanctions and credit as pages and the API show them: every line with what it does to the score (§2.6)."""

from datetime import datetime
from fractions import Fraction
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.conduct.facts import Sanction
from chalicelib.domain.marketplace.conduct.grades import Grade, grade_of
from chalicelib.domain.marketplace.conduct.reading import (
    counts_at,
    end_of,
    holds_at,
    is_public_at,
    is_running,
    stops_until,
)
from chalicelib.domain.marketplace.conduct.standing import recovers_at
from chalicelib.domain.marketplace.credit import FULL, credit_at, truncated
from chalicelib.domain.marketplace.rules import ConductRules

View = dict[str, Any]


def sanction_view(sanction: Sanction, types: ServiceTypes, now: datetime) -> View:
    """Return a sanction with its measures, and what of it still runs."""
    department = types.department_by_org(sanction.authority)
    return {
        "number": sanction.number,
        "source": sanction.source.value,
        "basis": sanction.basis,
        "document_no": sanction.document_no,
        "authority": department.name if department else sanction.authority,
        "decided_at": sanction.decided_at,
        "points": sanction.points,
        "points_end_at": sanction.points_end_at,
        "points_count": counts_at(sanction, now),
        "measures": [
            {
                "kind": measure.kind.value,
                "service_type": measure.service_type,
                "service_name": types.name_of(measure.service_type) if measure.service_type else "",
                "starts_at": measure.starts_at,
                "ends_at": end_of(sanction, measure),
                "runs": holds_at(sanction, measure, now),
            }
            for measure in sanction.measures
        ],
        "notice_no": sanction.notice_no,
        "ends_at": stops_until(sanction),
        "phase": "running" if is_running(sanction, now) else "ended",
        "corrected_at": sanction.revoked_at,
        "objection_until": sanction.objection_until,
    }


def credit_view(agency: Agency, rules: ConductRules, now: datetime) -> View:
    """Return score and grade, line by line: what was deducted, until when, and where the grades begin."""
    credit = credit_at(agency, now, rules)
    grade = grade_of(credit.score, rules)
    return {
        "score": str(credit.score),
        "grade": grade.value,
        "full": FULL,
        "points": credit.points,
        "conduct_part": credit.conduct_part,
        "weights": {"conduct": rules.conduct_weight, "evaluation": rules.evaluation_weight},
        "has_evaluations": bool(credit.evaluated),
        "evaluation_mean": _figure(credit.evaluation_mean),
        "evaluation_part": _figure(credit.evaluation_part),
        "evaluations": [
            {
                "notice_no": one.notice_no,
                "mean": _figure(one.mean),
                "since": one.since,
                "ends_at": one.ends_at,
            }
            for one in credit.evaluated
        ],
        "lines": [
            {
                "number": one.number,
                "basis": one.basis,
                "points": one.points,
                "decided_at": one.decided_at,
                "points_end_at": one.points_end_at,
            }
            for one in credit.counted
        ],
        "bands": {"A": rules.grade_a_from, "B": rules.grade_b_from, "C": rules.grade_c_from},
        "recovers_at": recovers_at(agency, now, rules) if grade is Grade.D else None,
    }


def _figure(exact: Fraction | None) -> str | None:
    return None if exact is None else str(truncated(exact))


def sanctions_view(agency: Agency, types: ServiceTypes, now: datetime) -> list[View]:
    """Return an agency's public sanctions, the latest first."""
    shown = [one for one in agency.conduct.sanctions if is_public_at(one, now)]
    return [
        sanction_view(one, types, now) for one in sorted(shown, key=lambda one: one.decided_at, reverse=True)
    ]
