"""The review (复核) that a flagged rating carries: why it is looked at, who judged, and what came of it."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.reviews.states import ReviewState
from chalicelib.domain.satisfaction.work_orders.appeal import Category, Vote
from chalicelib.domain.satisfaction.work_orders.facts import Step
from chalicelib.kernel.records import dataclass


class MarkReason(StrEnum):
    """Why a regulator marks a rating that has no signal."""

    COAXED = "COAXED"
    BRUSHED = "BRUSHED"
    MALICIOUS = "MALICIOUS"
    MISTAKEN = "MISTAKEN"
    REPORTED = "REPORTED"
    """Somebody complained about it."""


@dataclass(frozen=True, slots=True)
class Review:
    """One review of one rating; `category` is what the reviewers found, None while the rating counts."""

    state: ReviewState = ReviewState.OPEN
    mark: MarkReason | None = None
    marked: Step | None = None
    votes: tuple[Vote, ...] = ()
    category: Category | None = None
    due_at: datetime | None = None
    """When the reviewers, and later the one who judges the objection, have to be done."""
    objected: Step | None = None
    final: Vote | None = None

    @property
    def judges(self) -> frozenset[str]:
        """Return who has judged, so that another person does it the next time."""
        return frozenset(vote.step.by for vote in self.votes)

    @property
    def reason_ref(self) -> str:
        """Return where the reason lies that the resident reads: the last one that found the category."""
        found = [vote for vote in self.votes if vote.verdict.category is self.category and vote.step.words]
        words = found[-1].step.words if self.category and found else None
        return words.ref if words else ""
