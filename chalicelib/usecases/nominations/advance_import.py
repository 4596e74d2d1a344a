"""The worker of an import: a part of its agencies a message, each in a transaction of its own (design §1).

Every step ends in an event of the import, and the event brings the next message, so that nothing else has
to remember where the work stopped. A step that is killed is done again: an agency that has its nomination
gets no second one. A message that comes twice or late finds nothing to do.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.domain.marketplace.agencies.dossier import Contact, LegalRepresentative
from chalicelib.domain.marketplace.agencies.nominating import NominatedAgency, nominate, undo_nomination
from chalicelib.domain.marketplace.nominations import imports
from chalicelib.domain.marketplace.nominations.imports import ImportState, NominationImport, Skipped
from chalicelib.domain.marketplace.nominations.merging import nominated_agency, nominees
from chalicelib.domain.marketplace.nominations.rows import PersonalPart
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import AlreadyExists, Conflict, Forbidden, StaleVersion
from chalicelib.kernel.ids import new_id
from chalicelib.usecases.agencies.changing import abandoned_refs, noted
from chalicelib.usecases.agencies.persons import PHONE, RESTRICTED
from chalicelib.usecases.nominations.staged_rows import StagedAgency, read_rows
from chalicelib.usecases.nominations.uploaded_table import read_again
from chalicelib.usecases.ports import House, UnitOfWork

AGENCIES_A_STEP = 50
"""Two sealed values and one transaction each: some five seconds, far below the time a message may take."""

Persons = Mapping[str, PersonalPart]


def advance_import(house: House, import_id: str) -> None:
    """Do the next part of an import's work; one that is done only has its file deleted."""
    found = house.queries.nomination(import_id)
    if found.is_undoing:
        _step(house, found, lambda row: _undo(house, found, row))
    elif found.is_at_work:
        persons = _persons(house, found)
        _step(house, found, lambda row: _apply(house, found, row, persons))
    elif found.state in (ImportState.APPLIED, ImportState.UNDONE):
        house.files.erase(found.file_id)


def _step(house: House, found: NominationImport, do: Callable[[StagedAgency], None]) -> None:
    """Do a part of the agencies and note how far it came and who was left out."""
    rows = read_rows(house, found, found.done, AGENCIES_A_STEP)
    skipped = tuple(Skipped(row.uscc, reason) for row in rows if (reason := _obstacle(do, row)))
    done = found.done + len(rows)

    def attempt(uow: UnitOfWork, _now: datetime) -> None:
        current = uow.imports.load(found.id)
        if (current.done, current.is_undoing) != (found.done, found.is_undoing):
            return
        decision = imports.progress(current, done, skipped, SYSTEM)
        if decision is not None:
            uow.imports.save(decision, SYSTEM)

    house.transact(attempt)


def _obstacle(do: Callable[[StagedAgency], None], row: StagedAgency) -> str:
    """Do it and return nothing, or why it could not be done: one agency does not stop the others."""
    try:
        do(row)
    except (StaleVersion, AlreadyExists):
        raise
    except (Conflict, Forbidden) as refused:
        return refused.code
    return ""


def _persons(house: House, found: NominationImport) -> Persons:
    """Read the persons from the file; the bucket may have forgotten it, and then the agencies name theirs."""
    table = read_again(house, found)
    named = nominees(table.rows) if table else ()
    return {one.uscc: one.personal for one in named if one.personal is not None}


def _apply(house: House, found: NominationImport, row: StagedAgency, persons: Persons) -> None:
    personal = persons.get(row.uscc)

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        agency = uow.agencies.find(row.uscc)
        nominated = _nominated(house, row, personal, now)
        decision = nominate(agency, nominated, found.id, found.commander, now, house.service_types)
        if decision is None:
            return
        (uow.agencies.save if agency else uow.agencies.add)(noted(house, decision), found.commander)
        draft = decision.state.draft
        if personal and draft.legal_representative == nominated.legal_representative:
            value = {"name": personal.legal_representative, "id_number": ""}
            uow.vault.put(nominated.legal_representative.vault_ref, value, RESTRICTED)
        if personal and draft.contact == nominated.contact:
            value = {"name": personal.contact, "mobile": personal.mobile}
            uow.vault.put(nominated.contact.vault_ref, value, RESTRICTED)

    house.transact(attempt)


def _nominated(
    house: House, row: StagedAgency, personal: PersonalPart | None, now: datetime
) -> NominatedAgency:
    if personal is None:
        return nominated_agency(row.lines)
    representative, contact = (f"AGENCY#{row.uscc}#{new_id('person', now)}" for _ in range(2))
    return nominated_agency(
        row.lines,
        LegalRepresentative(representative),
        Contact(contact, house.sealing.fingerprint(PHONE, personal.mobile)),
    )


def _undo(house: House, found: NominationImport, row: StagedAgency) -> None:
    def attempt(uow: UnitOfWork, now: datetime) -> None:
        agency = uow.agencies.find(row.uscc)
        if agency is None or all(one.import_id != found.id for one in agency.nominations):
            return
        decision = undo_nomination(agency, found.id, found.commander, now, house.service_types)
        uow.agencies.save(noted(house, decision), found.commander)
        for ref in abandoned_refs(agency, decision.state):
            uow.vault.erase(ref)

    house.transact(attempt)
