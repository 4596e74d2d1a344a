"""The six kinds of service item that may not exist (docs/rules.md §4.3), asked one by one at creation.

The article is Jinan's, [L8b art 16], which the product adopts as its own checklist.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass

CLAUSE = "L8b art 16"


class ForbiddenKind(StrEnum):
    """A kind of item the article forbids."""

    SOLVABLE_BY_SUPERVISION = "solvable_by_supervision"
    """Departments could settle it by consulting each other or by supervision."""
    OWNER_CAN_DO = "owner_can_do"
    """The owner could do it itself and is made to buy it."""
    CANCELLED_APPROVAL = "cancelled_approval"
    """An approval that was cancelled lives on as a service."""
    SPLIT_SERVICE = "split_service"
    """One service was split into several."""
    DESIGNATED_AGENCY = "designated_agency"
    """An agency is designated, openly or in effect."""
    COST_TO_OWNER = "cost_to_owner"
    """The department passes the cost of its own technical service on to the owner."""


@dataclass(frozen=True, slots=True)
class ChecklistRecord:
    """Who answered all six with "no", and when."""

    answered_by: str
    answered_at: datetime


def checklist_problems(answers: Mapping[str, bool]) -> tuple[FieldError, ...]:
    """Name every kind that was not answered and every kind that applies; True means that it applies."""
    found = []
    for kind in ForbiddenKind:
        if kind not in answers:
            found.append(FieldError(f"/checklist/{kind}", "required"))
        elif answers[kind]:
            found.append(FieldError(f"/checklist/{kind}", "forbidden-kind", {"clause": CLAUSE}))
    return tuple(found)
