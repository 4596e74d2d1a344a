"""Submitting a dossier and the operator's form check (docs/rules.md §2.2, first four rows and 变更).

A filing covers every section that differs from the register and every service type on the way in. The
operator either gives back all corrections at once or passes it; a late reviewer is reminded and silence
never passes anything.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import (
    Admission,
    Agency,
    Correction,
    Filing,
    check_may_enter_market,
    decided,
    move_all,
)
from chalicelib.domain.marketplace.agencies.authority import (
    check_agency_admin,
    check_operator_reviewer,
    check_system,
)
from chalicelib.domain.marketplace.agencies.changes import (
    adopt_operator_sections,
    changed_sections,
    concerned_types,
    open_admissions,
)
from chalicelib.domain.marketplace.agencies.dossier import Dossier
from chalicelib.domain.marketplace.agencies.fields import TEXT_MAX_CHARS
from chalicelib.domain.marketplace.agencies.lapsing import settle
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.domain.marketplace.agencies.task_list import submission_problems
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.workdays import Calendar, after_workdays


def submit(
    agency: Agency,
    actor: Actor,
    now: datetime,
    types: ServiceTypes,
    rules: MarketRules,
    calendar: Calendar,
    elsewhere: frozenset[str] = frozenset(),
) -> Decision[Agency]:
    """Hand in the draft; `elsewhere` holds the keys of persons who are practitioners of other agencies.

    Raises:
        Forbidden: when the actor does not administer the agency.
        Conflict: `agency-intercepted`, `under-check`, `nothing-to-submit`.
        Invalid: with everything that is missing, each by its pointer.
    """
    check_agency_admin(actor, agency.id)
    check_may_enter_market(agency, now)
    if agency.filing is not None:
        raise Conflict("under-check")
    settled = _with_present_requirements(settle(agency, now), types)
    sections, entering = changed_sections(settled), _drafts(settled)
    if not sections and not entering:
        raise Conflict("nothing-to-submit")
    problems = submission_problems(settled, types, now, rules.listing, elsewhere)
    if problems:
        raise Invalid(errors=problems)
    days = rules.listing.form_check_workdays if entering else rules.listing.change_check_workdays
    due_at = after_workdays(now, days, calendar).at
    answers, before = settled.corrections, settled.given_back
    filing = Filing(
        ListingState.FORM_CHECK,
        now,
        sections,
        due_at,
        answers=answers,
        before=before,
        is_entry=not settled.register.services,
    )
    moved = move_all(settled, lambda one: one in entering, "submitted", ListingState.FORM_CHECK, now)
    nominations = tuple(
        replace(one, previous=None, result=Dossier(), is_settled=True) for one in moved.nominations
    )
    submitted = replace(moved, filing=filing, corrections=(), given_back=None, nominations=nominations)
    return decided("agency.submitted", agency, submitted, sections=[str(one) for one in sections])


def return_for_correction(
    agency: Agency, corrections: Sequence[Correction], actor: Actor, now: datetime
) -> Decision[Agency]:
    """Give the filing back with everything that is to be mended, at once.

    Raises:
        Forbidden: when the actor is no operator's reviewer, or of this agency.
        Conflict: `not-under-form-check`, `agency-intercepted`.
        Invalid: when there is no correction, or one without a section or words.
    """
    check_operator_reviewer(actor, agency.id)
    _check_stage(agency, now)
    problems = _correction_problems(corrections)
    if problems:
        raise Invalid(errors=problems)
    moved = move_all(settle(agency, now), _is_checked, "returned", ListingState.DRAFT, now)
    returned = replace(moved, filing=None, corrections=tuple(corrections), given_back=moved.draft)
    sections = sorted({str(one.section) for one in corrections})
    return decided("agency.returned", agency, returned, sections=sections)


def pass_form_check(
    agency: Agency, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Agency]:
    """Pass the form: the operator's sections count from now, and the departments' turn begins.

    Raises:
        Forbidden: when the actor is no operator's reviewer, or of this agency.
        Conflict: `not-under-form-check`, `agency-intercepted`.
    """
    check_operator_reviewer(actor, agency.id)
    filing = _check_stage(agency, now)
    settled = settle(agency, now)
    awaiting = concerned_types(settled)
    moved = move_all(settled, _is_checked, "form_passed", ListingState.DEPT_REVIEW, now)
    due_at = after_workdays(now, _review_workdays(settled, rules), calendar).at
    review = replace(
        filing, stage=ListingState.DEPT_REVIEW, due_at=due_at, awaiting=awaiting, is_reminded=False
    )
    passed = replace(adopt_operator_sections(moved, now), filing=review if awaiting else None)
    return decided("agency.form-passed", agency, passed, awaiting=list(awaiting))


def remind(agency: Agency, actor: Actor, now: datetime) -> Decision[Agency]:
    """Note that the reviewer is late, once a stage; the effects router tells him.

    Raises:
        Forbidden: `not-the-system`.
        Conflict: `nothing-due`.
    """
    check_system(actor)
    filing = agency.filing
    if filing is None or filing.is_reminded or now < filing.due_at:
        raise Conflict("nothing-due")
    reminded = replace(settle(agency, now), filing=replace(filing, is_reminded=True))
    data = {"stage": str(filing.stage), "due_at": format_instant(filing.due_at)}
    return decided("agency.review-overdue", agency, reminded, awaiting=list(filing.awaiting), **data)


def _drafts(agency: Agency) -> tuple[Admission, ...]:
    return tuple(one for one in open_admissions(agency) if one.state is ListingState.DRAFT)


def _is_checked(admission: Admission) -> bool:
    return admission.state is ListingState.FORM_CHECK


def _with_present_requirements(agency: Agency, types: ServiceTypes) -> Agency:
    """Hold an application against the service types of today, not of the day it was begun."""
    stamped = tuple(
        replace(one, requirement=types.types[one.service_type].requirement)
        if one.state is ListingState.DRAFT and types.is_open(one.service_type)
        else one
        for one in agency.admissions
    )
    return replace(agency, admissions=stamped)


def _review_workdays(agency: Agency, rules: MarketRules) -> int:
    """Return the department's time: the one for a new certificate when that is all it has to look at."""
    states = {one.state for one in agency.admissions if one.service_type in concerned_types(agency)}
    is_restoring = states == {ListingState.RESTRICTED}
    return (
        rules.listing.restored_review_workdays if is_restoring else rules.listing.department_review_workdays
    )


def _check_stage(agency: Agency, now: datetime) -> Filing:
    check_may_enter_market(agency, now)
    if agency.filing is None or agency.filing.stage is not ListingState.FORM_CHECK:
        raise Conflict("not-under-form-check")
    return agency.filing


def _correction_problems(corrections: Sequence[Correction]) -> list[FieldError]:
    found = [] if corrections else [FieldError("/corrections", "required")]
    for place, correction in enumerate(corrections):
        if correction.section is None:
            found.append(FieldError(f"/corrections/{place}/section", "required"))
        if not correction.note.strip():
            found.append(FieldError(f"/corrections/{place}/note", "required"))
        if len(correction.note) > TEXT_MAX_CHARS:
            figures = {"max": TEXT_MAX_CHARS}
            found.append(FieldError(f"/corrections/{place}/note", "too-long", figures))
    return found
