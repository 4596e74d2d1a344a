"""What those who check an agency read: the filing, the evidence beside it, the requirements (pages.md §3).

A filing that does not wait for the reader's body is a head and nothing more.
"""

from collections.abc import Iterable
from typing import Any

from chalicelib.domain.marketplace.agencies.access import awaited_types, is_awaited
from chalicelib.domain.marketplace.agencies.agency import Agency, Correction
from chalicelib.domain.marketplace.agencies.changes import changed_sections, concerns
from chalicelib.domain.marketplace.agencies.dossier import REVIEWED_BY_DEPARTMENT, Section, entries
from chalicelib.domain.marketplace.agencies.register import register_entries
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.domain.marketplace.agencies.warnings import review_warnings
from chalicelib.kernel.actors import Actor
from chalicelib.web.views.agencies import View, type_name
from chalicelib.web.views.agency_dossier import Reader
from chalicelib.web.views.onboarding import requirement_views, standings


def form_check_view(reader: Reader, actor: Actor) -> View:
    """Return what the operator's reviewer reads: changed sections first, the others folded away.

    What the licence proves stands beside the organisation that claims it. `correctable` names every section
    a correction can be asked for, the blank ones too.
    """
    agency, is_open = reader.agency, is_awaited(reader.agency, actor, reader.types)
    sections = [reader.section(section) for section in Section] if is_open else []
    changed = set(changed_sections(agency))
    if sections:
        papers = [file for entry in reader.section(Section.DOCUMENTS)["entries"] for file in entry["files"]]
        for entry in sections[0]["entries"]:
            entry["files"] = papers
    for section in sections:
        if section["is_changed"]:
            section["entries"] = [one for one in section["entries"] if one["status"] != "same"]
    return {
        **_head(reader, is_open),
        "sections": [one for one in sections if one["section"] in changed],
        "others": [one for one in sections if one["section"] not in changed and one["entries"]],
        "blank": [one["section"] for one in sections if not one["entries"]],
        "correctable": [str(section) for section in Section] if is_open else [],
        "answers": list(_answers(reader)) if is_open else [],
        "requirements": requirement_views(agency, reader.types, reader.now) if is_open else [],
    }


def department_view(reader: Reader, actor: Actor) -> View:
    """Return what a department reads: for each of its service types that waits, what concerns it."""
    agency, types = reader.agency, reader.types
    is_open = is_awaited(agency, actor, types)
    mine = awaited_types(agency, actor.org, types) if is_open else ()
    requirements = {one["service_type"]: one for one in requirement_views(agency, types, reader.now, mine)}
    return {
        **_head(reader, is_open),
        "organisation": reader.section(Section.ORGANISATION) if is_open else None,
        "types": [
            {
                "service_type": code,
                "name": type_name(code, types),
                "requirement": requirements.get(code),
                "refused": _last_refusal(agency, code),
                "sections": list(_sections_for(agency, code, reader)),
            }
            for code in mine
        ],
    }


def _head(reader: Reader, is_open: bool) -> View:
    """Return the head of a review: whose filing, which stage, due when, about what."""
    agency, types, filing = reader.agency, reader.types, reader.agency.filing
    return {
        "uscc": agency.id,
        "name": _name(reader, is_open),
        "is_open": is_open,
        "is_entry": filing is not None and filing.is_entry,
        "stage": str(filing.stage) if filing else "",
        "reference": filing.reference if filing else "",
        "submitted_at": filing.submitted_at if filing else None,
        "due_at": filing.due_at if filing and is_open else None,
        "awaiting": [type_name(code, types) for code in filing.awaiting] if filing else [],
        "standings": standings(agency, types, reader.now) if is_open else [],
        "warnings": _warnings(agency) if is_open else [],
    }


def _name(reader: Reader, is_open: bool) -> str:
    """Return what the agency is called, by nothing that it has not handed in."""
    agency = reader.agency
    # The latest on record, whatever the clock: a command's answer is read at the instant it arrived.
    known = [spell.value for spell in reversed(agency.register.organisation)]
    known += [agency.given_back.organisation] if agency.given_back else []
    shown = [agency.draft.organisation, *known] if is_open else known
    return next((one.name for one in shown if one.name), agency.id)


def _warnings(agency: Agency) -> list[View]:
    return [{"pointer": one.pointer, "code": one.code} for one in review_warnings(agency)]


def _answers(reader: Reader) -> Iterable[View]:
    """Tell what was asked for the last time and what has become of it, section by section."""
    filing = reader.agency.filing
    if filing is None or filing.before is None:
        return
    for section in Section:
        notes = [one.note for one in filing.answers if one.section is section]
        against = entries(filing.before, section)
        changed = [one for one in reader.section(section, against)["entries"] if one["status"] != "same"]
        if notes or changed:
            yield {"section": str(section), "notes": notes, "entries": changed}


def _last_refusal(agency: Agency, code: str) -> str:
    """Return why the department refused this service type the last time, as the agency was told."""
    filing, admission = agency.filing, agency.admission(code)
    answered: tuple[Correction, ...] = filing.answers if filing else ()
    notes = [one.note for one in answered if one.service_type == code]
    past = [one.value for one in admission.standings] if admission else []
    notes += [one.note for one in reversed(past) if one.state is ListingState.REJECTED]
    return notes[0] if notes else ""


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
