"""What each section of the dossier must hold (docs/rules.md §4.2), all errors at once."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import (
    AuthorisedAgent,
    Certificate,
    DocumentKind,
    EntryCondition,
    Practitioner,
    Qualification,
    Section,
    ServiceOffer,
)
from chalicelib.domain.marketplace.agencies.fields import (
    TEXT_MAX_CHARS,
    Problems,
    need,
    need_division,
    need_file,
    need_text,
)
from chalicelib.domain.marketplace.agencies.insurance import record_problems
from chalicelib.domain.marketplace.agencies.register import register_entries
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.agencies.states import LISTED
from chalicelib.domain.marketplace.rules import ListingRules
from chalicelib.kernel.entered import plain
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Desk:
    """What a section is judged against: the agency, the service types, today, rules, persons elsewhere."""

    agency: Agency
    types: ServiceTypes
    today: date
    listing: ListingRules
    elsewhere: frozenset[str] = frozenset()


def section_problems(section: Section, desk: Desk) -> tuple[FieldError, ...]:
    """Name everything a section of the draft lacks."""
    return tuple(_CHECKS[section](desk))


def offer_problems(offer: ServiceOffer, pointer: str) -> Problems:
    """Name the mandatory publicity that an offer lacks [L6 art 43(1)]."""
    return [
        *need_text(offer.conditions, f"{pointer}/conditions", TEXT_MAX_CHARS),
        *need_text(offer.procedure, f"{pointer}/procedure", TEXT_MAX_CHARS),
        *need_text(offer.time_limit, f"{pointer}/time_limit", TEXT_MAX_CHARS),
        *need_text(offer.fee_standard, f"{pointer}/fee_standard", TEXT_MAX_CHARS),
    ]


def _organisation(desk: Desk) -> Problems:
    value = desk.agency.draft.organisation
    return [
        *need_text(value.name, "/organisation/name"),
        *need_text(value.licence_name, "/organisation/licence_name"),
        *_same_name(value.name, value.licence_name),
        *need(value.kind, "/organisation/kind"),
        *need_division(value.division, "/organisation/division"),
        *need_text(value.address, "/organisation/address", 200),
        *need(value.relations, "/organisation/relations"),
    ]


def _same_name(name: str, licence_name: str) -> Problems:
    """Hold the agency's name against the licence's; blanks and the width of characters do not count."""
    names = {"".join(plain(one).split()).casefold() for one in (name, licence_name)} - {""}
    return [FieldError("/organisation/licence_name", "name-differs-from-licence")] if len(names) > 1 else []


def _legal_representative(desk: Desk) -> Problems:
    value = desk.agency.draft.legal_representative
    return [
        *need(value.vault_ref and value.person_key, "/legal_representative/person"),
        *need_file(desk.agency, value.id_front_file, "/legal_representative/id_front_file"),
        *need_file(desk.agency, value.id_back_file, "/legal_representative/id_back_file"),
    ]


def _contact(desk: Desk) -> Problems:
    return need(desk.agency.draft.contact.vault_ref, "/contact/person")


def _services(desk: Desk) -> Problems:
    offers = desk.agency.draft.services
    found = [] if offers else [FieldError("/services", "required")]
    found += _repeated(
        [offer.service_type for offer in offers], "/services/{}/service_type", "duplicate-entry"
    )
    offered = {offer.service_type for offer in offers}
    for admission in desk.agency.admissions:
        if admission.state in LISTED and admission.service_type not in offered:
            figures = {"service_type": admission.service_type}
            found.append(FieldError("/services", "listed-type-must-be-withdrawn", figures))
    for place, offer in enumerate(offers):
        pointer = f"/services/{place}"
        if not desk.types.is_open(offer.service_type):
            found.append(FieldError(f"{pointer}/service_type", "unknown-service-type"))
        found += offer_problems(offer, pointer)
    return found


def _qualifications(desk: Desk) -> Problems:
    held = desk.agency.draft.qualifications
    found = _repeated(
        [f"{one.kind} {one.number}" for one in held], "/qualifications/{}/number", "duplicate-entry"
    )
    for place, qualification in enumerate(held):
        found += _qualification(desk, qualification, f"/qualifications/{place}")
    return found


def _qualification(desk: Desk, value: Qualification, pointer: str) -> Problems:
    kind = desk.types.qualification_kinds.get(value.kind)
    found = [
        *need_text(value.name, f"{pointer}/name"),
        *need(value.kind, f"{pointer}/kind"),
        *need_text(value.number, f"{pointer}/number"),
        *need_text(value.issuer, f"{pointer}/issuer"),
        *_period(desk, value.issued_on, value.expires_on, pointer),
        *need_file(desk.agency, value.scan_file, f"{pointer}/scan_file"),
    ]
    if kind is None:
        return [*found, FieldError(f"{pointer}/kind", "unknown-qualification")] if value.kind else found
    if kind.levels and kind.rank_of(value.level) is None:
        found.append(FieldError(f"{pointer}/level", "unknown-level" if value.level else "required"))
    if not any(value.kind in one.requirement.qualification_kinds for one in desk.agency.admissions):
        found.append(FieldError(f"{pointer}/kind", "serves-no-service-type"))
    return found


def _period(desk: Desk, issued_on: date | None, expires_on: date | None, pointer: str) -> Problems:
    found = [*need(issued_on, f"{pointer}/issued_on"), *need(expires_on, f"{pointer}/expires_on")]
    if issued_on is not None and issued_on > desk.today:
        found.append(FieldError(f"{pointer}/issued_on", "future-date"))
    if expires_on is not None and expires_on <= desk.today:
        found.append(FieldError(f"{pointer}/expires_on", "past-date"))
    return found


def _practitioners(desk: Desk) -> Problems:
    people = desk.agency.draft.practitioners
    found = _repeated([one.person_key for one in people], "/practitioners/{}/person", "duplicate-person")
    for place, person in enumerate(people):
        found += _practitioner(desk, person, f"/practitioners/{place}")
    return found


def _practitioner(desk: Desk, value: Practitioner, pointer: str) -> Problems:
    found = [
        *need(value.vault_ref and value.person_key, f"{pointer}/person"),
        *need(value.certificates or None, f"{pointer}/certificates"),
        *need_file(desk.agency, value.certificate_file, f"{pointer}/certificate_file"),
        *need_file(desk.agency, value.social_insurance_file, f"{pointer}/social_insurance_file"),
        *_insured(desk, Section.PRACTITIONERS, value, pointer),
    ]
    if value.person_key and value.person_key in desk.elsewhere:
        found.append(FieldError(f"{pointer}/person", "practitioner-of-another-agency"))
    for place, certificate in enumerate(value.certificates):
        found += _certificate(desk, certificate, f"{pointer}/certificates/{place}")
    recognised = {code for one in desk.agency.admissions for code in one.requirement.certificates}
    if value.certificates and not any(one.kind in recognised for one in value.certificates):
        found.append(FieldError(f"{pointer}/certificates", "serves-no-service-type"))
    return found


def _certificate(desk: Desk, value: Certificate, pointer: str) -> Problems:
    found = [
        *need(value.number_hash, f"{pointer}/number"),
        *need(value.registered_until_on, f"{pointer}/registered_until_on"),
    ]
    if value.kind not in desk.types.certificate_kinds:
        found.append(FieldError(f"{pointer}/kind", "unknown-certificate" if value.kind else "required"))
    if value.registered_until_on is not None and value.registered_until_on <= desk.today:
        found.append(FieldError(f"{pointer}/registered_until_on", "past-date"))
    return found


def _agents(desk: Desk) -> Problems:
    people = desk.agency.draft.agents
    found = [] if people else [FieldError("/agents", "required")]
    found += _repeated([one.person_key for one in people], "/agents/{}/person", "duplicate-person")
    for place, person in enumerate(people):
        pointer = f"/agents/{place}"
        found += need(person.vault_ref and person.person_key, f"{pointer}/person")
        found += need_file(desk.agency, person.power_of_attorney_file, f"{pointer}/power_of_attorney_file")
        found += need_file(desk.agency, person.social_insurance_file, f"{pointer}/social_insurance_file")
        found += _insured(desk, Section.AGENTS, person, pointer)
    return found


def _insured(desk: Desk, section: Section, person: Practitioner | AuthorisedAgent, pointer: str) -> Problems:
    """Ask for a record of the last months, unless the person was checked as he is and registered."""
    if person in register_entries(desk.agency.register, section):
        return []
    return record_problems(person.insured_month, desk.today, desk.listing, f"{pointer}/insured_month")


def _documents(desk: Desk) -> Problems:
    documents = desk.agency.draft.documents
    found: Problems = []
    if not any(document.kind is DocumentKind.LICENCE for document in documents):
        found.append(FieldError("/documents/licence", "required"))
    for place, document in enumerate(documents):
        found += need_file(desk.agency, document.file, f"/documents/{place}/file")
    return found


def _commitment(desk: Desk) -> Problems:
    value = desk.agency.draft.commitment
    found = [
        *need_file(desk.agency, value.letter_file, "/commitment/letter_file"),
        *need(value.signed_on, "/commitment/signed_on"),
    ]
    if value.signed_on is not None and value.signed_on > desk.today:
        found.append(FieldError("/commitment/signed_on", "future-date"))
    if not value.is_sealed:
        found.append(FieldError("/commitment/is_sealed", "must-be-sealed"))
    missing = sorted(set(EntryCondition) - value.conditions)
    if missing:
        found.append(FieldError("/commitment/conditions", "conditions-missing", {"missing": missing}))
    return found


def _repeated(values: Iterable[str], pointer: str, code: str) -> Problems:
    seen: set[str] = set()
    found: Problems = []
    for place, value in enumerate(values):
        if value.strip() and value in seen:
            found.append(FieldError(pointer.format(place), code))
        seen.add(value)
    return found


_CHECKS: Mapping[Section, Callable[[Desk], Problems]] = {
    Section.ORGANISATION: _organisation,
    Section.LEGAL_REPRESENTATIVE: _legal_representative,
    Section.CONTACT: _contact,
    Section.SERVICES: _services,
    Section.QUALIFICATIONS: _qualifications,
    Section.PRACTITIONERS: _practitioners,
    Section.AGENTS: _agents,
    Section.DOCUMENTS: _documents,
    Section.COMMITMENT: _commitment,
}
