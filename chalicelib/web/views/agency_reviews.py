"""What those who check an agency read: the filing, the evidence beside it, the requirements (pages.md §3)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.changes import changed_sections, concerns
from chalicelib.domain.marketplace.agencies.dossier import REVIEWED_BY_DEPARTMENT, Section, entries
from chalicelib.domain.marketplace.agencies.register import register_entries
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.agencies.warnings import review_warnings
from chalicelib.web.views.agencies import View, type_name
from chalicelib.web.views.agency_dossier import Personal, Reader
from chalicelib.web.views.onboarding import requirement_views, standings


def filing_view(agency: Agency, types: ServiceTypes, now: datetime) -> View:
    """Return the head of a review: whose filing, which stage, due when, about what."""
    filing = agency.filing
    return {
        "uscc": agency.id,
        "name": agency.draft.organisation.name or agency.id,
        "is_entry": not agency.register.services,
        "stage": str(filing.stage) if filing else "",
        "reference": filing.reference if filing else "",
        "submitted_at": filing.submitted_at if filing else None,
        "due_at": filing.due_at if filing else None,
        "awaiting": [type_name(code, types) for code in filing.awaiting] if filing else [],
        "standings": standings(agency, types, now),
        "warnings": [{"pointer": one.pointer, "code": one.code} for one in review_warnings(agency)],
    }


def form_check_view(agency: Agency, types: ServiceTypes, personal: Personal, now: datetime) -> View:
    """Return what the operator's reviewer reads: changed sections first, the others folded away.

    What the licence proves stands beside the organisation that claims it.
    """
    reader = Reader(agency, types, now, personal)
    changed = set(changed_sections(agency))
    sections = [reader.section(section) for section in Section]
    papers = [file for entry in reader.section(Section.DOCUMENTS)["entries"] for file in entry["files"]]
    for entry in sections[0]["entries"]:
        entry["files"] = papers
    for section in sections:
        if section["is_changed"]:
            section["entries"] = [one for one in section["entries"] if one["status"] != "same"]
    return {
        **filing_view(agency, types, now),
        "sections": [one for one in sections if one["section"] in changed],
        "others": [one for one in sections if one["section"] not in changed and one["entries"]],
        "requirements": requirement_views(agency, types, now),
    }


def department_view(agency: Agency, types: ServiceTypes, personal: Personal, now: datetime, org: str) -> View:
    """Return what a department reads: for each of its service types that waits, what concerns it."""
    filing = agency.filing
    mine = [
        code
        for code in (filing.awaiting if filing else ())
        if types.is_open(code) and types.department_of(code).org == org
    ]
    reader = Reader(agency, types, now, personal)
    requirements = {one["service_type"]: one for one in requirement_views(agency, types, now, mine)}
    return {
        **filing_view(agency, types, now),
        "organisation": reader.section(Section.ORGANISATION),
        "types": [
            {
                "service_type": code,
                "name": type_name(code, types),
                "requirement": requirements.get(code),
                "sections": list(_sections_for(agency, code, reader)),
            }
            for code in mine
        ],
    }


def _sections_for(agency: Agency, code: str, reader: Reader) -> Iterable[View]:
    admission = agency.admission(code)
    if admission is None:
        return
    for section in REVIEWED_BY_DEPARTMENT:
        rows = (*entries(agency.draft, section), *register_entries(agency.register, section))
        keys = {getattr(one, "key", "") for one in rows if concerns(one, code, admission.requirement)}
        view: dict[str, Any] = reader.section(section)
        found = [one for one in view["entries"] if one["id"] in keys]
        if found:
            yield {**view, "entries": found}
