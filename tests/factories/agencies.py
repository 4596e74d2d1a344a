"""Agencies for tests: parts with keyword defaults, and whole agencies brought there by the real commands.

The default agency offers engineering survey (CH01, a surveying qualification and one registered surveyor)
and environmental impact assessment (HP01, one engineer and no qualification).
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import chalicelib
from chalicelib.domain.marketplace.agencies import drafting, filing, reviewing
from chalicelib.domain.marketplace.agencies.agency import Admission, Agency, Standing
from chalicelib.domain.marketplace.agencies.dossier import (
    AgencyKind,
    AuthorisedAgent,
    Certificate,
    Commitment,
    Contact,
    Document,
    DocumentKind,
    Dossier,
    EntryCondition,
    LegalRepresentative,
    Organisation,
    Practitioner,
    Qualification,
    Relations,
    Section,
    ServiceOffer,
    section_value,
)
from chalicelib.domain.marketplace.agencies.files import ScanState, StoredFile
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes, parse_catalogue
from chalicelib.domain.marketplace.agencies.spells import Spell
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.domain.marketplace.conduct.facts import Measure, MeasureKind, Sanction, Source
from chalicelib.domain.marketplace.conduct.terms import after_months
from chalicelib.domain.marketplace.rule_profiles import parse_rules
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.workdays import shipped_calendar

USCC = "91370700MA3C0000X7"
OTHER_USCC = "91370705123456789B"
OPENED_AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""A Monday, 09:00 in Shanghai."""
INSURED_MONTH = "2026-02"
EXPIRES_ON = date(2028, 6, 30)
SURVEY = "CH01"
ASSESSMENT = "HP01"
CALENDAR = shipped_calendar()
FILE_IDS = ("licence", "letter", "front", "back", "scan", "certificate", "insurance", "attorney")

_PROFILES = Path(chalicelib.__file__).parent / "profiles"
_TYPES = parse_catalogue(json.loads((_PROFILES / "SERVICE-TYPES-1.json").read_text("utf-8")))
_RULES = parse_rules(json.loads((_PROFILES / "WF-MARKET-1.json").read_text("utf-8")))


def service_types() -> ServiceTypes:
    """Return the shipped service types."""
    return _TYPES


def market_rules() -> MarketRules:
    """Return the shipped rule profile."""
    return _RULES


def admin(uscc: str = USCC) -> Actor:
    """Return an administrator of an agency."""
    return Actor("agency-admin", uscc, frozenset({Role.AGENCY_ADMIN}))


def reviewer() -> Actor:
    """Return a reviewer of the operator."""
    return Actor("reviewer", "12370700MB28000017", frozenset({Role.OPERATOR_REVIEWER}))


def department_for(service_type: str) -> Actor:
    """Return an official of the department that answers for a service type."""
    return Actor("official", _TYPES.department_of(service_type).org, frozenset({Role.DEPARTMENT}))


def stored_file(file_id: str = "scan", **changes: Any) -> StoredFile:
    """Return a clean pdf of one megabyte."""
    return replace(
        StoredFile(file_id, sha256_hex(file_id), "application/pdf", 1_000_000, ScanState.CLEAN), **changes
    )


def organisation(**changes: Any) -> Organisation:
    """Return a complete organisation section."""
    blank = Organisation("潍坊甲测绘有限公司", "潍坊甲测绘有限公司", AgencyKind.ENTERPRISE, "370705", "")
    return replace(blank, **{"address": "奎文区胜利东街1号", "relations": Relations(), **changes})


def offer(service_type: str = SURVEY, **changes: Any) -> ServiceOffer:
    """Return an offer with all of its mandatory publicity."""
    return replace(
        ServiceOffer(service_type, "具备相应资质", "委托、作业、交付", "10 个工作日", "市场调节价"), **changes
    )


def qualification(**changes: Any) -> Qualification:
    """Return a surveying qualification, level B, valid through `EXPIRES_ON`."""
    held = Qualification(
        "q1", "乙级测绘资质证书", "surveying", "B", None, "乙测资字37500001", "山东省自然资源厅"
    )
    dates = {"issued_on": date(2023, 7, 1), "expires_on": EXPIRES_ON, "scan_file": "scan"}
    return replace(held, **{**dates, **changes})


def practitioner(person: str = "p1", kind: str = "registered-surveyor", **changes: Any) -> Practitioner:
    """Return a registered person with one certificate, registered through 2029."""
    certificate = Certificate(kind, f"number-of-{person}", changes.pop("until_on", date(2029, 12, 31)))
    one = Practitioner(person, f"vault:{person}", f"key-of-{person}", (certificate,))
    return replace(
        one,
        **{
            "certificate_file": "certificate",
            "social_insurance_file": "insurance",
            "insured_month": INSURED_MONTH,
            **changes,
        },
    )


def engineer(person: str = "p2", **changes: Any) -> Practitioner:
    """Return an environmental impact assessment engineer."""
    return practitioner(person, "eia-engineer", **changes)


def dossier(**changes: Any) -> Dossier:
    """Return a complete dossier for survey and environmental assessment."""
    full = Dossier(
        organisation(),
        LegalRepresentative("vault:boss", "key-of-boss", "front", "back"),
        Contact("vault:contact", "key-of-phone"),
        (offer(SURVEY), offer(ASSESSMENT)),
        (qualification(),),
        (practitioner(), engineer()),
        (AuthorisedAgent("a1", "vault:a1", "key-of-a1", "attorney", "insurance", INSURED_MONTH),),
        (Document(DocumentKind.LICENCE, "licence"),),
        Commitment("letter", date(2026, 3, 1), is_sealed=True, conditions=frozenset(EntryCondition)),
    )
    return replace(full, **changes)


def draft_agency(uscc: str = USCC, at: datetime = OPENED_AT, **changes: Any) -> Agency:
    """Return an agency whose draft is complete but for the changes."""
    agency = drafting.open_agency(uscc, admin(uscc), at).state
    agency = replace(agency, files=tuple(stored_file(file_id) for file_id in FILE_IDS))
    return with_sections(agency, dossier(**changes), at)


def with_sections(agency: Agency, new: Dossier, at: datetime, *sections: Section) -> Agency:
    """Save sections of a dossier into an agency's draft, all of them by default."""
    for section in sections or Section:
        value = section_value(new, section)
        agency = drafting.save_section(agency, section, value, admin(agency.id), at, _TYPES).state
    return agency


def submitted(agency: Agency, at: datetime = OPENED_AT) -> Agency:
    """Hand in the draft."""
    return filing.submit(agency, admin(agency.id), at, _TYPES, _RULES, CALENDAR).state


def form_passed(agency: Agency, at: datetime = OPENED_AT) -> Agency:
    """Hand in the draft and pass the form check."""
    return filing.pass_form_check(submitted(agency, at), reviewer(), at, _RULES, CALENDAR).state


def approved(agency: Agency, at: datetime = OPENED_AT) -> Agency:
    """Hand in the draft, pass the form check and every department's review."""
    agency = form_passed(agency, at)
    for service_type in agency.filing.awaiting if agency.filing else ():
        agency = reviewing.approve(agency, service_type, department_for(service_type), at, _TYPES).state
    return agency


def active_agency(uscc: str = USCC, at: datetime = OPENED_AT, **changes: Any) -> Agency:
    """Return an agency that is ACTIVE for both of its service types since `at`."""
    return approved(draft_agency(uscc, at, **changes), at)


def suspended_agency(until: datetime, at: datetime = OPENED_AT + timedelta(days=1), **changes: Any) -> Agency:
    """Return an active agency whose survey admission is suspended until an instant."""
    measure = Measure(MeasureKind.RESTRICTION, at, until, SURVEY)
    return sanctioned(active_agency(**changes), measure, at=at)


def blocked(agency: Agency, since: datetime, until: datetime | None) -> Agency:
    """Lay a serious-dishonesty entry over the agency."""
    return sanctioned(agency, Measure(MeasureKind.BLACKLIST, since, until), at=since)


def removed(agency: Agency, at: datetime, bar_ends_at: datetime) -> Agency:
    """Remove the agency at an instant, with a bar to its re-entry."""
    return sanctioned(agency, Measure(MeasureKind.REMOVAL, at, bar_ends_at), at=at)


def sanctioned(agency: Agency, *measures: Measure, at: datetime, points: int = 0, **changes: Any) -> Agency:
    """Put one decision on the agency's conduct record; the points count for 24 months."""
    number = f"CF-370700-2026-{len(agency.conduct.sanctions) + 1:06d}-0"
    sanction = Sanction(
        number=number,
        source=Source.CASE,
        basis="collusion",
        document_no=number,
        authority="11370700DEM000049K",
        decided_at=at,
        points=points,
        points_end_at=after_months(at, 24) if points else None,
        measures=measures,
    )
    conduct = replace(agency.conduct, sanctions=(*agency.conduct.sanctions, replace(sanction, **changes)))
    return replace(agency, conduct=conduct)


def admission_in(state: ListingState) -> Admission:
    """Return a bare admission in a state, for the tests of the table."""
    requirement = _TYPES.types[SURVEY].requirement
    return Admission(SURVEY, requirement, (Spell(Standing(state), OPENED_AT),))
