"""Which entries of the draft are to be checked, and by whom (docs/rules.md §2.2, row 变更).

Only what differs from the register is checked again. An entry concerns the service types whose requirement
it can serve; it enters the register when one of their departments passes it. Entries that concern none go by
the operator alone.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Admission, Agency
from chalicelib.domain.marketplace.agencies.dossier import (
    REVIEWED_BY_DEPARTMENT,
    Entry,
    Practitioner,
    Qualification,
    Section,
    ServiceOffer,
    SingleValue,
    entries,
)
from chalicelib.domain.marketplace.agencies.register import register_entries, register_section
from chalicelib.domain.marketplace.agencies.service_types import Requirement
from chalicelib.domain.marketplace.agencies.states import IN_ENTRY, LISTED


def concerns(entry: Entry, service_type: str, requirement: Requirement) -> bool:
    """Tell whether a department has to look at an entry for its service type."""
    if isinstance(entry, ServiceOffer):
        return entry.service_type == service_type
    if isinstance(entry, Qualification):
        return entry.kind in requirement.qualification_kinds
    if isinstance(entry, Practitioner):
        return any(one.kind in requirement.certificates for one in entry.certificates)
    return False


def open_admissions(agency: Agency) -> tuple[Admission, ...]:
    """Return the admissions a filing can be about: on the way in with an offer in the draft, or listed."""
    offered = {offer.service_type for offer in agency.draft.services}
    return tuple(
        one
        for one in agency.admissions
        if one.state in LISTED or (one.state in IN_ENTRY and one.service_type in offered)
    )


def changed_entries(agency: Agency, section: Section) -> tuple[Entry, ...]:
    """Return what the draft adds to a section and what it takes away, as far as it concerns anybody."""
    draft, live = entries(agency.draft, section), register_entries(agency.register, section)
    differing = [one for one in draft if one not in live] + [one for one in live if one not in draft]
    if section not in REVIEWED_BY_DEPARTMENT:
        return tuple(differing)
    admissions = open_admissions(agency)
    return tuple(
        entry
        for entry in differing
        if any(concerns(entry, one.service_type, one.requirement) for one in admissions)
    )


def changed_sections(agency: Agency) -> tuple[Section, ...]:
    """Return the sections that differ from the register, in the order of the task list."""
    return tuple(section for section in Section if changed_entries(agency, section))


def unanswered(agency: Agency) -> tuple[Section, ...]:
    """Return the sections in which a correction was asked for and the draft is still as it was given back."""
    before = agency.given_back
    asked = {one.section for one in agency.corrections}
    return tuple(
        section
        for section in Section
        if before is not None
        and section in asked
        and entries(agency.draft, section) == entries(before, section)
    )


def concerned_types(agency: Agency) -> tuple[str, ...]:
    """Return the service types whose department has to decide on the draft as it stands."""
    changed = [entry for section in REVIEWED_BY_DEPARTMENT for entry in changed_entries(agency, section)]
    return tuple(
        one.service_type
        for one in open_admissions(agency)
        if one.state in IN_ENTRY
        or any(concerns(entry, one.service_type, one.requirement) for entry in changed)
    )


def adopt_operator_sections(agency: Agency, at: datetime) -> Agency:
    """Enter into the register the sections on which the operator alone decides."""
    register = agency.register
    for section in Section:
        if section not in REVIEWED_BY_DEPARTMENT:
            register = register_section(register, section, entries(agency.draft, section), at)
    return replace(agency, register=register)


def adopt_for_type(agency: Agency, admission: Admission, at: datetime) -> Agency:
    """Enter into the register the draft's entries that concern one service type; others stay as they are."""
    register = agency.register
    for section in REVIEWED_BY_DEPARTMENT:
        mine = [one for one in entries(agency.draft, section) if _is_of(one, admission)]
        replaced = {one.key for one in mine if not isinstance(one, SingleValue)}
        others = (one for one in register_entries(register, section) if not _is_of(one, admission))
        kept = [one for one in others if isinstance(one, SingleValue) or one.key not in replaced]
        register = register_section(register, section, [*kept, *mine], at)
    return replace(agency, register=register)


def _is_of(entry: Entry, admission: Admission) -> bool:
    return concerns(entry, admission.service_type, admission.requirement)
