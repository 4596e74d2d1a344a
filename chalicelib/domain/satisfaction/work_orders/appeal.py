"""The appeal (申诉复核) that a work order carries: what is claimed, who judged, and until when."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.work_orders.appeal_states import AppealState
from chalicelib.domain.satisfaction.work_orders.facts import Step
from chalicelib.kernel.records import dataclass


class Category(StrEnum):
    """What a unit may claim about a rating."""

    MISTAKEN = "MISTAKEN"
    MALICIOUS = "MALICIOUS"
    NOT_OUR_SERVICE = "NOT_OUR_SERVICE"
    BRUSHED_GOOD = "BRUSHED_GOOD"


class Criterion(StrEnum):
    """The only signs of malice; a low level or the lack of words is none of them."""

    SAME_DEVICE = "SAME_DEVICE"
    """One device rated services that were not received."""
    ABUSIVE_TEXT = "ABUSIVE_TEXT"
    """Abuse without any fact of a service."""
    EXTORTION = "EXTORTION"
    """Proven."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reviewer says; `device_ratings` is what the system counted, not what the unit says.

    `category` is what a reviewer of a flagged rating finds; in an appeal the unit says it.
    """

    upholds: bool
    criteria: tuple[Criterion, ...] = ()
    device_ratings: int = 0
    category: Category | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """A reviewer's verdict with its reasons."""

    verdict: Verdict
    step: Step


@dataclass(frozen=True, slots=True)
class Appeal:
    """One appeal against one rating."""

    state: AppealState
    category: Category
    evidence: tuple[str, ...]
    submitted: Step
    approved: Step | None = None
    declined: Step | None = None
    votes: tuple[Vote, ...] = ()
    due_at: datetime | None = None
    """When the reviewers, and later the one who judges the objection, have to be done."""
    is_delayed: bool = False
    objection_until: datetime | None = None
    objected: Step | None = None
    final: Vote | None = None

    @property
    def judges(self) -> frozenset[str]:
        """Return who has judged, so that another person does it the next time."""
        return frozenset(vote.step.by for vote in self.votes)
