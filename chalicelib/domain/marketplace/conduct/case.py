"""The violation case (违规案件) as an aggregate: who reported what, each step, and the ruling (§2.6).

Free text lies in the vault behind references; here are codes, persons' pseudonyms, instants and hashes.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.conduct.case_states import CASE, CaseState
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a case: who took it, when, and where its words lie."""

    by: str
    org: str
    at: datetime
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that belongs to the case; its content is known by its hash."""

    file_id: str
    name: str
    sha256: str
    size_bytes: int
    content_type: str
    org: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """What was decided beside the points: months, the service types they are limited to, bar, list."""

    suspension_months: int = 0
    service_types: tuple[str, ...] = ()
    bar_years: int = 0
    blacklist_years: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """A case against one agency (`uscc`), before one department, under the profile of its report."""

    id: str
    case_no: str
    uscc: str
    name: str
    department: str
    basis: str
    service_type: str
    state: CaseState
    profile: str
    points: int
    reported: Step
    due_at: datetime | None = None
    """When the next step is due: to investigate, to answer, to handle the objection."""
    is_reminded: bool = False
    is_automatic: bool = False
    notice_no: str = ""
    evidence: tuple[Evidence, ...] = ()
    investigated: Step | None = None
    notified: Step | None = None
    heard: Step | None = None
    decided: Step | None = None
    ruling: Ruling | None = None
    number: str = ""
    text_hash: str = ""
    delivered: Step | None = None
    objection_until: datetime | None = None
    objected: Step | None = None
    closed: Step | None = None
    """Dismissed, upheld or corrected."""
    hidden_at: datetime | None = None

    @property
    def handlers(self) -> frozenset[str]:
        """Return who brought the case up to its decision, so that another person decides."""
        steps = (self.reported, self.investigated, self.notified)
        return frozenset(step.by for step in steps if step is not None)


def moved(case: Case | None, event: str, changed: Case, target: CaseState, **data: Json) -> Decision[Case]:
    """Take a move of the table: the changed case, and the fact for the ledger.

    Raises:
        Conflict: `wrong-state` when the table does not list the move.
    """
    CASE.check(None if case is None else case.state, event, target)
    after = replace(changed, state=target)
    facts: dict[str, Json] = {
        "case_id": after.id,
        "case_no": after.case_no,
        "uscc": after.uscc,
        "name": after.name,
        "department": after.department,
        "reporter": after.reported.org,
        "basis": after.basis,
        "service_type": after.service_type,
        "notice_no": after.notice_no,
        "state": target.value,
        "number": after.number,
        "due_at": None if after.due_at is None else format_instant(after.due_at),
    }
    return Decision(after, Event(f"violation.{event}", {**facts, **data}))
