"""The agency aggregate: its parts, and the few readings that every command of the package shares."""

from collections.abc import Callable, Iterable
from dataclasses import field, replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.agencies.dossier import Dossier, Section
from chalicelib.domain.marketplace.agencies.files import StoredFile
from chalicelib.domain.marketplace.agencies.register import Register
from chalicelib.domain.marketplace.agencies.service_types import Requirement
from chalicelib.domain.marketplace.agencies.spells import Spell, succeed
from chalicelib.domain.marketplace.agencies.states import LISTING, ListingState
from chalicelib.domain.marketplace.conduct.facts import Conduct, Interception, MeasureKind
from chalicelib.domain.marketplace.conduct.reading import EVERYTHING, stop_at
from chalicelib.domain.marketplace.guards import refuse_intercepted
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """A state with what belongs to it; `until` is read from the conduct record and stored nowhere else."""

    state: ListingState
    until: datetime | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Admission:
    """One service type of the agency, the rules it was admitted under, and the history of its standings."""

    service_type: str
    requirement: Requirement
    standings: tuple[Spell[Standing], ...]

    @property
    def standing(self) -> Standing:
        """The latest standing on record; readers want `lapsing.state_at`."""
        return self.standings[-1].value

    @property
    def state(self) -> ListingState:
        """The latest state on record, without blocks and without what the clock has ended since."""
        return self.standing.state

    @property
    def since(self) -> datetime:
        """When the latest standing began."""
        return self.standings[-1].valid_from


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing the agency has to mend, by section or by service type; the note is the reviewer's words."""

    note: str
    section: Section | None = None
    service_type: str | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """The round under check; `awaiting` names the service types whose department has not decided yet.

    `is_entry` says what was filed, an entry or a change, and stays so while service type after service type
    is decided.
    `reference` is the number on the receipt of the submission. A round that follows a return carries what was
    asked for (`answers`) and the draft as it was given back (`before`), so that the reviewer sees what became
    of his words.
    """

    stage: ListingState
    submitted_at: datetime
    sections: tuple[Section, ...]
    due_at: datetime
    awaiting: tuple[str, ...] = ()
    is_reminded: bool = False
    reference: str = ""
    answers: tuple[Correction, ...] = ()
    before: Dossier | None = None
    is_entry: bool = False


@dataclass(frozen=True, slots=True)
class Nomination:
    """A department's nomination (提名) by one import: the draft it found (None: a new agency) and left.

    Once the agency has handed the draft in, it is settled: nothing is taken back and no draft is kept.
    """

    import_id: str
    department_org: str
    service_types: tuple[str, ...]
    previous: Dossier | None
    result: Dossier
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency by its USCC: draft, register, admissions, the filing under check, files and conduct.

    `corrections` is what is to be mended, `given_back` the draft as it was when they were written. `warned`
    names the certificates whose end the agency was told of, `warns_at` when it hears of the next one.
    """

    id: str
    created_at: datetime
    draft: Dossier = field(default_factory=Dossier)
    register: Register = field(default_factory=Register)
    admissions: tuple[Admission, ...] = ()
    filing: Filing | None = None
    corrections: tuple[Correction, ...] = ()
    given_back: Dossier | None = None
    files: tuple[StoredFile, ...] = ()
    nominations: tuple[Nomination, ...] = ()
    conduct: Conduct = field(default_factory=Conduct)
    warned: tuple[str, ...] = ()
    warns_at: datetime | None = None

    def admission(self, service_type: str) -> Admission | None:
        """Find the admission for a service type."""
        return next((found for found in self.admissions if found.service_type == service_type), None)

    def file(self, file_id: str) -> StoredFile | None:
        """Find a file by its identifier."""
        return next((found for found in self.files if found.id == file_id), None)

    def is_blocked_at(self, at: datetime) -> bool:
        """Tell whether a serious-dishonesty entry covered the instant (policy 三(三)1)."""
        return stop_at(self.conduct, None, at, {MeasureKind.BLACKLIST}) is not None


def with_admission(agency: Agency, admission: Admission) -> Agency:
    """Put an admission in its place, or at the end when it is the first for its service type."""
    if agency.admission(admission.service_type) is None:
        return replace(agency, admissions=(*agency.admissions, admission))
    same = admission.service_type
    return replace(
        agency,
        admissions=tuple(admission if old.service_type == same else old for old in agency.admissions),
    )


def move(admission: Admission, event: str, target: Standing, at: datetime) -> Admission:
    """Move an admission along its table and close the standing it leaves.

    Raises:
        Conflict: `wrong-state` when the table does not list the move.
    """
    LISTING.check(admission.state, event, target.state)
    return replace(admission, standings=succeed(admission.standings, target, at))


def move_all(
    agency: Agency, which: Callable[[Admission], bool], event: str, state: ListingState, at: datetime
) -> Agency:
    """Move every admission that `which` picks to the same state."""
    moved = tuple(move(one, event, Standing(state), at) if which(one) else one for one in agency.admissions)
    return replace(agency, admissions=moved)


def entry_stop_at(agency: Agency, at: datetime) -> Interception | None:
    """Return what closes the entry to an agency: a removal whose bar runs, or the black list."""
    return stop_at(agency.conduct, None, at, EVERYTHING)


def check_may_enter_market(agency: Agency, at: datetime) -> None:
    """Refuse any step of entry while a removal's bar or a serious-dishonesty entry runs.

    Raises:
        Conflict: `agency-intercepted`, with kind, basis, decision and end.
    """
    refuse_intercepted(entry_stop_at(agency, at))


def decided(event_type: str, before: Agency | None, after: Agency, **data: Json) -> Decision[Agency]:
    """Return the decision with all moves in the event, the automatic ones included."""
    old = {} if before is None else {one.service_type: one for one in before.admissions}
    moves = [move for one in after.admissions for move in _moves(old.get(one.service_type), one)]
    facts: dict[str, Json] = {"uscc": after.id, "moves": moves}
    if before is not None and (turned := dict(_turned(before.conduct, after.conduct))):
        facts["turned"] = turned
    return Decision(after, Event(event_type, {**facts, **data}))


def _turned(before: Conduct, after: Conduct) -> Iterable[tuple[str, Json]]:
    """Yield the sanctions that the clock has moved, and to which phase."""
    for old, new in zip(before.sanctions, after.sanctions, strict=False):
        if old.phase is not new.phase:
            yield new.number, new.phase.value


def _moves(before: Admission | None, after: Admission) -> Iterable[dict[str, Json]]:
    known = 0 if before is None else len(before.standings)
    for place in range(known, len(after.standings)):
        yield {
            "service_type": after.service_type,
            "from": None if place == 0 else str(after.standings[place - 1].value.state),
            "to": str(after.standings[place].value.state),
            "at": format_instant(after.standings[place].valid_from),
        }
