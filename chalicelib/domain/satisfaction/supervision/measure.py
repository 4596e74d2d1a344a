"""A measure of supervision as an aggregate: one talk with a unit, or one praise of it.

No free text and no person's name: codes, pseudonyms, instants, hashes and references into the vault.
"""

from datetime import date, datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.supervision.states import CLOSED, MeasureState
from chalicelib.domain.satisfaction.work_orders.facts import Step, Words
from chalicelib.kernel.records import dataclass


class Kind(StrEnum):
    """What the regulator does."""

    TALK = "TALK"
    PRAISE = "PRAISE"


class Ground(StrEnum):
    """Why; each can be looked up (ADR 0097)."""

    RANKING = "RANKING"
    """First or last in a half-year's frozen ranking."""
    ORDER_UNRESOLVED = "ORDER_UNRESOLVED"
    """A work order that was closed without agreement."""
    CRITICISM = "CRITICISM"
    """A unit that was criticised in writing for being late."""
    AUDIT_FLAG = "AUDIT_FLAG"
    """A frozen month in which too many of its bad ratings were declared invalid."""
    GUIDE_CHANGED = "GUIDE_CHANGED"
    """A guide that the unit mended and published because of a bad rating."""


GROUNDS_OF: dict[Kind, frozenset[Ground]] = {
    Kind.TALK: frozenset({Ground.RANKING, Ground.ORDER_UNRESOLVED, Ground.CRITICISM, Ground.AUDIT_FLAG}),
    Kind.PRAISE: frozenset({Ground.RANKING, Ground.GUIDE_CHANGED}),
}
"""What each may rest on."""


@dataclass(frozen=True, slots=True)
class RankStamp:
    """What the frozen ranking said of the unit, word for word; shares are per cent as they are written."""

    place: int
    ranked: int
    ratings: int
    share: str
    low: str
    high: str
    is_clear: bool
    """The interval lies clear of the middle unit's: chance alone does not explain the place."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Basis:
    """The ground, what it refers to (a half-year, a month, a work order), and the profile it was found by."""

    ground: Ground
    ref: str
    profile: str
    rank: RankStamp | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """One thing that the unit will do, and the last day for it."""

    words: Words
    done_by: date


@dataclass(frozen=True, slots=True)
class Measure:
    """One talk or praise of one unit."""

    id: str
    number: str
    kind: Kind
    unit: str
    basis: Basis
    state: MeasureState
    opened: Step
    is_public: bool
    """Whether the fact of it is published with its ground; a talk once it was held."""
    meets_on: date | None = None
    moved: Step | None = None
    held: Step | None = None
    answer_due_at: datetime | None = None
    answer_missed_at: datetime | None = None
    answered: Step | None = None
    commitments: tuple[Commitment, ...] = ()
    done_due_at: datetime | None = None
    """The end of the last day of all commitments."""
    fell_due_at: datetime | None = None
    missed: Step | None = None
    closed: Step | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether anything is still to be done."""
        return self.state not in CLOSED
