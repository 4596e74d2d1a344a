"""An import of served cases: staged, accepted, taken in row by row, and then forgotten but for its figures.

It is named by its body, the hash of its file and the code systems that it was declared to have, so the same
file twice is one import and changes nothing. Broken lines are left out and named; whoever accepts knows how
many. Nothing of a line stands here: the lines lie in a sealed file that goes when the run is over.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.cases.case_rows import Declared
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.transitions import Move, TransitionTable

NAMED_DIFFERENCES = 200
"""How many lines that differ from what is on record are named; all are counted."""


class CaseImportState(StrEnum):
    """Where an import of cases stands."""

    STAGED = "STAGED"
    REJECTED = "REJECTED"
    ACCEPTED = "ACCEPTED"
    APPLYING = "APPLYING"
    APPLIED = "APPLIED"
    DISCARDED = "DISCARDED"


_S = CaseImportState
CASE_IMPORT: TransitionTable[CaseImportState] = TransitionTable(
    "case-import",
    (
        Move(None, "staged", _S.STAGED, "centre supervisor"),
        Move(None, "refused", _S.REJECTED, "system"),
        Move(_S.STAGED, "accepted", _S.ACCEPTED, "centre supervisor"),
        Move(_S.STAGED, "discarded", _S.DISCARDED, "centre supervisor"),
        Move(_S.ACCEPTED, "progressed", _S.APPLYING, "system"),
        Move(_S.ACCEPTED, "completed", _S.APPLIED, "system"),
        Move(_S.APPLYING, "progressed", _S.APPLYING, "system"),
        Move(_S.APPLYING, "completed", _S.APPLIED, "system"),
        Move(_S.REJECTED, "staged", _S.STAGED, "centre supervisor"),
        Move(_S.REJECTED, "refused", _S.REJECTED, "system"),
        Move(_S.DISCARDED, "staged", _S.STAGED, "centre supervisor"),
        Move(_S.DISCARDED, "refused", _S.REJECTED, "system"),
    ),
)
_ONCE_MORE = (CaseImportState.REJECTED, CaseImportState.DISCARDED)


@dataclass(frozen=True, slots=True)
class StoredRows:
    """Where the lines that hold lie sealed, until the run is over."""

    file_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class CaseImport:
    """One import; `done` of `good` lines are in, `broken` are left out, `outcomes` counts what became."""

    id: str
    number: str
    org: str
    state: CaseImportState
    declared: Declared
    file_id: str
    file_sha256: str
    staged_at: datetime
    staged_by: str
    rows: int
    broken: int = 0
    errors: int = 0
    stored: StoredRows | None = None
    commanded_by: str = ""
    done: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
    differing: tuple[int, ...] = ()
    """The lines, as a spreadsheet counts them, whose case is on record with other facts."""

    @property
    def good(self) -> int:
        """Return how many lines can be taken in."""
        return self.rows - self.broken

    @property
    def is_at_work(self) -> bool:
        """Tell whether the worker has lines to take in."""
        return self.state in (CaseImportState.ACCEPTED, CaseImportState.APPLYING)

    @property
    def is_over(self) -> bool:
        """Tell whether nothing will be read of its files any more."""
        return self.state in (CaseImportState.APPLIED, CaseImportState.DISCARDED)

    @property
    def commander(self) -> Actor:
        """Return the person in whose name the worker acts."""
        return Actor(self.commanded_by, self.org, frozenset({Role.CENTRE_SUPERVISOR}))


def import_id(org: str, file_sha256: str, declared: Declared) -> str:
    """Return the identifier of the import of a file by a body under declared code systems."""
    return sha256_hex(f"{org}|{file_sha256}|{declared.promise}|{declared.user}")[:24]


def check_centre(actor: Actor) -> None:
    """Refuse anybody but the service centre.

    Raises:
        Forbidden: `role-needed`.
    """
    if not actor.has(Role.CENTRE_SUPERVISOR):
        raise Forbidden("role-needed", roles=[Role.CENTRE_SUPERVISOR])


def stage(existing: CaseImport | None, made: CaseImport) -> Decision[CaseImport] | None:
    """Take a checked file in; None when the same file is staged, at work or applied already."""
    if existing is not None and existing.state not in _ONCE_MORE:
        return None
    source = None if existing is None else existing.state
    if made.stored is None:
        return _moved(source, "refused", made, CaseImportState.REJECTED)
    return _moved(source, "staged", made, CaseImportState.STAGED)


def accept(found: CaseImport, actor: Actor) -> Decision[CaseImport]:
    """Make a staged file real; from here on the worker takes its good lines in.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`.
    """
    check_centre(actor)
    commanded = replace(found, commanded_by=actor.person)
    return _moved(found.state, "accepted", commanded, CaseImportState.ACCEPTED)


def discard(found: CaseImport, actor: Actor) -> Decision[CaseImport]:
    """Drop a staged file.

    Raises:
        Forbidden: `role-needed`.
        Conflict: `wrong-state`.
    """
    check_centre(actor)
    return _moved(found.state, "discarded", found, CaseImportState.DISCARDED)


def progress(found: CaseImport, outcomes: Sequence[tuple[int, str]]) -> Decision[CaseImport]:
    """Note what became of the next lines, each by its number in the file.

    Raises:
        Conflict: `wrong-state`.
    """
    total = Counter(found.outcomes) + Counter(outcome for _, outcome in outcomes)
    differing = (*found.differing, *(row for row, outcome in outcomes if outcome == "differs"))
    done = found.done + len(outcomes)
    event, state = ("completed", _S.APPLIED) if done >= found.good else ("progressed", _S.APPLYING)
    after = replace(found, done=done, outcomes=dict(total), differing=differing[:NAMED_DIFFERENCES])
    return _moved(found.state, event, after, state)


def _moved(
    source: CaseImportState | None, event: str, changed: CaseImport, target: CaseImportState
) -> Decision[CaseImport]:
    CASE_IMPORT.check(source, event, target)
    after = replace(changed, state=target)
    counted: dict[str, Json] = dict(after.outcomes)
    facts: Mapping[str, Json] = {
        "import_no": after.number,
        "state": target.value,
        "rows": after.rows,
        "broken": after.broken,
        "done": after.done,
        "outcomes": counted,
        "file_sha256": after.file_sha256,
    }
    return Decision(after, Event(f"case-import.{event}", facts))
