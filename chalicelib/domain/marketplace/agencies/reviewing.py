"""The department's review, service type by service type (docs/rules.md §2.2, policy 二(四)3).

A department decides on its own service types only. What it passes enters the register at once; a change it
rejects leaves the old register live. There is no count of places: whoever meets the law enters.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import (
    Admission,
    Agency,
    Correction,
    Standing,
    check_may_enter_market,
    decided,
    move,
    with_admission,
)
from chalicelib.domain.marketplace.agencies.authority import check_department
from chalicelib.domain.marketplace.agencies.changes import adopt_for_type
from chalicelib.domain.marketplace.agencies.fields import need_text
from chalicelib.domain.marketplace.agencies.lapsing import settle
from chalicelib.domain.marketplace.agencies.sections import offer_problems
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.agencies.spells import current
from chalicelib.domain.marketplace.agencies.states import LISTING, ListingState
from chalicelib.domain.marketplace.agencies.validity import shortfalls
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, FieldError, Invalid

REASON_MAX_CHARS = 500


def approve(
    agency: Agency, service_type: str, actor: Actor, now: datetime, types: ServiceTypes
) -> Decision[Agency]:
    """Pass what the filing says for one service type: entry, change, or the end of a restriction.

    Raises:
        Forbidden: when the actor is not of the responsible department, or of this agency.
        Conflict: `not-under-review`, `agency-intercepted`.
        Invalid: at entry, when a qualification, staff or the mandatory publicity is missing.
    """
    check_department(actor, agency.id, service_type, types)
    admission = _check_awaiting(agency, service_type, now)
    adopted = adopt_for_type(settle(agency, now), admission, now)
    decided_on = _after_approval(adopted, service_type, now)
    passed = settle(_one_less(with_admission(adopted, decided_on), service_type), now)
    return decided("agency.approved", agency, passed, service_type=service_type)


def reject(
    agency: Agency, service_type: str, reason: str, actor: Actor, now: datetime, types: ServiceTypes
) -> Decision[Agency]:
    """Refuse what the filing says for one service type, with the reason the agency will read.

    Raises:
        Forbidden: when the actor is not of the responsible department, or of this agency.
        Conflict: `not-under-review`, `agency-intercepted`.
        Invalid: without a reason, or with one that is too long.
    """
    check_department(actor, agency.id, service_type, types)
    _check_awaiting(agency, service_type, now)
    problems = need_text(reason, "/reason", REASON_MAX_CHARS)
    if problems:
        raise Invalid(errors=problems)
    settled = settle(agency, now)
    admission = settled.admission(service_type)
    if admission is not None and admission.state is ListingState.DEPT_REVIEW:
        rejected = move(admission, "rejected", Standing(ListingState.REJECTED, note=reason), now)
        settled = with_admission(settled, rejected)
    corrections = (*settled.corrections, Correction(reason, service_type=service_type))
    left = replace(_one_less(settled, service_type), corrections=corrections, given_back=settled.draft)
    return decided("agency.rejected", agency, left, service_type=service_type)


def entry_problems(agency: Agency, admission: Admission, now: datetime) -> tuple[FieldError, ...]:
    """Name what keeps a service type from becoming ACTIVE: qualification, staff, mandatory publicity."""
    register = agency.register
    found = shortfalls(
        admission.requirement, current(register.qualifications), current(register.practitioners), now
    )
    offers = [one for one in current(register.services) if one.service_type == admission.service_type]
    if not offers:
        return (*found, FieldError("/services", "required", {"service_type": admission.service_type}))
    return (*found, *offer_problems(offers[0], "/services"))


def _check_awaiting(agency: Agency, service_type: str, now: datetime) -> Admission:
    check_may_enter_market(agency, now)
    admission = agency.admission(service_type)
    if admission is None or agency.filing is None or service_type not in agency.filing.awaiting:
        raise Conflict("not-under-review", service_type=service_type)
    return admission


def _after_approval(agency: Agency, service_type: str, now: datetime) -> Admission:
    """Return the admission as the approval leaves it.

    A RESTRICTED one stays so while its requirement is not met; a SUSPENDED one only gets its new entries.
    """
    admission = next(one for one in agency.admissions if one.service_type == service_type)
    problems = entry_problems(agency, admission, now)
    if admission.state is ListingState.DEPT_REVIEW:
        if problems:
            raise Invalid("not-qualified", errors=problems)
        return move(admission, "approved", Standing(ListingState.ACTIVE), now)
    if admission.state is ListingState.RESTRICTED and not problems:
        return move(admission, "restored", Standing(ListingState.ACTIVE), now)
    if admission.state is ListingState.ACTIVE:
        LISTING.check(admission.state, "changed", ListingState.ACTIVE)
    return admission


def _one_less(agency: Agency, service_type: str) -> Agency:
    """Take a service type off the list of what is awaited; the filing ends with its last one."""
    if agency.filing is None:
        return agency
    awaiting = tuple(one for one in agency.filing.awaiting if one != service_type)
    return replace(agency, filing=replace(agency.filing, awaiting=awaiting) if awaiting else None)
