"""From the body of a section's command to the value the dossier keeps (docs/rules.md §4.2)."""

from collections.abc import Callable, Mapping
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import (
    AuthorisedAgent,
    Certificate,
    Commitment,
    Contact,
    LegalRepresentative,
    Organisation,
    Practitioner,
    Qualification,
    Relations,
    Section,
    ServiceOffer,
    SingleValue,
)
from chalicelib.kernel.codec import fields_from_json
from chalicelib.kernel.errors import FieldError, Invalid
from chalicelib.usecases.agencies.persons import Sealer

Body = Mapping[str, Any]
Row = ServiceOffer | Qualification | Practitioner | AuthorisedAgent


def _organisation(sealer: Sealer, _agency: Agency, body: Body) -> Organisation:
    plain = {key: value for key, value in body.items() if key in _PLAIN_ORGANISATION}
    relations = None
    if body.get("relations_declared"):
        affiliations, related = body.get("affiliations", ()), body.get("related_agencies", ())
        _check_others(sealer.uscc, "/affiliations", affiliations)
        _check_others(sealer.uscc, "/related_agencies", related)
        relations = Relations(frozenset(affiliations), frozenset(related))
    return Organisation(**fields_from_json(plain, Organisation), relations=relations)


_PLAIN_ORGANISATION = ("name", "licence_name", "kind", "division", "functional_zone", "address")


def _check_others(uscc: str, pointer: str, named: tuple[str, ...]) -> None:
    own = [FieldError(f"{pointer}/{place}", "own-uscc") for place, one in enumerate(named) if one == uscc]
    if own:
        raise Invalid(errors=own)


def _legal_representative(sealer: Sealer, agency: Agency, body: Body) -> LegalRepresentative:
    old = agency.draft.legal_representative
    ref, key = sealer.person((old.vault_ref, old.person_key), body.get("person", {}))
    return LegalRepresentative(ref, key, body.get("id_front_file", ""), body.get("id_back_file", ""))


def _contact(sealer: Sealer, agency: Agency, body: Body) -> Contact:
    old = agency.draft.contact
    return Contact(*sealer.contact((old.vault_ref, old.phone_key), body))


def _commitment(_sealer: Sealer, _agency: Agency, body: Body) -> Commitment:
    return Commitment(**fields_from_json(body, Commitment))


SINGLES: Mapping[Section, Callable[[Sealer, Agency, Body], SingleValue]] = {
    Section.ORGANISATION: _organisation,
    Section.LEGAL_REPRESENTATIVE: _legal_representative,
    Section.CONTACT: _contact,
    Section.COMMITMENT: _commitment,
}
"""Sections of one value."""


def _check_named(ref: str) -> None:
    """Ask an entry about a person who it is; everything else may come later."""
    if not ref:
        wanted = ("/person/name", "/person/id_number")
        raise Invalid(errors=[FieldError(pointer, "required") for pointer in wanted])


def _service(_sealer: Sealer, _agency: Agency, entry_id: str, body: Body) -> ServiceOffer:
    return ServiceOffer(**fields_from_json({**body, "service_type": entry_id}, ServiceOffer))


def _qualification(_sealer: Sealer, _agency: Agency, entry_id: str, body: Body) -> Qualification:
    if not body.get("kind"):
        raise Invalid(errors=[FieldError("/kind", "required")])
    return Qualification(id=entry_id, **fields_from_json(body, Qualification))


def _practitioner(sealer: Sealer, agency: Agency, entry_id: str, body: Body) -> Practitioner:
    found = next((one for one in agency.draft.practitioners if one.id == entry_id), Practitioner(entry_id))
    certificates = [dict(one) for one in body.get("certificates", ())]
    numbers = [str(one.pop("number", "")) for one in certificates]
    old = (found.vault_ref, found.person_key)
    ref, key = sealer.person(old, body.get("person", {}), {"certificate_numbers": numbers})
    _check_named(ref)
    return Practitioner(
        id=entry_id,
        vault_ref=ref,
        person_key=key,
        certificates=tuple(
            Certificate(number_hash=sealer.certificate(number), **fields_from_json(one, Certificate))
            for number, one in zip(numbers, certificates, strict=True)
        ),
        certificate_file=body.get("certificate_file", ""),
        social_insurance_file=body.get("social_insurance_file", ""),
        insured_month=body.get("insured_month", ""),
    )


def _agent(sealer: Sealer, agency: Agency, entry_id: str, body: Body) -> AuthorisedAgent:
    found = next((one for one in agency.draft.agents if one.id == entry_id), AuthorisedAgent(entry_id))
    ref, key = sealer.person((found.vault_ref, found.person_key), body.get("person", {}))
    _check_named(ref)
    return AuthorisedAgent(
        id=entry_id,
        vault_ref=ref,
        person_key=key,
        power_of_attorney_file=body.get("power_of_attorney_file", ""),
        social_insurance_file=body.get("social_insurance_file", ""),
        insured_month=body.get("insured_month", ""),
        account=found.account,
    )


ROWS: Mapping[Section, Callable[[Sealer, Agency, str, Body], Row]] = {
    Section.SERVICES: _service,
    Section.QUALIFICATIONS: _qualification,
    Section.PRACTITIONERS: _practitioner,
    Section.AGENTS: _agent,
}
"""Sections of many entries that are written one at a time."""
