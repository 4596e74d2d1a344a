"""What is on record against an agency (docs/rules.md §2.6): sanctions (处理决定) with points and measures.

A sanction is one public record with one number. Its measures are half-open intervals that are compared with
the instant asked about, so that a ban ends by itself; whatever is corrected ends at the correction.
"""

from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from chalicelib.kernel.records import dataclass


class MeasureKind(StrEnum):
    """What keeps an agency away (拦截), from the narrowest to the widest."""

    RESTRICTION = "restriction"
    """One service type only."""
    SUSPENSION = "suspension"
    """No new registration, quote, award or contract."""
    REMOVAL = "removal"
    """清退: every admission ends, and no new entry until the bar is over."""
    BLACKLIST = "blacklist"
    """严重失信名单: nothing at all while the entry runs."""
    GRADE = "grade"
    """Credit grade D: no new registration; reckoned, never recorded."""


class Source(StrEnum):
    """Where a sanction comes from."""

    CASE = "case"
    """A violation case, heard and decided by another person."""
    AUTOMATIC = "automatic"
    """Points the system deducts at once, with a notice and an objection."""
    LIST = "list"
    """An entry of the serious-dishonesty list, taken over from the body that decided."""


class Phase(StrEnum):
    """How far the clock has come with a sanction, as it is written down."""

    RUNNING = "running"
    ENDED = "ended"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Measure:
    """One interval in which the agency is kept away; `ends_at` None has no end."""

    kind: MeasureKind
    starts_at: datetime
    ends_at: datetime | None
    service_type: str | None = None


@dataclass(frozen=True, slots=True)
class Sanction:
    """One decision or list entry; `document_no` is the number on the paper, `number` the market's own."""

    number: str
    source: Source
    basis: str
    document_no: str
    authority: str
    decided_at: datetime
    points: int = 0
    points_end_at: datetime | None = None
    measures: tuple[Measure, ...] = ()
    notice_no: str = ""
    case_id: str = ""
    text_hash: str = ""
    objection_until: datetime | None = None
    hidden_at: datetime | None = None
    """When it leaves public view [L5 art 38]; None while an end is not known."""
    revoked_at: datetime | None = None
    phase: Phase = Phase.RUNNING
    """What the ledger knows of its end, so that lists have moved it to the ended ones or dropped it."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """One purchase's evaluation (服务评价): its weighted mean, 1 to 5, and when it counts, half-open.

    An objection that was upheld ends it; what the other parties said stands as a record of its own.
    """

    notice_no: str
    mean: Fraction
    since: datetime
    ends_at: datetime
    set_aside_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Conduct:
    """Everything on record, the oldest first; nothing is ever dropped."""

    sanctions: tuple[Sanction, ...] = ()
    evaluations: tuple[Evaluated, ...] = ()

    def sanction(self, number: str) -> Sanction | None:
        """Find a sanction by its number."""
        return next((one for one in self.sanctions if one.number == number), None)


@dataclass(frozen=True, slots=True)
class Interception:
    """Why an agency may not take a step at an instant, as it is told."""

    kind: MeasureKind
    basis: str
    number: str
    document_no: str
    starts_at: datetime
    ends_at: datetime | None
    service_type: str | None = None
