"""Reads the consequence table and the decision's wording from a rule profile (docs/rules.md §2.6)."""

import re
from collections.abc import Mapping
from typing import Any

from chalicelib.domain.marketplace.rules import ConductRules, ViolationRule
from chalicelib.kernel.canonical import Json

AUTOMATIC_CODES = frozenset({"absent", "abandoned", "unsigned", "late-delivery"})
"""Violations the system itself notices: events of notices name them."""
LIST_BASIS = "serious-dishonesty"
"""The basis of a list entry that names no violation of this table."""
PLACES = frozenset(
    {
        "agency",
        "uscc",
        "number",
        "violation",
        "source",
        "facts",
        "measures",
        "objection",
        "authority",
        "decided_on",
    }
)
"""What the wording of a decision may name."""
_FIELDS = {"name", "points", "source", "suspension_months", "bar_years", "is_automatic"}


def parse_violations(raw: Json) -> Mapping[str, ViolationRule]:
    """Read the table, one row a violation.

    Raises:
        ValueError: naming the row that is missing or out of its bounds.
    """
    if not isinstance(raw, dict):
        raise ValueError("violations: an object is needed")
    for code in sorted(AUTOMATIC_CODES - set(raw)):
        raise ValueError(f"violations: no row for {code}")
    return {code: _row(code, row) for code, row in raw.items()}


def parse_decision_text(raw: Json) -> Mapping[str, str]:
    """Read the wording of a decision: its version and one text, with the places it fills in.

    Raises:
        ValueError: when a part is missing or a place is unknown.
    """
    if not isinstance(raw, dict) or set(raw) != {"version", "zh"}:
        raise ValueError("decision_text: version and zh are needed")
    unknown = set(re.findall(r"{(.*?)}", str(raw["zh"]))) - PLACES
    if unknown:
        raise ValueError(f"decision_text: there is no place {sorted(unknown)[0]}")
    return {name: str(text) for name, text in raw.items()}


def check_grades(rules: ConductRules) -> None:
    """Refuse bands that leave a gap or cross, and weights that are no whole.

    Raises:
        ValueError: when the lower bounds do not fall from A to C, or the weights are not 100 together.
    """
    if rules.conduct_weight + rules.evaluation_weight != 100:
        raise ValueError("conduct.conduct_weight: with conduct.evaluation_weight it makes 100")
    if not 100 >= rules.grade_a_from > rules.grade_b_from > rules.grade_c_from > 0:
        raise ValueError("conduct.grade_a_from: the lower bounds fall from A to C within 100")


def _row(code: str, raw: Any) -> ViolationRule:
    if not isinstance(raw, dict) or set(raw) != _FIELDS:
        raise ValueError(f"violations.{code}: {', '.join(sorted(_FIELDS))} are needed")
    points = raw["points"]
    if isinstance(points, bool) or not isinstance(points, int) or not 0 <= points <= 100:
        raise ValueError(f"violations.{code}.points: 0 to 100")
    if not isinstance(raw["is_automatic"], bool) or not str(raw["source"]).strip():
        raise ValueError(f"violations.{code}: the source, and true or false for is_automatic")
    return ViolationRule(
        code=code,
        name=str(raw["name"]),
        points=points,
        source=str(raw["source"]),
        suspension_months=_span(code, "suspension_months", raw),
        bar_years=_span(code, "bar_years", raw),
        is_automatic=raw["is_automatic"],
    )


def _span(code: str, name: str, raw: Any) -> tuple[int, ...]:
    span = raw[name]
    if span == []:
        return ()
    if not isinstance(span, list) or len(span) != 2 or not 0 < span[0] <= span[1] <= 120:
        raise ValueError(f"violations.{code}.{name}: the least and the most, or nothing")
    return (span[0], span[1])
