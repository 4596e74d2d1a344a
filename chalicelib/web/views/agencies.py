"""The public profile of an agency: what is registered and where it is admitted (docs/rules.md §4.2).

No natural person is in it but the business contact: practitioners are counted and shown by certificate.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Admission, Agency
from chalicelib.domain.marketplace.agencies.dossier import Dossier, Practitioner, Qualification
from chalicelib.domain.marketplace.agencies.lapsing import settle, since_at, standing_at
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.agencies.states import LISTED, ListingState
from chalicelib.domain.marketplace.agencies.validity import end_of_day, local_day
from chalicelib.domain.marketplace.conduct.standing import interception_at
from chalicelib.kernel.divisions import place_name
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.identifiers import BadIdentifier, check_division
from chalicelib.usecases.ports import AgencyView

SOON = timedelta(days=60)
"""From when on a certificate that runs out is marked (marketplace practice: reminder 60 days ahead)."""

View = dict[str, Any]


def public_profile(view: AgencyView, types: ServiceTypes, now: datetime) -> View:
    """Return everything the public may read of an agency.

    Raises:
        NotFound: while no department has ever admitted it: a draft is nobody's business.
    """
    agency = settle(view.agency, now)
    if not any(spell.value.state in LISTED for one in agency.admissions for spell in one.standings):
        raise NotFound
    dossier = dossier_at(agency.register, now)
    organisation = dossier.organisation
    return {
        "uscc": agency.id,
        "name": organisation.name,
        "kind": str(organisation.kind or ""),
        "division": organisation.division,
        "division_name": division_name(organisation.division),
        "functional_zone": organisation.functional_zone,
        "address": organisation.address,
        "contact": {name: view.contact[name] for name in ("name", "mobile") if name in view.contact},
        "services": [_service(agency, one, dossier, types, now) for one in _shown(agency)],
        "qualifications": [qualification_view(one, types, now) for one in dossier.qualifications],
        "practitioner_count": len(dossier.practitioners),
        "certificates": list(_certificate_counts(dossier, types)),
        "practitioners": [practitioner_view(one, types, now) for one in dossier.practitioners],
        "history": sorted(_history(agency, types), key=lambda moment: moment["at"], reverse=True),
    }


def qualification_view(held: Qualification, types: ServiceTypes, now: datetime) -> View:
    """Return a qualification with its names and its expiry badge."""
    kind = types.qualification_kinds.get(held.kind)
    levels = {} if kind is None else {level.code: level.name for level in kind.levels}
    return {
        "id": held.id,
        "name": held.name,
        "kind": held.kind,
        "kind_name": held.kind if kind is None else kind.name,
        "level_name": levels.get(held.level, held.level),
        "number": held.number,
        "issuer": held.issuer,
        "issued_on": held.issued_on,
        "expires_on": held.expires_on,
        "badge": expiry_badge(held.expires_on, now),
    }


def practitioner_view(person: Practitioner, types: ServiceTypes, now: datetime) -> View:
    """Return a practitioner by his certificates, without anything that names him."""
    return {
        "certificates": [
            {
                "kind": one.kind,
                "name": certificate_name(one.kind, types),
                "registered_until_on": one.registered_until_on,
                "badge": expiry_badge(one.registered_until_on, now),
            }
            for one in person.certificates
        ]
    }


def expiry_badge(on: date | None, now: datetime) -> str:
    """Tell whether a certificate is valid, about to run out, or expired."""
    if on is None or now >= end_of_day(on):
        return "expired"
    return "soon" if on <= local_day(now + SOON) else "valid"


def certificate_name(code: str, types: ServiceTypes) -> str:
    """Return the name of a personal certificate; an unknown code stands for itself."""
    kind = types.certificate_kinds.get(code)
    return code if kind is None else kind.name


def type_name(code: str, types: ServiceTypes) -> str:
    """Return the name of a service type; an unknown code stands for itself."""
    return types.types[code].name if code in types.types else code


def division_name(code: str) -> str:
    """Return a division's name with its code; one elsewhere goes by its province and prefecture."""
    try:
        found = check_division(code)
    except BadIdentifier:
        return code
    return f"{found.name or place_name(found.code)}（{found.code}）"


def type_names(types: ServiceTypes) -> Mapping[str, str]:
    """Return the names of all service types that can be applied for."""
    return {code: found.name for code, found in types.types.items() if types.is_open(code)}


def _shown(agency: Agency) -> list[Admission]:
    return [one for one in agency.admissions if any(spell.value.state in LISTED for spell in one.standings)]


def _service(
    agency: Agency, admission: Admission, dossier: Dossier, types: ServiceTypes, now: datetime
) -> View:
    code = admission.service_type
    standing, stop = standing_at(agency, code, now), interception_at(agency, code, now)
    offer = next((one for one in dossier.services if one.service_type == code), None)
    fields = ("conditions", "procedure", "time_limit", "fee_standard")
    return {
        "service_type": code,
        "name": type_name(code, types),
        "department": types.department_of(code).name if types.is_open(code) else "",
        "state": str(standing.state if standing else admission.state),
        "since": since_at(agency, admission, now),
        "until_at": standing.until if standing else None,
        "document": stop.document_no if stop else "",
        "decision": stop.number if stop else "",
        "publicity": None if offer is None else {name: getattr(offer, name) for name in fields},
    }


def _certificate_counts(dossier: Dossier, types: ServiceTypes) -> Iterator[View]:
    counted = Counter(one.kind for person in dossier.practitioners for one in person.certificates)
    for kind, count in sorted(counted.items()):
        yield {"kind": kind, "name": certificate_name(kind, types), "count": count}


def _history(agency: Agency, types: ServiceTypes) -> Iterator[View]:
    """Tell what became of each service type from its first admission on; what came before is private."""
    private = {ListingState.DRAFT, ListingState.FORM_CHECK, ListingState.DEPT_REVIEW, ListingState.REJECTED}
    for admission in _shown(agency):
        for spell in admission.standings:
            if spell.value.state not in private:
                yield {
                    "at": spell.valid_from,
                    "service_type": admission.service_type,
                    "name": type_name(admission.service_type, types),
                    "state": str(spell.value.state),
                }
