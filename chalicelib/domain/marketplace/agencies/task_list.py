"""The task list of the entry wizard: where every section stands and what it lacks (docs/rules.md §4.2)."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.marketplace.agencies.agency import Agency, Correction
from chalicelib.domain.marketplace.agencies.changes import changed_sections, open_admissions
from chalicelib.domain.marketplace.agencies.dossier import Section, is_started
from chalicelib.domain.marketplace.agencies.sections import Desk, section_problems
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.agencies.states import IN_ENTRY
from chalicelib.domain.marketplace.agencies.validity import local_day, shortfalls
from chalicelib.domain.marketplace.rules import ListingRules
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass


class Progress(StrEnum):
    """How far a section is."""

    NOT_STARTED = "not-started"
    IN_PROGRESS = "in-progress"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class SectionStatus:
    """One line of the task list; `is_changed` says that the section differs from what is registered."""

    section: Section
    progress: Progress
    is_changed: bool
    problems: tuple[FieldError, ...]
    corrections: tuple[Correction, ...]


def task_list(
    agency: Agency,
    types: ServiceTypes,
    now: datetime,
    listing: ListingRules,
    elsewhere: frozenset[str] = frozenset(),
) -> tuple[SectionStatus, ...]:
    """Say for every section how far it is, what it lacks and what the reviewer wants mended."""
    problems = _by_section(agency, types, now, listing, elsewhere)
    changed = changed_sections(agency)
    return tuple(
        SectionStatus(
            section,
            _progress(agency, section, problems[section]),
            section in changed,
            problems[section],
            tuple(one for one in agency.corrections if one.section is section),
        )
        for section in Section
    )


def submission_problems(
    agency: Agency,
    types: ServiceTypes,
    now: datetime,
    listing: ListingRules,
    elsewhere: frozenset[str] = frozenset(),
) -> tuple[FieldError, ...]:
    """Name everything that stands in the way of submitting, each with its pointer into the draft.

    A first entry answers for all sections; later only what changed is checked again, so that an expired
    certificate does not keep an agency from correcting its phone number.
    """
    problems = _by_section(agency, types, now, listing, elsewhere)
    is_first = not agency.register.commitment
    asked = set(Section) if is_first else set(changed_sections(agency))
    shortfalls_of_entry = _entry_shortfalls(agency, now)
    return tuple(
        problem
        for section in Section
        for problem in problems[section]
        if section in asked or problem in shortfalls_of_entry
    )


def _by_section(
    agency: Agency, types: ServiceTypes, now: datetime, listing: ListingRules, elsewhere: frozenset[str]
) -> dict[Section, tuple[FieldError, ...]]:
    desk = Desk(agency, types, local_day(now), listing, elsewhere)
    found = {section: section_problems(section, desk) for section in Section}
    for shortfall in _entry_shortfalls(agency, now):
        section = Section(shortfall.pointer.removeprefix("/"))
        found[section] = (*found[section], shortfall)
    return found


def _entry_shortfalls(agency: Agency, now: datetime) -> list[FieldError]:
    """Hold what the law asks for against the draft, for every service type on the way in."""
    found = []
    for one in open_admissions(agency):
        if one.state in IN_ENTRY:
            draft = agency.draft
            for lack in shortfalls(one.requirement, draft.qualifications, draft.practitioners, now):
                figures = {**lack.params, "service_type": one.service_type}
                found.append(FieldError(lack.pointer, lack.code, figures))
    return found


def _progress(agency: Agency, section: Section, problems: tuple[FieldError, ...]) -> Progress:
    if not problems:
        return Progress.COMPLETE
    return Progress.IN_PROGRESS if is_started(agency.draft, section) else Progress.NOT_STARTED
