"""The six steps of the wizard (docs/rules.md §4.4, pages §3): which field is filled in where.

The sixth step shows the answers and holds no field of its own.
"""

from collections.abc import Iterable
from enum import StrEnum

from chalicelib.kernel.errors import FieldError


class Step(StrEnum):
    """The steps in their order."""

    PROJECT = "project"
    SERVICE = "service"
    REQUIREMENTS = "requirements"
    PRICE = "price"
    DATES = "dates"
    CHECK = "check"


STEP_FIELDS: dict[Step, tuple[str, ...]] = {
    Step.PROJECT: (
        "title",
        "division",
        "zone",
        "is_investment",
        "project_code",
        "approval_project",
        "approval_code",
        "approval_serial",
        "contact_ref",
    ),
    Step.SERVICE: (
        "service_item",
        "service_item_version",
        "service_item_code",
        "service_item_name",
        "service_type",
        "department",
        "approving_department",
        "scope",
        "scale_type",
        "scale_hundredths",
        "fiscal_percent",
        "social_percent",
        "term",
        "attachments",
    ),
    Step.REQUIREMENTS: (
        "qualifications",
        "qualification_match",
        "qualification_note",
        "practitioners",
        "practitioner_note",
        "filing_required",
        "filing_note",
        "promise_only",
        "exclusions",
        "exclusion_reason",
    ),
    Step.PRICE: (
        "method",
        "is_inquiry",
        "method_terms",
        "price",
        "minimum",
        "minimum_reason",
        "witnesses",
    ),
    Step.DATES: ("closes_on", "selection_at"),
    Step.CHECK: (),
}

FIELD_STEP: dict[str, Step] = {name: step for step, names in STEP_FIELDS.items() for name in names}


def step_of(pointer: str) -> Step:
    """Return the step in which the field of a JSON pointer is filled in.

    >>> step_of("/price/max_fen").value
    'price'
    """
    return FIELD_STEP[pointer.split("/")[1]]


def errors_by_step(errors: Iterable[FieldError]) -> dict[Step, tuple[FieldError, ...]]:
    """Sort field errors by the step that mends them; every step is there, even without errors."""
    found: dict[Step, list[FieldError]] = {step: [] for step in Step}
    for error in errors:
        found[step_of(error.pointer)].append(error)
    return {step: tuple(listed) for step, listed in found.items()}
