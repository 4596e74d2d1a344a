"""Import list entries: check a table with its diff, have it confirmed, apply it row by row (§2.6)."""

from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.conduct import list_import
from chalicelib.domain.marketplace.conduct.list_import import ListImport, ListState, StagedRow
from chalicelib.domain.marketplace.conduct.list_rows import MAX_ROWS, ListRow, parse_list
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases import uploads
from chalicelib.usecases.agencies.changing import noted, shown_dossier
from chalicelib.usecases.conduct.changing import SANCTION_SCOPE, next_number
from chalicelib.usecases.file_ports import Upload
from chalicelib.usecases.ports import House, Once, UnitOfWork

IMPORT_PREFIX, ENTRY_PREFIX = "MD", "SX"


def begin_list_upload(house: House, actor: Actor, back_to: str) -> Upload:
    """Return the form by which an official sends one table.

    Raises:
        Forbidden: `role-needed`.
    """
    list_import.check_may_list(actor)
    return uploads.begin_upload(house, back_to)


def stage_list(house: House, actor: Actor, file_id: str, once: Once | None = None) -> ListImport:
    """Check an uploaded table and compare it with what is on record; nothing is entered yet.

    Raises:
        Forbidden: `role-needed`.
        NotFound: when nothing was uploaded under the identifier.
        Invalid: when the file is no such table; faulty lines make a rejected import instead.
    """
    list_import.check_may_list(actor)
    stored, content = uploads.read_clean(house, file_id)
    now = house.clock.product_now()
    rows, errors = parse_list(uploads.text_of(house, content, MAX_ROWS), now.astimezone(CHINA).date())
    on_file = house.queries.agencies([row.uscc for row in rows]) if rows else {}
    staged = tuple(_staged(on_file.get(row.uscc), row, now) for row in rows)
    identifier = list_import.import_id(actor.org, stored.sha256)

    def attempt(uow: UnitOfWork, now: datetime) -> ListImport:
        existing = uow.list_imports.find(identifier)
        made = ListImport(
            id=identifier,
            number=existing.number if existing else next_number(house, uow, IMPORT_PREFIX, now),
            org=actor.org,
            state=ListState.REJECTED if errors else ListState.STAGED,
            staged_by=actor.person,
            staged_at=now,
            rows=staged,
            errors=errors,
        )
        decision = list_import.stage(existing, made, actor)
        if decision is None:
            return uow.list_imports.load(identifier)
        (uow.list_imports.save if existing else uow.list_imports.add)(decision, actor)
        return decision.state

    found = house.transact(attempt, once=once, ref=_id, replay=_load)
    house.files.erase(file_id)
    return found


def _staged(agency: Agency | None, row: ListRow, now: datetime) -> StagedRow:
    name = "" if agency is None else shown_dossier(agency).organisation.name
    return StagedRow(row, list_import.change_of(agency, row, now), name)


def confirm_list(
    house: House,
    actor: Actor,
    import_id: str,
    once: Once | None = None,
    *,
    differences_seen: bool = False,
) -> ListImport:
    """Make a staged table real; the worker enters it."""

    def attempt(uow: UnitOfWork, now: datetime) -> ListImport:
        staged = uow.list_imports.load(import_id)
        decision = list_import.confirm(staged, actor, now, differences_seen=differences_seen)
        uow.list_imports.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def discard_list(house: House, actor: Actor, import_id: str, once: Once | None = None) -> ListImport:
    """Drop a staged table."""

    def attempt(uow: UnitOfWork, _now: datetime) -> ListImport:
        decision = list_import.discard(uow.list_imports.load(import_id), actor)
        uow.list_imports.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def find_list_import(house: House, actor: Actor, import_id: str) -> ListImport:
    """Return an import of the actor's body.

    Raises:
        NotFound: when there is none.
        Forbidden: `not-your-import`.
    """
    found = house.queries.list_import(import_id)
    list_import.check_own(found, actor)
    return found


def apply_list(house: House, import_id: str) -> None:
    """Enter every row of a confirmed table, each in its own transaction; again it changes nothing."""
    found = house.queries.list_import(import_id)
    list_import.check_confirmed(found)
    for staged in found.rows:
        _enter(house, staged.row)


def _enter(house: House, row: ListRow) -> None:
    def attempt(uow: UnitOfWork, now: datetime) -> None:
        agency = uow.agencies.find(row.uscc)
        if list_import.change_of(agency, row, now) in list_import.UNAPPLIED:
            return
        number = next_number(house, uow, ENTRY_PREFIX, now)
        years = house.rules.load().conduct.disclosure_years
        decision = list_import.enter(agency, row, number, now, years)
        if decision is None:
            return
        named = noted(house, decision)
        if not named.event.data["name"]:
            named = named.noting(name=row.name)
        (uow.agencies.add if agency is None else uow.agencies.save)(named, SYSTEM)
        entry = list_import.entry_of(decision.state, row)
        if entry is not None and entry.number == number:
            uow.claim(SANCTION_SCOPE, number, f"{row.uscc}|")

    house.transact(attempt)


def _id(found: ListImport) -> str:
    return found.id


def _load(uow: UnitOfWork, import_id: str) -> ListImport:
    return uow.list_imports.load(import_id)
