"""What an item remembers of its course; words lie in the vault, here are place, length and hash."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.work_orders.facts import Step, Words
from chalicelib.kernel.records import dataclass


class Door(StrEnum):
    """Through which front door it came."""

    HOTLINE = "HOTLINE"
    GRIPE = "GRIPE"
    """吐槽找茬."""
    STUCK = "STUCK"
    """办不成事."""


class Source(StrEnum):
    """By which channel it came."""

    PHONE = "PHONE"
    WEB = "WEB"
    WINDOW = "WINDOW"
    SMS = "SMS"


class ItemType(StrEnum):
    """What it is (evaluation.md §3.5)."""

    CONSULT = "CONSULT"
    HELP = "HELP"
    COMPLAINT = "COMPLAINT"
    REPORT = "REPORT"
    """举报: always confidential."""
    SUGGESTION = "SUGGESTION"
    PRAISE = "PRAISE"


class Triage(StrEnum):
    """How hard what could not be done is (§2.7): answered at once, in two working days, or followed up."""

    SIMPLE = "SIMPLE"
    GENERAL = "GENERAL"
    COMPLEX = "COMPLEX"


class Solved(StrEnum):
    """What the resident says of the outcome."""

    YES = "YES"
    PARTLY = "PARTLY"
    NO = "NO"


class Reason(StrEnum):
    """Why an item is under supervision (督办)."""

    OVERDUE = "OVERDUE"
    UNSATISFIED = "UNSATISFIED"
    AGAIN_UNSATISFIED = "AGAIN_UNSATISFIED"
    REFUSED_BY_WINDOW = "REFUSED_BY_WINDOW"
    BY_REGULATOR = "BY_REGULATOR"


@dataclass(frozen=True, slots=True)
class Mark:
    """Since when and why an item is under supervision; `step` and `due_at` tell the clock that ran out."""

    reason: Reason
    at: datetime
    step: str = ""
    due_at: datetime | None = None
    unit: str = ""
    """Which unit was late; empty where the office was, or nobody."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the resident says of the outcome: solved or not, and the service from 5 to 1."""

    solved: Solved
    level: int
    step: Step


@dataclass(frozen=True, slots=True)
class Reply:
    """What a unit, or whoever took it in, answered; the resident reads it."""

    words: Words
    step: Step
    unit: str


@dataclass(frozen=True, slots=True)
class Sent:
    """That an item was sent to a unit, and what became of it there: a reason where it came back."""

    unit: str
    step: Step
    returned: Step | None = None
