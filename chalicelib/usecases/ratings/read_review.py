"""Read a flagged rating with its review: what was measured and what was said, never who rated (§6, §7.15)."""

import json
from collections.abc import Iterator, Mapping, Sequence

from chalicelib.domain.ledger import Entry
from chalicelib.domain.satisfaction.fraud import Finding, Signal
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.ratings.rating import Rating, RatingState
from chalicelib.domain.satisfaction.reviews.review import Review
from chalicelib.domain.satisfaction.reviews.reviewing import review_of
from chalicelib.domain.satisfaction.reviews.states import ReviewState
from chalicelib.domain.satisfaction.work_orders.facts import Words
from chalicelib.domain.satisfaction.work_orders.rights import check_flag_reader
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House
from chalicelib.usecases.ratings.same_device import count_unserved

TOLD = "invitation.rating_"
"""What the history shows: facts about the rating, not how it was asked for."""


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A rating as its reviewers see it, with the words that they may read, by what they are."""

    invitation: Invitation
    rating: Rating
    review: Review | None
    order: WorkOrder | None
    findings: tuple[Finding, ...]
    words: Mapping[str, str]
    history: tuple[Entry, ...]
    device_ratings: int | None = None
    """What reviewers are told: ratings of the device for services not received."""


def read_review(house: House, actor: Actor, identifier: str) -> ReviewView:
    """Return a rating with its signals, its review and its history.

    Raises:
        NotFound: when there is none.
        Forbidden: to the rated clerk and to all but regulators and reviewers.
    """
    invitation = house.invitations.find(identifier)
    rating = invitation.rating if invitation else None
    if invitation is None or rating is None:
        raise NotFound("not-found", kind="rating")
    check_flag_reader(invitation.service, actor)
    review, entries = review_of(rating), tuple(house.queries.entries(f"INVITATION#{identifier}"))
    refs = dict(_refs(rating, review))
    found = house.queries.personal_many(sorted(refs.values())) if refs else {}
    return ReviewView(
        invitation,
        rating,
        review,
        house.orders.find(rating.order_id) if rating.order_id else None,
        tuple(_findings(entries)),
        {name: str(found[ref].get("text", "")) for name, ref in refs.items() if ref in found},
        tuple(entry for entry in entries if entry.type.startswith(TOLD)),
        count_unserved(house, invitation) if actor.has(Role.APPEAL_REVIEWER) else None,
    )


def _findings(entries: Sequence[Entry]) -> Iterator[Finding]:
    """Yield each signal with what was measured last and what is allowed, as the ledger has it."""
    latest: dict[str, Finding] = {}
    for entry in entries:
        if entry.type == "invitation.rating_flagged":
            for one in json.loads(entry.data)["findings"]:
                about = Finding(entry.aggregate, Signal(one["signal"]), one["measured"], one["limit"])
                latest[one["signal"]] = about
    yield from latest.values()


def _refs(rating: Rating, review: Review | None) -> Iterator[tuple[str, str]]:
    """Yield what was written and where it lies; reviewers judge without having read each other."""
    if rating.state is not RatingState.WITHDRAWN and rating.answer.text_ref:
        yield "rating", rating.answer.text_ref
    for name, words in _written(review) if review else ():
        if words is not None:
            yield name, words.ref


def _written(review: Review) -> Iterator[tuple[str, Words | None]]:
    if review.state is not ReviewState.OPEN:
        yield from ((f"vote-{number}", vote.step.words) for number, vote in enumerate(review.votes, start=1))
    yield "objection", review.objected.words if review.objected else None
    yield "last-word", review.final.step.words if review.final else None
