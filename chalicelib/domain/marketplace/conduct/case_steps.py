"""Report, investigation, notification, answer: a case up to its decision (docs/rules.md §2.6)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.conduct.case import Case, Evidence, Step, moved
from chalicelib.domain.marketplace.conduct.case_rights import (
    check_accused,
    check_department,
    check_may_report,
    is_authority,
    is_reporter,
)
from chalicelib.domain.marketplace.conduct.case_states import CaseState
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, after_workdays

MAX_EVIDENCE = 20


@dataclass(frozen=True, slots=True)
class Allegation:
    """What a report says: whom, which violation, in which service type, on which purchase."""

    uscc: str
    basis: str
    service_type: str
    notice_no: str = ""
    name: str = ""


def report(
    identifier: str,
    case_no: str,
    said: Allegation,
    step: Step,
    actor: Actor,
    rules: MarketRules,
    types: ServiceTypes,
    calendar: Calendar,
    points: int | None = None,
) -> Decision[Case]:
    """Open a case (举报、移送); the department has three working days to look into it.

    Raises:
        Forbidden: `role-needed` or `own-affair`.
        Invalid: when violation or service type is unknown.
    """
    if actor != SYSTEM:
        check_may_report(actor, said.uscc)
    errors = []
    if said.basis not in rules.violations:
        errors.append(FieldError("/basis", "not-one-of", {"options": sorted(rules.violations)}))
    if not types.is_open(said.service_type):
        errors.append(FieldError("/service_type", "unknown-service-type"))
    if errors:
        raise Invalid(errors=errors)
    case = Case(
        id=identifier,
        case_no=case_no,
        uscc=said.uscc,
        name=said.name,
        department=types.department_of(said.service_type).org,
        basis=said.basis,
        service_type=said.service_type,
        state=CaseState.REPORTED,
        profile=rules.name,
        points=rules.violations[said.basis].points if points is None else points,
        reported=step,
        due_at=after_workdays(step.at, rules.conduct.investigate_workdays, calendar).at,
        notice_no=said.notice_no,
    )
    return moved(None, "reported", case, CaseState.REPORTED)


def add_evidence(case: Case, file: Evidence, actor: Actor) -> Decision[Case] | None:
    """Add a file; None when it is there already.

    Raises:
        Forbidden: for anyone but the reporter and the authority.
        Invalid: when there are too many.
        Conflict: `wrong-state` once the agency was notified.
    """
    if not (is_reporter(case, actor) or is_authority(case, actor)):
        raise Forbidden("not-your-organisation")
    if any(one.file_id == file.file_id for one in case.evidence):
        return None
    if len(case.evidence) >= MAX_EVIDENCE:
        raise Invalid(errors=[FieldError("/file_id", "too-many-files", {"max": MAX_EVIDENCE})])
    kept = replace(case, evidence=(*case.evidence, file))
    return moved(case, "evidence_added", kept, case.state, sha256=file.sha256)


def remind(case: Case, now: datetime) -> Decision[Case]:
    """Note that the authority is late, once a step.

    Raises:
        Conflict: `nothing-due`.
    """
    if case.due_at is None or now < case.due_at or case.is_reminded:
        raise Conflict("nothing-due")
    return moved(case, "reminded", replace(case, is_reminded=True), case.state)


def investigate(case: Case, actor: Actor, now: datetime) -> Decision[Case]:
    """Take the case up (立案).

    Raises:
        Forbidden: for anyone but the department.
        Conflict: `wrong-state`.
    """
    check_department(case, actor)
    taken_up = replace(case, investigated=Step(actor.person, actor.org, now), due_at=None)
    return moved(case, "investigated", taken_up, CaseState.INVESTIGATING)


def notify(case: Case, step: Step, actor: Actor, rules: MarketRules, calendar: Calendar) -> Decision[Case]:
    """Tell the agency what was found and what is intended (告知); it has five working days to answer.

    Raises:
        Forbidden: for anyone but the department.
        Conflict: `wrong-state`.
    """
    check_department(case, actor)
    due_at = after_workdays(step.at, rules.conduct.answer_workdays, calendar).at
    return moved(case, "notified", replace(case, notified=step, due_at=due_at), CaseState.NOTIFIED)


def answer(case: Case, step: Step, actor: Actor) -> Decision[Case]:
    """Take the agency's answer (陈述申辩) until its last instant.

    Raises:
        Forbidden: for anyone but the agency.
        Conflict: `answer-lapsed` or `wrong-state`.
    """
    check_accused(case, actor)
    if case.state is CaseState.NOTIFIED and case.due_at is not None and step.at >= case.due_at:
        raise Conflict("answer-lapsed")
    return moved(case, "answered", replace(case, heard=step, due_at=None), CaseState.HEARD)


def lapse_answer(case: Case, now: datetime) -> Decision[Case]:
    """Go on without an answer once its time is over.

    Raises:
        Conflict: `nothing-due` or `wrong-state`.
    """
    if case.due_at is None or now < case.due_at:
        raise Conflict("nothing-due")
    heard = replace(case, heard=Step(SYSTEM.person, SYSTEM.org, case.due_at), due_at=None)
    return moved(case, "answer_lapsed", heard, CaseState.HEARD)
