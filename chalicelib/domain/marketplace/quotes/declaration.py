"""The declaration of relations (回避声明): the agency's answers to questions 5 to 7 of docs/rules.md §3.0.

None means that a question was not answered, which every gate takes as a refusal; a false answer is a
violation. Relatives and persons are not named: a tick says that there is a relation.
"""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum

from chalicelib.kernel.entered import Unreadable
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import check_uscc
from chalicelib.kernel.records import dataclass


class OwnerTie(StrEnum):
    """How somebody of the agency is or was tied to the owner [L2 art 9]."""

    EMPLOYMENT = "employment"
    DIRECTORSHIP = "directorship"
    SUPERVISORSHIP = "supervisorship"
    CONTROL = "control"


class ProjectRole(StrEnum):
    """What the agency did before for the same project [L2 art 18(2)]."""

    OVERALL_DESIGN = "overall-design"
    SPECIFICATION = "specification"
    PROJECT_MANAGEMENT = "project-management"
    SUPERVISION = "supervision"
    TESTING = "testing"


class Filing(StrEnum):
    """Whether the agency has the filing (备案) the notice requires, promises it on award, or neither."""

    HELD = "held"
    PROMISED = "promised"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class OwnerRelation:
    """One tie to the owner; `ended_on` None means that it goes on."""

    tie: OwnerTie
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class Declaration:
    """The signed answers; an empty tuple means "none", None means "not answered"."""

    signed_by: str
    signed_at: datetime
    owner_relations: tuple[OwnerRelation, ...] | None = None
    is_kin_of_owner: bool | None = None
    is_run_by_department: bool | None = None
    related_agencies: tuple[str, ...] | None = None
    person_in_charge: str | None = None
    """A keyed hash, compared with that of the listing and of other registrants."""
    project_roles: tuple[ProjectRole, ...] | None = None
    filing: Filing | None = None
    """Asked only where the notice requires a filing."""


QUESTIONS = (
    "owner_relations",
    "is_kin_of_owner",
    "is_run_by_department",
    "related_agencies",
    "person_in_charge",
    "project_roles",
)


def unanswered(declaration: Declaration) -> tuple[str, ...]:
    """Name the questions that have no answer."""
    return tuple(name for name in QUESTIONS if getattr(declaration, name) is None)


def check_declaration(
    declaration: Declaration, uscc: str, today: date, *, asks_filing: bool = False
) -> Iterator[FieldError]:
    """Name every error of a declaration; an honest "yes" is no error, the gates judge it."""
    for name in unanswered(declaration):
        yield FieldError(f"/declaration/{name}", "required")
    if asks_filing and declaration.filing is None:
        yield FieldError("/declaration/filing", "required")
    for place, relation in enumerate(declaration.owner_relations or ()):
        if relation.ended_on is not None and relation.ended_on > today:
            yield FieldError(f"/declaration/owner_relations/ties/{place}/ended_on", "future-date")
    for place, related in enumerate(declaration.related_agencies or ()):
        pointer = f"/declaration/related_agencies/usccs/{place}"
        try:
            check_uscc(related)
        except Unreadable as refusal:
            yield FieldError(pointer, refusal.code, refusal.params)
        if related == uscc:
            yield FieldError(pointer, "own-uscc")
