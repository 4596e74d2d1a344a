"""The life of one import: staged, accepted, applied agency by agency, and taken back if need be.

An import is named by its department and the hash of its file, so the same file twice is the same import and
changes nothing. A table with errors is refused as a whole; one accepted event makes it real; a worker
applies agencies by their natural key, so that a repeated page does no harm, and the page shows n of m.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.agencies.service_types import Department, ServiceTypes
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Conflict, Forbidden
from chalicelib.kernel.records import dataclass
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
class StagedPage:
    """One immutable page of staged agencies, by the hash of its content."""

    content_hash: str
    agencies: int


@dataclass(frozen=True, slots=True)
class Skipped:
    """An agency that the worker left as it was, and why: the code of the refusal."""

    uscc: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """What reading a file has found; `effects` counts agencies by what would happen to each."""

    file_id: str
    file_sha256: str
    rows: int
    errors: int = 0
    effects: Mapping[str, int] = field(default_factory=dict)
    pages: tuple[StagedPage, ...] = ()


@dataclass(frozen=True, slots=True)
class NominationImport:
    """One import: the department, the file, the staged pages, and n of m (`done` of `agencies`).

    `number` is what people read out; `commanded_by` is the official in whose name the worker acts.
    """

    id: str
    number: str
    department_org: str
    file_id: str
    file_sha256: str
    state: ImportState
    staged_at: datetime
    staged_by: str
    rows: int
    errors: int = 0
    effects: Mapping[str, int] = field(default_factory=dict)
    pages: tuple[StagedPage, ...] = ()
    commanded_by: str = ""
    done: int = 0
    skipped: tuple[Skipped, ...] = ()
    """Agencies the worker left out, because their file was under check, blocked or handed in."""

    @property
    def agencies(self) -> int:
        """Return how many agencies the table names; 0 for a table with errors."""
        return sum(page.agencies for page in self.pages)

    @property
    def is_at_work(self) -> bool:
        """Tell whether the worker has something to do to agencies."""
        return self.state in (ImportState.ACCEPTED, ImportState.APPLYING, ImportState.UNDOING)

    @property
    def is_undoing(self) -> bool:
        """Tell whether the worker takes nominations back."""
        return self.state is ImportState.UNDOING

    @property
    def commander(self) -> Actor:
        """Return the official in whose name the worker acts."""
        return Actor(self.commanded_by, self.department_org, frozenset({Role.DEPARTMENT}))


def import_id(department_org: str, file_sha256: str) -> str:
    """Return the identifier of the import of a file by a department."""
    return f"{department_org}-{file_sha256[:24]}"


def check_may_import(actor: Actor, types: ServiceTypes) -> Department:
    """Return the department of an official.

    Raises:
        Forbidden: `not-a-department`, or `unknown-department` for one without service types.
    """
    if not actor.has(Role.DEPARTMENT):
        raise Forbidden("not-a-department")
    department = types.department_by_org(actor.org)
    if department is None:
        raise Forbidden("unknown-department")
    return department


def stage(
    existing: NominationImport | None,
    number: str,
    table: CheckedTable,
    actor: Actor,
    now: datetime,
    types: ServiceTypes,
) -> Decision[NominationImport] | None:
    """Take in a checked table; None when the same file is staged or applied already.

    A table with errors is kept as REJECTED without any page.

    Raises:
        Forbidden: as `check_may_import`.
    """
    check_may_import(actor, types)
    if existing is not None and existing.state not in _FINISHED:
        return None
    state = ImportState.REJECTED if table.errors else ImportState.STAGED
    event = "refused" if table.errors else "staged"
    NOMINATION_IMPORT.check(None if existing is None else existing.state, event, state)
    staged = NominationImport(
        id=import_id(actor.org, table.file_sha256),
        number=number,
        department_org=actor.org,
        file_id=table.file_id,
        file_sha256=table.file_sha256,
        state=state,
        staged_at=now,
        staged_by=actor.person,
        rows=table.rows,
        errors=table.errors,
        effects={} if table.errors else table.effects,
        pages=() if table.errors else table.pages,
    )
    return _decided(staged, event, rows=staged.rows, errors=staged.errors, file=staged.file_sha256)


def accept(found: NominationImport, actor: Actor) -> Decision[NominationImport]:
    """Make a staged table real; from here on the worker applies it.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `wrong-state`.
    """
    check_own(found, actor)
    commanded = replace(found, commanded_by=actor.person)
    return _moved(commanded, "accepted", ImportState.ACCEPTED)


def progress(
    found: NominationImport, done: int, skipped: tuple[Skipped, ...], actor: Actor
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
    if done >= found.agencies:
        event, state = "completed", ImportState.UNDONE if found.is_undoing else ImportState.APPLIED
    else:
        event, state = "progressed", ImportState.UNDOING if found.is_undoing else ImportState.APPLYING
    if done <= found.done and event == "progressed":
        return None
    left_out = tuple(dict.fromkeys((*found.skipped, *skipped)))
    return _moved(replace(found, done=min(done, found.agencies), skipped=left_out), event, state)


def discard(found: NominationImport, actor: Actor) -> Decision[NominationImport]:
    """Drop a table that nobody has accepted; an accepted one is undone once it has been applied.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `wrong-state`.
    """
    check_own(found, actor)
    return _moved(found, "discarded", ImportState.UNDONE)


def begin_undo(found: NominationImport, in_use: tuple[str, ...], actor: Actor) -> Decision[NominationImport]:
    """Begin to take an applied import back, agency by agency; what was handed in stays and is named.

    `in_use` holds the USCCs of which `nominating.is_in_use` says so.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `nomination-in-use` with the USCCs when that is all of them, or `wrong-state`.
    """
    check_own(found, actor)
    NOMINATION_IMPORT.check(found.state, "undo_begun", ImportState.UNDOING)
    if len(in_use) >= found.agencies:
        raise Conflict("nomination-in-use", usccs=list(in_use))
    begun = replace(found, done=0, skipped=(), commanded_by=actor.person)
    return _moved(begun, "undo_begun", ImportState.UNDOING)


def check_own(found: NominationImport, actor: Actor) -> None:
    """Refuse anybody but the officials of the department that handed the table in.

    Raises:
        Forbidden: `not-your-import`.
    """
    if not actor.has(Role.DEPARTMENT) or actor.org != found.department_org:
        raise Forbidden("not-your-import")


def _moved(found: NominationImport, event: str, state: ImportState) -> Decision[NominationImport]:
    NOMINATION_IMPORT.check(found.state, event, state)
    return _decided(replace(found, state=state), event, done=found.done, skipped=len(found.skipped))


def _decided(found: NominationImport, event: str, **data: Json) -> Decision[NominationImport]:
    facts: dict[str, Json] = {
        "import": found.id,
        "import_no": found.number,
        "department": found.department_org,
        "state": str(found.state),
        "agencies": found.agencies,
    }
    return Decision(found, Event(f"import.{event.replace('_', '-')}", {**facts, **data}))
