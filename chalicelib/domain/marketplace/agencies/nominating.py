"""A department's nomination enters an agency's file (policy 二(四)3): a draft and nothing more.

A nominated agency still completes its dossier, signs the commitment letter and is checked like everybody; a
nomination neither admits nor excludes. Nominating the same again changes nothing. Until the agency hands its
draft in, a nomination can be taken back: what it added goes, what the agency wrote or changed itself stays.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.agency import Agency, Nomination, check_may_enter_market, decided
from chalicelib.domain.marketplace.agencies.authority import check_department
from chalicelib.domain.marketplace.agencies.dossier import (
    Contact,
    Dossier,
    LegalRepresentative,
    Organisation,
    Qualification,
    Section,
    ServiceOffer,
    section_value,
)
from chalicelib.domain.marketplace.agencies.drafting import blank_agency, write_section
from chalicelib.domain.marketplace.agencies.lapsing import settle
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class NominatedAgency:
    """What one import says about one agency; the persons are in the vault already."""

    uscc: str
    organisation: Organisation
    legal_representative: LegalRepresentative
    contact: Contact
    service_types: tuple[str, ...]
    qualifications: tuple[Qualification, ...] = ()


def nominate(
    agency: Agency | None,
    nominated: NominatedAgency,
    import_id: str,
    actor: Actor,
    now: datetime,
    types: ServiceTypes,
) -> Decision[Agency] | None:
    """Write a nomination into a new or existing draft; None when the file knows all of it already.

    What the agency wrote itself is never overwritten: a nomination only fills what is blank and adds.

    Raises:
        Forbidden: when the actor's department does not answer for one of the service types.
        Invalid: when the USCC does not hold.
        Conflict: `under-check`, `agency-intercepted`.
    """
    for service_type in nominated.service_types:
        check_department(actor, nominated.uscc, service_type, types)
    before = blank_agency(nominated.uscc, now) if agency is None else settle(agency, now)
    after = _filled(before, nominated, now, types)
    if agency is not None and after.draft == agency.draft:
        return None
    check_may_enter_market(before, now)
    if before.filing is not None:
        raise Conflict("under-check")
    previous = None if agency is None else agency.draft
    record = Nomination(import_id, actor.org, nominated.service_types, previous, after.draft)
    noted = replace(after, nominations=(*after.nominations, record))
    data = {"import": import_id, "department": actor.org, "service_types": list(nominated.service_types)}
    return decided("agency.nominated", agency, noted, **data)


def undo_nomination(
    agency: Agency, import_id: str, actor: Actor, now: datetime, types: ServiceTypes
) -> Decision[Agency]:
    """Take back what one import's nomination added and the agency has left as it was.

    Raises:
        NotFound: when the import did not nominate this agency, or was taken back already.
        Forbidden: when the actor is of another department.
        Conflict: `nomination-in-use` once the agency has handed its draft in.
    """
    nomination = next((one for one in agency.nominations if one.import_id == import_id), None)
    if nomination is None:
        raise NotFound
    for service_type in nomination.service_types:
        check_department(actor, agency.id, service_type, types)
    if nomination.is_settled:
        raise Conflict("nomination-in-use", uscc=agency.id)
    rest = tuple(one for one in agency.nominations if one.import_id != import_id)
    restored = replace(settle(agency, now), nominations=rest)
    for section in _NOMINATED:
        value = _without(section, agency.draft, nomination)
        restored = write_section(restored, section, value, now, types)
    data = {"import": import_id, "department": actor.org}
    return decided("agency.nomination-undone", agency, restored, **data)


def is_in_use(agency: Agency, import_id: str) -> bool:
    """Tell whether the agency has handed in what an import nominated, so that it must stay."""
    return any(one.import_id == import_id and one.is_settled for one in agency.nominations)


_NOMINATED = (
    Section.ORGANISATION,
    Section.LEGAL_REPRESENTATIVE,
    Section.CONTACT,
    Section.SERVICES,
    Section.QUALIFICATIONS,
)
"""Sections in which a nomination writes."""


def _without(section: Section, draft: Dossier, nomination: Nomination) -> Any:
    """Return a section of the draft without what the nomination added and nobody has changed since."""
    before = section_value(nomination.previous or Dossier(), section)
    after, now = section_value(nomination.result, section), section_value(draft, section)
    if isinstance(before, tuple) and isinstance(after, tuple) and isinstance(now, tuple):
        added = [one for one in after if one not in before]
        return tuple(one for one in now if one not in added)
    return before if now == after else now


def filled_draft(agency: Agency, nominated: NominatedAgency, now: datetime, types: ServiceTypes) -> Dossier:
    """Return the draft as a nomination would leave it."""
    return _filled(agency, nominated, now, types).draft


def _filled(agency: Agency, nominated: NominatedAgency, now: datetime, types: ServiceTypes) -> Agency:
    draft, blank = agency.draft, Dossier()
    offered = {offer.service_type for offer in draft.services}
    added = tuple(ServiceOffer(code) for code in nominated.service_types if code not in offered)
    known = {(one.kind, one.number) for one in draft.qualifications}
    new = tuple(one for one in nominated.qualifications if (one.kind, one.number) not in known)
    filled = write_section(agency, Section.SERVICES, (*draft.services, *added), now, types)
    filled = write_section(filled, Section.QUALIFICATIONS, (*draft.qualifications, *new), now, types)
    is_new = draft.organisation == blank.organisation
    return replace(
        filled,
        draft=replace(
            filled.draft,
            organisation=nominated.organisation if is_new else draft.organisation,
            legal_representative=(
                nominated.legal_representative
                if draft.legal_representative == blank.legal_representative
                else draft.legal_representative
            ),
            contact=nominated.contact if draft.contact == blank.contact else draft.contact,
        ),
    )
