"""What eligibility asks about an agency at one instant (docs/rules.md §3.0), read exactly."""

from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import Dossier, Relations
from chalicelib.domain.marketplace.agencies.lapsing import states_at
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.agencies.spells import values_at
from chalicelib.domain.marketplace.agencies.validity import current_certificates, is_current
from chalicelib.domain.marketplace.eligibility import AgencyFacts, HeldPractitioner, HeldQualification


def facts_at(agency: Agency, at: datetime) -> AgencyFacts:
    """Read what counted about an agency at an instant; what is not known is None."""
    dossier = dossier_at(agency.register, at)
    relations = _relations_at(agency, dossier, at)
    return AgencyFacts(
        uscc=agency.id,
        at=at,
        admissions={code: str(state) for code, state in states_at(agency, at).items()},
        qualifications=_qualifications(dossier, at),
        practitioners=_practitioners(dossier, at),
        affiliations=None if relations is None else relations.affiliations,
        related_agencies=None if relations is None else relations.related_agencies,
        person_in_charge=dossier.legal_representative.person_key or None,
        phone=dossier.contact.phone_key or None,
        document_hashes=_document_hashes(agency, dossier),
    )


def _qualifications(dossier: Dossier, at: datetime) -> tuple[HeldQualification, ...]:
    return tuple(
        HeldQualification(held.kind, held.level_rank, held.expires_on)
        for held in dossier.qualifications
        if held.expires_on is not None and is_current(held, at)
    )


def _practitioners(dossier: Dossier, at: datetime) -> tuple[HeldPractitioner, ...]:
    """Name the registered persons; the store's guard per person makes each exclusive to one agency."""
    return tuple(
        HeldPractitioner(person.id, current_certificates(person, at), exclusive=bool(person.person_key))
        for person in dossier.practitioners
    )


def _relations_at(agency: Agency, dossier: Dossier, at: datetime) -> Relations | None:
    declared = dossier.organisation.relations
    recorded = values_at(agency.register.recorded_relations, at)
    if declared is None:
        return None
    known = (declared, *recorded)
    return Relations(
        frozenset().union(*(one.affiliations for one in known)),
        frozenset().union(*(one.related_agencies for one in known)),
    )


def _document_hashes(agency: Agency, dossier: Dossier) -> frozenset[str]:
    """Hash what the agency showed about itself; a certificate shared by two agencies is a signal."""
    wanted = {document.file for document in dossier.documents}
    wanted |= {held.scan_file for held in dossier.qualifications}
    wanted |= {person.certificate_file for person in dossier.practitioners}
    wanted.add(dossier.commitment.letter_file)
    return frozenset(file.sha256 for file in agency.files if file.id in wanted and file.is_visible)
