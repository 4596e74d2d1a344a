"""The facts of an evaluation (docs/rules.md §2.6, §4.5): one opinion a party, one reply, one objection."""

from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.records import dataclass


class Party(StrEnum):
    """Who evaluates: the owner, the industry department, and the centre that runs the market."""

    OWNER = "owner"
    DEPARTMENT = "department"
    CENTRE = "centre"


@dataclass(frozen=True, slots=True)
class Scores:
    """The five dimensions and the overall impression, each a whole number from 1 to 5."""

    quality: int
    timeliness: int
    attitude: int
    fee: int
    standardisation: int
    overall: int


DIMENSIONS = ("quality", "timeliness", "attitude", "fee", "standardisation")
"""What the mean is made of; the overall impression is shown beside it and does not count twice."""


@dataclass(frozen=True, slots=True)
class Opinion:
    """What one party says; an objection that was upheld sets it aside."""

    party: Party
    by: str
    at: datetime
    scores: Scores
    text: str = ""
    set_aside_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """The agency's one public answer."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Objection:
    """The agency's objection to one party's opinion, and what the department decided."""

    party: Party
    by: str
    at: datetime
    reason: str
    decided_at: datetime | None = None
    decided_by: str | None = None
    upheld: bool | None = None
    decision: str = ""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The window in which the parties evaluate, what they said, and what the agency made of it."""

    since: datetime
    closes_at: datetime
    objections_until: datetime
    provisional: bool
    department: str = ""
    """The USCC of the industry department that may evaluate and decides the objection."""
    opinions: tuple[Opinion, ...] = ()
    evaluated_at: datetime | None = None
    closed_at: datetime | None = None
    reply: Reply | None = None
    objection: Objection | None = None
