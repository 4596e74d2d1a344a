"""An import of list entries: staged with a diff, confirmed by a second person, applied row by row (§2.6).

It is named by its body and the hash of its file, so the same file twice is one import; a row is applied by
its natural key, agency and decision number, so that a repetition changes nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.agencies.agency import Agency, decided
from chalicelib.domain.marketplace.agencies.drafting import blank_agency
from chalicelib.domain.marketplace.agencies.lapsing import settle
from chalicelib.domain.marketplace.agencies.validity import end_of_day
from chalicelib.domain.marketplace.conduct.facts import (
    Measure,
    MeasureKind,
    Phase,
    Sanction,
    Source,
)
from chalicelib.domain.marketplace.conduct.list_rows import ListRow
from chalicelib.domain.marketplace.conduct.sanctioning import SANCTIONED, hidden_after, sanction_facts
from chalicelib.domain.marketplace.violation_rules import LIST_BASIS
from chalicelib.domain.table_lines import RowError
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.entered import plain
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.transitions import Move, TransitionTable


class ListState(StrEnum):
    """Where an import of list entries stands."""

    REJECTED = "REJECTED"
    STAGED = "STAGED"
    CONFIRMED = "CONFIRMED"
    DISCARDED = "DISCARDED"


_S = ListState
LIST_IMPORT: TransitionTable[ListState] = TransitionTable(
    "list-import",
    (
        Move(None, "refused", _S.REJECTED, "department or supervisor"),
        Move(None, "staged", _S.STAGED, "department or supervisor"),
        Move(_S.STAGED, "confirmed", _S.CONFIRMED, "another person of the body, or supervisor"),
        Move(_S.STAGED, "discarded", _S.DISCARDED, "department or supervisor"),
        Move(_S.DISCARDED, "staged", _S.STAGED, "department or supervisor"),
        Move(_S.REJECTED, "staged", _S.STAGED, "department or supervisor"),
        Move(_S.REJECTED, "refused", _S.REJECTED, "department or supervisor"),
    ),
)


class Change(StrEnum):
    """What a row would do to the record."""

    NEW = "new"
    SAME = "same"
    MOVED = "moved"
    """The entry is known, with another last day."""
    OVER = "over"
    """The entry is not known and its last day has passed: nothing is left to intercept or to publish."""


ENDED = "ended"
"""What the agency is told of an entry whose last day was moved to one that has passed."""

UNAPPLIED = frozenset({Change.SAME, Change.OVER})
"""What leaves the record as it is."""


@dataclass(frozen=True, slots=True)
class StagedRow:
    """One row with what it would do and whom the register has under its USCC, as of the check."""

    row: ListRow
    change: Change
    registered_name: str = ""

    @property
    def differs(self) -> bool:
        """Tell whether the typed name is not the registered one: a valid USCC may be another's."""
        return bool(self.registered_name) and _bare(self.registered_name) != _bare(self.row.name)


@dataclass(frozen=True, slots=True)
class ListImport:
    """One table of entries, whole; it holds names of organisations and nothing personal."""

    id: str
    number: str
    org: str
    state: ListState
    staged_by: str
    staged_at: datetime
    rows: tuple[StagedRow, ...] = ()
    errors: tuple[RowError, ...] = ()
    confirmed_by: str = ""
    confirmed_at: datetime | None = None

    @property
    def differences(self) -> tuple[StagedRow, ...]:
        """Return the rows whose name is not the registered one."""
        return tuple(one for one in self.rows if one.differs)


def import_id(org: str, file_sha256: str) -> str:
    """Return the identifier of the import of a file by a body."""
    return f"{org}-{file_sha256[:24]}"


def check_may_list(actor: Actor) -> None:
    """Refuse anybody but departments and the supervisor.

    Raises:
        Forbidden: `role-needed`.
    """
    if not actor.has(Role.DEPARTMENT, Role.SUPERVISOR):
        raise Forbidden("role-needed", roles=sorted((Role.DEPARTMENT, Role.SUPERVISOR)))


def check_own(found: ListImport, actor: Actor) -> None:
    """Refuse other departments; the supervisor sees all.

    Raises:
        Forbidden: `role-needed` or `not-your-import`.
    """
    check_may_list(actor)
    if actor.org != found.org and not actor.has(Role.SUPERVISOR):
        raise Forbidden("not-your-import")


def stage(existing: ListImport | None, made: ListImport, actor: Actor) -> Decision[ListImport] | None:
    """Take in a checked table; None when the same file is there already.

    A table that was refused is looked at again: what was wrong with its lines may be right by now.

    Raises:
        Forbidden: `role-needed`.
    """
    check_may_list(actor)
    if existing is not None:
        is_told = existing.state is ListState.REJECTED and existing.errors == made.errors
        if is_told or existing.state in (ListState.STAGED, ListState.CONFIRMED):
            return None
    event = "refused" if made.errors else "staged"
    return _moved(existing, event, made, made.state)


def confirm(
    found: ListImport, actor: Actor, now: datetime, *, differences_seen: bool = False
) -> Decision[ListImport]:
    """Make a staged table real: by another person than the one who staged it, who saw each other name.

    Raises:
        Forbidden: `not-your-import` or `same-person-staged`.
        Conflict: `wrong-state`.
        Invalid: `/differences_seen` while nobody has said that the other names were looked at.
    """
    check_own(found, actor)
    if actor.person == found.staged_by:
        raise Forbidden("same-person-staged")
    confirmed = replace(found, confirmed_by=actor.person, confirmed_at=now)
    decision = _moved(found, "confirmed", confirmed, ListState.CONFIRMED)
    if found.differences and not differences_seen:
        count = len(found.differences)
        raise Invalid(errors=[FieldError("/differences_seen", "differences-unseen", {"count": count})])
    return decision


def discard(found: ListImport, actor: Actor) -> Decision[ListImport]:
    """Drop a staged table.

    Raises:
        Forbidden: `not-your-import`.
        Conflict: `wrong-state`.
    """
    check_own(found, actor)
    return _moved(found, "discarded", found, ListState.DISCARDED)


def change_of(agency: Agency | None, row: ListRow, now: datetime) -> Change:
    """Tell what a row would do to what is on record."""
    known = None if agency is None else entry_of(agency, row)
    end = _end(row)
    if known is None:
        return Change.OVER if end is not None and end <= now else Change.NEW
    return Change.SAME if known.measures[0].ends_at == end else Change.MOVED


def entry_of(agency: Agency, row: ListRow) -> Sanction | None:
    """Find the entry of a decision by its natural key."""
    entries = (one for one in agency.conduct.sanctions if one.source is Source.LIST)
    return next((one for one in entries if one.document_no == row.document_no), None)


def enter(
    agency: Agency | None, row: ListRow, number: str, now: datetime, years: int
) -> Decision[Agency] | None:
    """Put a row on record, or move its last day; None when nothing changes.

    An entry works from the instant at which it is recorded: what happened before stays as it was.
    """
    change = change_of(agency, row, now)
    if change in UNAPPLIED:
        return None
    before = blank_agency(row.uscc, now) if agency is None else agency
    known = None if agency is None else entry_of(agency, row)
    starts_at = now if known is None else known.measures[0].starts_at
    measure = Measure(MeasureKind.BLACKLIST, starts_at, _end(row))
    entry = Sanction(
        number=number if known is None else known.number,
        source=Source.LIST,
        basis=LIST_BASIS,
        document_no=row.document_no,
        authority=row.authority,
        decided_at=starts_at,
        measures=(measure,),
        phase=Phase.RUNNING,
    )
    entry = replace(entry, hidden_at=hidden_after(entry, years))
    others = tuple(one for one in before.conduct.sanctions if one is not known)
    after = settle(replace(before, conduct=replace(before.conduct, sanctions=(*others, entry))), now)
    facts: list[Json] = [sanction_facts(entry)]
    told = ENDED if measure.ends_at is not None and measure.ends_at <= now else change.value
    return decided(SANCTIONED, agency, after, sanctions=facts, number=entry.number, listed=told)


def _bare(name: str) -> str:
    """Return a name by its characters alone: width and spaces make no other organisation."""
    return "".join(plain(name).split())


def _end(row: ListRow) -> datetime | None:
    return None if row.until_on is None else end_of_day(row.until_on)


def _moved(
    before: ListImport | None, event: str, changed: ListImport, target: ListState
) -> Decision[ListImport]:
    LIST_IMPORT.check(None if before is None else before.state, event, target)
    after = replace(changed, state=target)
    facts: Mapping[str, Json] = {
        "import_id": after.id,
        "import_no": after.number,
        "org": after.org,
        "state": target.value,
        "rows": len(after.rows),
        "errors": len(after.errors),
    }
    return Decision(after, Event(f"list-import.{event}", facts))


def check_confirmed(found: ListImport) -> None:
    """Refuse to apply what nobody has confirmed.

    Raises:
        Conflict: `wrong-state`.
    """
    if found.state is not ListState.CONFIRMED:
        raise Conflict("wrong-state", kind="list-import", state=found.state, event="applied")
