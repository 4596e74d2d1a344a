"""The life of one import: staged, accepted, applied agency by agency, and taken back if need be.

An import is named by its department and the hash of its file, so the same file twice is the same import and
changes nothing. A table with errors is refused as a whole; one accepted event makes it real; a worker
applies agencies by their natural key, so that a repeated page does no harm, and the page shows n of m.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Conflict, Forbidden
from chalicelib.kernel.transitions import Move, TransitionTable


class ImportState(StrEnum):
    """Where an import stands."""

    STAGED = "STAGED"
    ACCEPTED = "ACCEPTED"
    APPLYING = "APPLYING"
    APPLIED = "APPLIED"
    UNDOING = "UNDOING"
    UNDONE = "UNDONE"
    REJECTED = "REJECTED"


_S = ImportState
NOMINATION_IMPORT: TransitionTable[ImportState] = TransitionTable(
    "nomination-import",
    (
        Move(None, "staged", _S.STAGED, "department"),
        Move(None, "refused", _S.REJECTED, "system"),
        Move(_S.STAGED, "accepted", _S.ACCEPTED, "department"),
        Move(_S.STAGED, "discarded", _S.UNDONE, "department"),
        Move(_S.ACCEPTED, "progressed", _S.APPLYING, "system"),
        Move(_S.ACCEPTED, "completed", _S.APPLIED, "system"),
        Move(_S.APPLYING, "progressed", _S.APPLYING, "system"),
        Move(_S.APPLYING, "completed", _S.APPLIED, "system"),
        Move(_S.ACCEPTED, "discarded", _S.UNDONE, "department"),
        Move(_S.APPLIED, "undo_begun", _S.UNDOING, "department"),
        Move(_S.UNDOING, "progressed", _S.UNDOING, "system"),
        Move(_S.UNDOING, "completed", _S.UNDONE, "system"),
        Move(_S.REJECTED, "staged", _S.STAGED, "department"),
        Move(_S.REJECTED, "refused", _S.REJECTED, "system"),
        Move(_S.UNDONE, "staged", _S.STAGED, "department"),
        Move(_S.UNDONE, "refused", _S.REJECTED, "system"),
    ),
)
_FINISHED = (ImportState.REJECTED, ImportState.UNDONE)


@dataclass(frozen=True, slots=True)
class NominationImport:
    """One import: the department, the file's hash, the staged pages, and n of m (`done` of `agencies`)."""

    id: str
    department_org: str
    file_sha256: str
    state: ImportState
    staged_at: datetime
    staged_by: str
    rows: int
    errors: int = 0
    agencies: int = 0
    pages: tuple[str, ...] = ()
    done: int = 0
    skipped: tuple[str, ...] = ()
    """USCCs the worker left out, because their file was under check, blocked or in use."""


def import_id(department_org: str, file_sha256: str) -> str:
    """Return the identifier of the import of a file by a department."""
    return f"{department_org}-{file_sha256[:24]}"


def stage(
    existing: NominationImport | None,
    file_sha256: str,
    counts: tuple[int, int, int],
    pages: tuple[str, ...],
    actor: Actor,
    now: datetime,
    types: ServiceTypes,
) -> Decision[NominationImport] | None:
    """Take in a checked table; None when the same file is staged or applied already.

    `counts` are rows, errors and agencies. A table with errors is kept as REJECTED without any page.

    Raises:
        Forbidden: `not-a-department`, or `unknown-department` for one without service types.
    """
    if not actor.has(Role.DEPARTMENT):
        raise Forbidden("not-a-department")
    if types.department_by_org(actor.org) is None:
        raise Forbidden("unknown-department")
    if existing is not None and existing.state not in _FINISHED:
        return None
    rows, errors, agencies = counts
    state = ImportState.REJECTED if errors else ImportState.STAGED
    event = "refused" if errors else "staged"
    NOMINATION_IMPORT.check(None if existing is None else existing.state, event, state)
    staged = NominationImport(
        import_id(actor.org, file_sha256),
        actor.org,
        file_sha256,
        state,
        now,
        actor.person,
        rows,
        errors,
        agencies,
        () if errors else pages,
    )
    return _decided(staged, event, rows=rows, errors=errors, agencies=agencies, file=file_sha256)


def accept(found: NominationImport, actor: Actor) -> Decision[NominationImport]:
    """Make a staged table real; from here on the worker applies it.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `wrong-state`.
    """
    _check_own(found, actor)
    return _moved(found, "accepted", ImportState.ACCEPTED)


def progress(
    found: NominationImport, done: int, skipped: tuple[str, ...], actor: Actor
) -> Decision[NominationImport] | None:
    """Note how many agencies are done in all; None when a repeated message brings nothing new.

    Raises:
        Forbidden: `not-the-system`.
        Conflict: `wrong-state` unless the import is being applied or undone.
    """
    if actor != SYSTEM:
        raise Forbidden("not-the-system")
    if found.state in (ImportState.APPLIED, ImportState.UNDONE):
        return None
    is_undoing = found.state is ImportState.UNDOING
    if done >= found.agencies:
        event, state = "completed", ImportState.UNDONE if is_undoing else ImportState.APPLIED
    else:
        event, state = "progressed", ImportState.UNDOING if is_undoing else ImportState.APPLYING
    if done <= found.done and event == "progressed":
        return None
    left_out = tuple(dict.fromkeys((*found.skipped, *skipped)))
    return _moved(replace(found, done=min(done, found.agencies), skipped=left_out), event, state)


def discard(found: NominationImport, actor: Actor) -> Decision[NominationImport]:
    """Drop a table of which nothing has been applied yet.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `wrong-state`.
    """
    _check_own(found, actor)
    return _moved(found, "discarded", ImportState.UNDONE)


def begin_undo(found: NominationImport, in_use: tuple[str, ...], actor: Actor) -> Decision[NominationImport]:
    """Begin to take an applied import back, all of it or nothing, before any of it is under review.

    `in_use` holds the USCCs of which `nominating.is_in_use` says so.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `nomination-in-use` with the USCCs, or `wrong-state`.
    """
    _check_own(found, actor)
    NOMINATION_IMPORT.check(found.state, "undo_begun", ImportState.UNDOING)
    if in_use:
        raise Conflict("nomination-in-use", usccs=list(in_use))
    return _moved(replace(found, done=0, skipped=()), "undo_begun", ImportState.UNDOING)


def _check_own(found: NominationImport, actor: Actor) -> None:
    if not actor.has(Role.DEPARTMENT) or actor.org != found.department_org:
        raise Forbidden("not-your-import")


def _moved(found: NominationImport, event: str, state: ImportState) -> Decision[NominationImport]:
    NOMINATION_IMPORT.check(found.state, event, state)
    return _decided(replace(found, state=state), event, done=found.done, agencies=found.agencies)


def _decided(found: NominationImport, event: str, **data: Json) -> Decision[NominationImport]:
    name = f"import.{event.replace('_', '-')}"
    return Decision(found, Event(name, {"import": found.id, "department": found.department_org, **data}))
