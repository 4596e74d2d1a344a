"""Accept, drop or take back an import, and find it: what an official of its department decides.

Nothing is applied here. The accepted event wakes the worker through the ledger's stream (advance_import).
"""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.desk import Task
from chalicelib.domain.marketplace.agencies.nominating import is_in_use
from chalicelib.domain.marketplace.nominations import imports
from chalicelib.domain.marketplace.nominations.imports import ImportState, NominationImport
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.desk.settle import settle
from chalicelib.usecases.nominations.stage_nominations import AGENCIES_A_READ
from chalicelib.usecases.nominations.staged_rows import read_rows
from chalicelib.usecases.nominations.uploaded_table import check_still_there
from chalicelib.usecases.ports import House, Once, UnitOfWork


def find_import(house: House, actor: Actor, import_id: str) -> NominationImport:
    """Return an import of the actor's department.

    Raises:
        NotFound: when there is none.
        Forbidden: `not-your-import`.
    """
    found = house.queries.nomination(import_id)
    imports.check_own(found, actor)
    return found


def accept_nominations(
    house: House, actor: Actor, import_id: str, once: Once | None = None
) -> NominationImport:
    """Make a staged table real; of two officials who accept at once, one does.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `wrong-state`; `upload-expired` when the file is gone.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> NominationImport:
        found = uow.imports.load(import_id)
        decision = imports.accept(found, actor)
        check_still_there(house, found)
        settle(uow, actor, Task.NOMINATION, import_id)
        return _saved(uow, decision, actor)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def discard_nominations(
    house: House, actor: Actor, import_id: str, once: Once | None = None
) -> NominationImport:
    """Drop a staged table before anybody has accepted it.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `wrong-state`.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> NominationImport:
        decision = imports.discard(uow.imports.load(import_id), actor)
        settle(uow, actor, Task.NOMINATION, import_id)
        return _saved(uow, decision, actor)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def undo_nominations(
    house: House, actor: Actor, import_id: str, once: Once | None = None
) -> NominationImport:
    """Begin to take an applied import back from every agency that has not handed it in.

    The others keep their nominations and are named, with the reason, as the worker comes to them.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `wrong-state`; `nomination-in-use` when every agency has handed it in.
    """

    def attempt(uow: UnitOfWork, _now: datetime) -> NominationImport:
        found = uow.imports.load(import_id)
        in_use = _in_use(house, found) if found.state is ImportState.APPLIED else ()
        return _saved(uow, imports.begin_undo(found, in_use, actor), actor)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def _in_use(house: House, found: NominationImport) -> tuple[str, ...]:
    used = list[str]()
    for start in range(0, found.agencies, AGENCIES_A_READ):
        named = [row.uscc for row in read_rows(house, found, start, AGENCIES_A_READ)]
        on_file = house.queries.agencies(named)
        used += [agency.id for agency in on_file.values() if is_in_use(agency, found.id)]
    return tuple(used)


def _saved(uow: UnitOfWork, decision: Decision[NominationImport], actor: Actor) -> NominationImport:
    uow.imports.save(decision, actor)
    return decision.state


def _id(found: NominationImport) -> str:
    return found.id


def _load(uow: UnitOfWork, import_id: str) -> NominationImport:
    return uow.imports.load(import_id)
