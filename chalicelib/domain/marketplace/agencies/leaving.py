"""Leaving: a practitioner goes, or the agency withdraws a service type (docs/rules.md §2.2)."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import (
    Agency,
    Standing,
    check_may_enter_market,
    decided,
    move,
    with_admission,
)
from chalicelib.domain.marketplace.agencies.authority import (
    check_agency_admin,
    check_agency_staff,
    check_official,
)
from chalicelib.domain.marketplace.agencies.dossier import Relations
from chalicelib.domain.marketplace.agencies.lapsing import settle
from chalicelib.domain.marketplace.agencies.spells import adopt, current
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, NotFound


def release_practitioner(
    agency: Agency, practitioner_id: str, actor: Actor, now: datetime
) -> Decision[Agency]:
    """Note that a person has left, at once and unchecked; service types that need him are restricted now.

    Raises:
        Forbidden: when the actor is not of the agency.
        NotFound: when no registered practitioner has this identifier.
    """
    check_agency_staff(actor, agency.id)
    settled = settle(agency, now)
    people = current(settled.register.practitioners)
    staying = tuple(one for one in people if one.id != practitioner_id)
    if len(staying) == len(people):
        raise NotFound
    practitioners = adopt(settled.register.practitioners, staying, now)
    drafted = tuple(one for one in settled.draft.practitioners if one.id != practitioner_id)
    released = replace(
        settled,
        register=replace(settled.register, practitioners=practitioners),
        draft=replace(settled.draft, practitioners=drafted),
    )
    return decided(
        "agency.practitioner-released", agency, settle(released, now), practitioner=practitioner_id
    )


def withdraw(
    agency: Agency, service_type: str, open_matters: Collection[str], actor: Actor, now: datetime
) -> Decision[Agency]:
    """Take one service type off the market for good; the agency may enter anew later.

    `open_matters` names the kinds of matters that still run for it: registration, award, contract, complaint.

    Raises:
        Forbidden: when the actor does not administer the agency.
        Conflict: `open-matters` with their kinds; `under-check`; `wrong-state` unless it is ACTIVE.
        NotFound: when the agency never applied for the type.
    """
    check_agency_admin(actor, agency.id)
    settled = settle(agency, now)
    admission = settled.admission(service_type)
    if admission is None:
        raise NotFound
    check_may_enter_market(agency, now)
    if agency.filing is not None:
        raise Conflict("under-check")
    if open_matters:
        raise Conflict("open-matters", kinds=sorted(open_matters))
    withdrawn = move(admission, "withdrawn", Standing(ListingState.WITHDRAWN), now)
    offers = tuple(one for one in settled.draft.services if one.service_type != service_type)
    live = tuple(one for one in current(settled.register.services) if one.service_type != service_type)
    left = replace(
        with_admission(settled, withdrawn),
        draft=replace(settled.draft, services=offers),
        register=replace(settled.register, services=adopt(settled.register.services, live, now)),
    )
    return decided("agency.withdrawn", agency, left, service_type=service_type)


def record_relations(agency: Agency, relations: Relations, actor: Actor, now: datetime) -> Decision[Agency]:
    """Enter in the affiliation register what officials know of the agency's relations, beyond its own word.

    Raises:
        Forbidden: `not-an-official` or `own-affair`.
    """
    check_official(actor, agency.id)
    recorded = adopt(agency.register.recorded_relations, (relations,), now)
    after = replace(agency, register=replace(agency.register, recorded_relations=recorded))
    data = {
        "affiliations": sorted(relations.affiliations),
        "related_agencies": sorted(relations.related_agencies),
    }
    return decided("agency.relations-recorded", agency, after, **data)


def persons_held(agency: Agency) -> frozenset[str]:
    """Return the keys of the registered practitioners: the guards the store holds, one agency a person."""
    return frozenset(one.person_key for one in current(agency.register.practitioners) if one.person_key)
