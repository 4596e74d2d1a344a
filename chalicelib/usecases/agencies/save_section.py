"""Write the draft, one section or one entry at a time; a draft keeps what was typed (docs/rules.md §4.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies import drafting
from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.dossier import Document, Entry, Section, entries
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.kernel.ids import new_id
from chalicelib.usecases.agencies.changing import Changed, change_agency
from chalicelib.usecases.agencies.persons import Sealer
from chalicelib.usecases.agencies.section_values import ROWS, SINGLES
from chalicelib.usecases.expected_version import CheckVersion, any_version
from chalicelib.usecases.ports import House, Once, UnitOfWork


def save_section(
    house: House,
    actor: Actor,
    uscc: str,
    section: Section,
    body: Mapping[str, Any],
    check_version: CheckVersion = any_version,
) -> Changed:
    """Replace a section of one value: organisation, legal representative, contact or commitment."""

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        value = SINGLES[section](Sealer(house, uow, uscc, now), agency, body)
        return drafting.save_section(agency, section, value, actor, now, house.service_types)

    return change_agency(house, actor, uscc, decide, check_version=check_version)


def add_entry(
    house: House, actor: Actor, uscc: str, section: Section, body: Mapping[str, Any], once: Once | None = None
) -> tuple[Changed, str]:
    """Add a service type, qualification, practitioner or authorised agent; return its identifier too.

    Raises:
        Invalid: `duplicate-entry` for a service type that is in the draft already.
    """
    entry_id = body.get("service_type") or new_id(section.value[0], house.clock.product_now())

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        if any(_key(one) == entry_id for one in entries(agency.draft, section)):
            raise Invalid(errors=[FieldError("/service_type", "duplicate-entry")])
        row = ROWS[section](Sealer(house, uow, uscc, now), agency, entry_id, body)
        value: Any = (*entries(agency.draft, section), row)
        return drafting.save_section(agency, section, value, actor, now, house.service_types)

    changed = change_agency(house, actor, uscc, decide, once=once, mark=entry_id)
    return changed, changed.mark


def add_practitioners(
    house: House, actor: Actor, uscc: str, rows: Sequence[Mapping[str, Any]], once: Once | None = None
) -> Changed:
    """Add several practitioners, all of them or none; their papers are handed in one by one afterwards.

    Raises:
        Invalid: with the errors of every row below `/rows`, a person who is in the draft already among them.
    """

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        sealer, write = Sealer(house, uow, uscc, now), ROWS[Section.PRACTITIONERS]
        people: list[Any] = list(agency.draft.practitioners)
        errors: list[FieldError] = []
        for place, body in enumerate(rows):
            entry_id = new_id(Section.PRACTITIONERS.value[0], house.clock.product_now())
            try:
                person: Any = write(sealer, agency, entry_id, body)
            except Invalid as bad:
                errors += [replace(one, pointer=f"/rows/{place}{one.pointer}") for one in bad.errors]
                continue
            if person.person_key in {one.person_key for one in people}:
                errors.append(FieldError(f"/rows/{place}/person/id_number", "duplicate-person"))
            people.append(person)
        if errors:
            raise Invalid(errors=errors)
        value = tuple(people)
        return drafting.save_section(agency, Section.PRACTITIONERS, value, actor, now, house.service_types)

    return change_agency(house, actor, uscc, decide, once=once)


def replace_entry(
    house: House,
    actor: Actor,
    uscc: str,
    section: Section,
    entry_id: str,
    body: Mapping[str, Any],
    check_version: CheckVersion = any_version,
) -> Changed:
    """Write an entry anew under its identifier.

    Raises:
        NotFound: when the draft has no such entry.
    """

    def decide(uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        find_entry(agency, section, entry_id)
        row = ROWS[section](Sealer(house, uow, uscc, now), agency, entry_id, body)
        value: Any = tuple(row if _key(one) == entry_id else one for one in entries(agency.draft, section))
        return drafting.save_section(agency, section, value, actor, now, house.service_types)

    return change_agency(house, actor, uscc, decide, check_version=check_version)


def remove_entry(
    house: House,
    actor: Actor,
    uscc: str,
    section: Section,
    entry_id: str,
    check_version: CheckVersion = any_version,
) -> Changed:
    """Take an entry out of the draft; what is registered stays until the change was checked.

    Raises:
        NotFound: when the draft has no such entry.
    """

    def decide(_uow: UnitOfWork, agency: Agency, now: datetime) -> Decision[Agency]:
        find_entry(agency, section, entry_id)
        value: Any = tuple(one for one in entries(agency.draft, section) if _key(one) != entry_id)
        return drafting.save_section(agency, section, value, actor, now, house.service_types)

    return change_agency(house, actor, uscc, decide, check_version=check_version)


def discard_changes(house: House, actor: Actor, uscc: str) -> Changed:
    """Throw the draft away and begin again from what is registered."""
    return change_agency(
        house, actor, uscc, lambda _uow, agency, now: drafting.discard_changes(agency, actor, now)
    )


def find_entry(agency: Agency, section: Section, entry_id: str) -> Any:
    """Return an entry of the draft.

    Raises:
        NotFound: when the draft has no such entry.
    """
    for one in entries(agency.draft, section):
        if _key(one) == entry_id:
            return one
    raise NotFound


def _key(entry: Entry) -> str:
    """Return what an address calls an entry; a document goes by its file."""
    if isinstance(entry, Document):
        return entry.file.partition("/")[2]
    return str(getattr(entry, "key", ""))
