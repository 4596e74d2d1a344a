"""Where an agency's entry stands: the task list and the course of each service type (docs/rules.md §2.2)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency, entry_stop_at
from chalicelib.domain.marketplace.agencies.changes import unanswered
from chalicelib.domain.marketplace.agencies.dossier import Dossier, Section, entries
from chalicelib.domain.marketplace.agencies.expiring import list_expiring
from chalicelib.domain.marketplace.agencies.insurance import oldest_end
from chalicelib.domain.marketplace.agencies.lapsing import settle, since_at, standing_at
from chalicelib.domain.marketplace.agencies.register import dossier_at
from chalicelib.domain.marketplace.agencies.service_types import Requirement, ServiceTypes
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.domain.marketplace.agencies.task_list import (
    Progress,
    SectionStatus,
    submission_problems,
    task_list,
)
from chalicelib.domain.marketplace.agencies.validity import lack_kinds, local_day, shortfalls
from chalicelib.domain.marketplace.guards import stop_facts
from chalicelib.domain.marketplace.rules import ListingRules
from chalicelib.kernel.errors import FieldError
from chalicelib.web.field_errors import told_figures
from chalicelib.web.views.agencies import View, certificate_name, expiry_badge, type_name
from chalicelib.web.views.agency_dossier import Reader

TASK_STATES = {
    Progress.NOT_STARTED: "todo",
    Progress.IN_PROGRESS: "in-progress",
    Progress.COMPLETE: "done",
}
FIELD_LABELS = {
    (Section.COMMITMENT, "conditions"): "commitments",
    (Section.QUALIFICATIONS, "kind"): "qualification_kind",
    (Section.PRACTITIONERS, "kind"): "certificate",
}
"""Fields of one name that are called differently in different sections."""


def section_address(section: Section) -> str:
    """Return the page of a section of the wizard."""
    return f"/agency/onboarding/{section.replace('_', '-')}"


def tasks(statuses: Iterable[SectionStatus]) -> list[View]:
    """Return the task list with what each section lacks and what the reviewer wants mended."""
    return [
        {
            "section": str(status.section),
            "href": section_address(status.section),
            "state": "correct" if status.corrections else TASK_STATES[status.progress],
            "missing": len(status.problems),
            "is_changed": status.is_changed,
            "corrections": [one.note for one in status.corrections],
        }
        for status in statuses
    ]


def untouched(agency: Agency) -> list[View]:
    """Return the sections that were to be mended and are still as they were given back."""
    return [
        {
            "section": str(section),
            "href": section_address(section),
            "notes": [one.note for one in agency.corrections if one.section is section],
        }
        for section in unanswered(agency)
    ]


def barred(agency: Agency, now: datetime, locale: str) -> View | None:
    """Return what closes the entry to an agency, in the words of the refusal; None when nothing does."""
    stop = entry_stop_at(agency, now)
    if stop is None:
        return None
    return {"number": stop.number, **told_figures("agency-intercepted", stop_facts(stop), locale)}


def standings(agency: Agency, types: ServiceTypes, now: datetime) -> list[View]:
    """Return where each service type stands, until when and why, and what the agency may do about it."""
    settled = settle(agency, now)
    return [
        dict(_standing(settled, code, types, now)) for code in (a.service_type for a in settled.admissions)
    ]


def _standing(agency: Agency, code: str, types: ServiceTypes, now: datetime) -> Iterator[tuple[str, object]]:
    standing = standing_at(agency, code, now)
    admission = agency.admission(code)
    if standing is None or admission is None:
        return
    state = standing.state
    is_awaited = agency.filing is not None and code in agency.filing.awaiting
    is_barred = entry_stop_at(agency, now) is not None
    yield "service_type", code
    yield "name", type_name(code, types)
    yield "department", types.department_of(code).name if types.is_open(code) else ""
    yield "state", str(state)
    yield "since", since_at(agency, admission, now)
    yield "until_at", standing.until
    yield "note", standing.note
    yield "is_awaited", is_awaited
    yield "may_withdraw", state is ListingState.ACTIVE and agency.filing is None
    yield (
        "may_reopen",
        agency.filing is None
        and (state is ListingState.REJECTED or (state is ListingState.REMOVED and not is_barred)),
    )


def expiring(agency: Agency, types: ServiceTypes, now: datetime, within_days: int) -> list[View]:
    """Return the registered certificates that run out within so many days or have run out."""
    dossier = dossier_at(agency.register, now)
    held = {one.id: one.name for one in dossier.qualifications}
    people = {
        one.id: "、".join(certificate_name(c.kind, types) for c in one.certificates)
        for one in dossier.practitioners
    }
    return [
        {
            "href": f"{section_address(one.section)}/{one.entry_id}",
            "section": str(one.section),
            "title": {**held, **people}.get(one.entry_id, ""),
            "last_on": one.last_on,
            "badge": expiry_badge(one.last_on, now),
            "service_types": [type_name(code, types) for code in one.service_types],
        }
        for one in list_expiring(agency, now, within_days)
    ]


def insurance_record(listing: ListingRules, now: datetime) -> View:
    """Return what a social-insurance record must cover today."""
    return {"months": listing.social_insurance_months, "until": oldest_end(local_day(now), listing)}


def requirement_views(
    agency: Agency, types: ServiceTypes, now: datetime, only: Iterable[str] | None = None
) -> list[View]:
    """Return what the law asks for each offered service type, and what of it the draft lacks."""
    codes = [offer.service_type for offer in agency.draft.services if types.is_open(offer.service_type)]
    wanted = set(codes) if only is None else set(only)
    return [
        {
            "service_type": code,
            "name": type_name(code, types),
            "lines": _lines(types.types[code].requirement, agency.draft, types, now),
        }
        for code in codes
        if code in wanted
    ]


def _lines(requirement: Requirement, draft: Dossier, types: ServiceTypes, now: datetime) -> list[View]:
    lacking = shortfalls(requirement, draft.qualifications, draft.practitioners, now)
    lines: list[View] = []
    if requirement.qualification_kinds:
        kinds = [types.qualification_kinds[code] for code in requirement.qualification_kinds]
        lowest = next(
            (level.name for kind in kinds for level in kind.levels if level.rank == requirement.lowest_rank),
            "",
        )
        lines.append(
            {
                "kind": "qualification",
                "names": [kind.name for kind in kinds],
                "lowest": lowest,
                "passed": not any(one.code == "qualification-missing" for one in lacking),
            }
        )
    missing = {lack_kinds(one) for one in lacking if one.code == "staff-missing"}
    staff: list[View] = [
        {
            "kind": "staff",
            "names": [certificate_name(code, types) for code in need.certificates],
            "count": need.count,
            "passed": need.certificates not in missing,
        }
        for need in requirement.staff
    ]
    return lines + staff


def missing_things(agency: Agency, problems: Iterable[FieldError]) -> list[View]:
    """Return what stands in the way of submitting, each with the address of the page that mends it."""
    return [_missing(agency, problem) for problem in problems]


def _missing(agency: Agency, problem: FieldError) -> View:
    _, name, *rest = problem.pointer.split("/")
    section = Section(name)
    rows = entries(agency.draft, section)
    entry_id = ""
    if rest and rest[0].isdecimal() and int(rest[0]) < len(rows):
        entry_id = str(getattr(rows[int(rest[0])], "key", ""))
    has_page = entry_id and section is not Section.DOCUMENTS
    page = f"{section_address(section)}/{entry_id}" if has_page else section_address(section)
    named = next((step for step in reversed(rest) if not step.isdecimal()), "")
    field = FIELD_LABELS.get((section, named), named)
    place = int(rest[0]) + 1 if entry_id else 0
    return {
        "section": str(section),
        "place": place,
        "field": field,
        "error": problem,
        "href": f"{page}?check=1",
    }


def draft_view(reader: Reader, listing: ListingRules, elsewhere: frozenset[str]) -> View:
    """Return an agency's own draft for the API: sections, what is missing, standings, the filing."""
    agency, types, now = reader.agency, reader.types, reader.now
    filing = agency.filing
    return {
        "uscc": agency.id,
        "sections": [reader.section(section) for section in Section],
        "tasks": tasks(task_list(agency, types, now, listing, elsewhere)),
        "problems": [
            {"pointer": one.pointer, "code": one.code, "params": dict(one.params)}
            for one in submission_problems(agency, types, now, listing, elsewhere)
        ],
        "standings": standings(agency, types, now),
        "filing": filing
        and {
            "stage": str(filing.stage),
            "reference": filing.reference,
            "submitted_at": filing.submitted_at,
            "due_at": filing.due_at,
            "awaiting": list(filing.awaiting),
        },
        "corrections": [
            {"note": one.note, "section": one.section and str(one.section), "service_type": one.service_type}
            for one in agency.corrections
        ],
        "untouched": [one["section"] for one in untouched(agency)],
    }
