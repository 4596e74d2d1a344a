"""Filling the wizard's forms from the draft, and placing what is missing beside its field (§4.2)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.domain.marketplace.agencies.dossier import (
    AuthorisedAgent,
    Commitment,
    Contact,
    LegalRepresentative,
    Organisation,
    Practitioner,
    Qualification,
    Section,
    ServiceOffer,
)
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.codec import to_json
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.identifiers import mask_ric

Body = dict[str, Any]
Values = Mapping[str, Json]

SCHEMAS: Mapping[Section, str] = {
    Section.ORGANISATION: "agency-organisation",
    Section.LEGAL_REPRESENTATIVE: "agency-legal-representative",
    Section.CONTACT: "agency-contact",
    Section.SERVICES: "agency-service",
    Section.QUALIFICATIONS: "agency-qualification",
    Section.PRACTITIONERS: "agency-practitioner",
    Section.AGENTS: "agency-agent",
    Section.COMMITMENT: "agency-commitment",
}
"""The command of each section, the same for its form and the API."""

FIELD_OF_SECTION = {
    Section.CONTACT: {"/person": "/name"},
    Section.ORGANISATION: {"/relations": "/relations_declared"},
}
"""Where a form has another field than the rule names."""


def body_of(value: object, personal: Values) -> Body:
    """Return a stored section or entry as the body of the command that writes it.

    Identity numbers are left out: the form shows them masked and blank means "stays as it is".
    """
    match value:
        case Organisation():
            return _organisation(value)
        case Contact():
            return {name: personal[name] for name in ("name", "mobile") if name in personal}
        case Practitioner():
            return _person(value, Practitioner, personal) | {"certificates": _certificates(value, personal)}
        case LegalRepresentative():
            return _person(value, LegalRepresentative, personal)
        case AuthorisedAgent():
            return _person(value, AuthorisedAgent, personal)
        case Qualification():
            return _without(to_json(value, Qualification), "id", "level_rank")
        case ServiceOffer():
            return dict(to_json(value, ServiceOffer))
        case Commitment():
            return dict(to_json(value, Commitment))
    return {}


def masked_number(personal: Values) -> str:
    """Return the identity number on file as the form may show it, or nothing."""
    number = str(personal.get("id_number", ""))
    return mask_ric(number) if number else ""


def problems_here(problems: Iterable[FieldError], section: Section, place: int | None) -> list[FieldError]:
    """Keep what concerns a section's page, or one entry's, and point it at the page's own fields."""
    prefix = f"/{section}" if place is None else f"/{section}/{place}"
    renamed = FIELD_OF_SECTION.get(section, {})
    found = []
    for problem in problems:
        if problem.pointer == prefix or problem.pointer.startswith(prefix + "/"):
            own = problem.pointer[len(prefix) :]
            found.append(replace(problem, pointer=renamed.get(own, own)))
    return found


def _organisation(value: Organisation) -> Body:
    body = _without(to_json(value, Organisation), "relations")
    if value.relations is not None:
        body |= {
            "relations_declared": True,
            "affiliations": sorted(value.relations.affiliations),
            "related_agencies": sorted(value.relations.related_agencies),
        }
    return body


def _person(value: object, kind: type[Any], personal: Values) -> Body:
    body = _without(to_json(value, kind), "id", "vault_ref", "person_key", "account")
    return body | ({"person": {"name": personal["name"]}} if personal.get("name") else {})


def _certificates(value: Practitioner, personal: Values) -> list[Body]:
    numbers: Any = personal.get("certificate_numbers", ())
    rows = [_without(row, "number_hash") for row in to_json(value, Practitioner).get("certificates", ())]
    for place, row in enumerate(rows):
        if place < len(numbers):
            row["number"] = numbers[place]
    return rows


def _without(body: Mapping[str, Any], *names: str) -> Body:
    return {name: value for name, value in body.items() if name not in names}
