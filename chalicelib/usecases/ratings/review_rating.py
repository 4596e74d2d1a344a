"""The steps of the review of a flagged rating that people take, as data (evaluation.md §2.2, §2.4, §7.16).

Rating and work order change in one transaction: an order whose rating is invalid ends, one whose rating
counts again goes on. Every step is a form of the pages and an operation of the API under the same name.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision, check_seen
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.ratings.rating import Rating, RatingState
from chalicelib.domain.satisfaction.reviews import reviewing
from chalicelib.domain.satisfaction.reviews.review import MarkReason
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.appeal import Category, Criterion, Verdict
from chalicelib.domain.satisfaction.work_orders.closing import annul
from chalicelib.domain.satisfaction.work_orders.facts import AnnulReason, Words
from chalicelib.domain.satisfaction.work_orders.objecting import revive
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import FieldError, Invalid, NotFound
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.ratings.same_device import count_unserved
from chalicelib.usecases.work_orders.keeping import PUBLIC, SAID, keep_words
from chalicelib.usecases.work_orders.order_texts import schedule_verdict

INVALIDATE = "invalidate"


@dataclass(frozen=True, slots=True)
class Reviewing:
    """One step being taken: by whom, of which rating and its order, when, and what the body says."""

    house: House
    uow: UnitOfWork
    invitation: Invitation
    rating: Rating
    order: WorkOrder | None
    actor: Actor
    now: datetime
    rules: SatisfactionRules
    body: Mapping[str, Any]

    def verdict(self) -> Verdict:
        """Read a verdict; how often the device rated what nobody received is counted here, not told."""
        criteria = tuple(Criterion(one) for one in self.body.get("criteria", ()))
        is_claimed = Criterion.SAME_DEVICE in criteria
        count = count_unserved(self.house, self.invitation) if is_claimed else 0
        category = Category(self.body["category"]) if self.body.get("category") else None
        return Verdict(self.body["decision"] == INVALIDATE, criteria, count, category)

    def words(self) -> Words:
        """Put the reason into the vault; the resident reads why a rating is invalid."""
        is_public = self.body["decision"] == INVALIDATE
        place, purpose = ("ANSWER", PUBLIC) if is_public else ("RATING", SAID)
        return keep_words(self.uow, f"{place}#{self.rating.id}", str(self.body["reason"]).strip(), purpose)


Decide = Callable[[Reviewing], Decision[Invitation]]


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """One step: which rule decides, who may take it, and what it takes."""

    decide: Decide
    summary: str
    who: frozenset[Role]
    schema: str


def _mark(t: Reviewing) -> Decision[Invitation]:
    reason = MarkReason(t.body["reason"])
    return reviewing.mark(t.invitation, t.order, reason, t.actor, t.now, t.rules, t.house.calendar)


def _vote(t: Reviewing) -> Decision[Invitation]:
    return reviewing.vote(
        t.invitation, t.order, t.verdict(), t.words(), t.actor, t.now, t.rules, t.house.calendar
    )


def _decide_objection(t: Reviewing) -> Decision[Invitation]:
    return reviewing.decide_review_objection(
        t.invitation, t.order, t.verdict(), t.words(), t.actor, t.now, t.rules
    )


REGULATOR, REVIEWER = frozenset({Role.REGULATOR}), frozenset({Role.APPEAL_REVIEWER})
REVIEW_STEPS: Mapping[str, ReviewRule] = {
    "mark": ReviewRule(_mark, "Mark a rating that has no signal.", REGULATOR, "mark-rating"),
    "unmark": ReviewRule(
        lambda t: reviewing.unmark(t.invitation, t.actor),
        "Take a mark back that nobody has judged yet.",
        REGULATOR,
        "as-seen",
    ),
    "vote": ReviewRule(_vote, "Judge whether a flagged rating counts on.", REVIEWER, "review-rating"),
    "decide-objection": ReviewRule(
        _decide_objection, "Have the last word on the resident's objection.", REVIEWER, "review-rating"
    ),
}
"""Every step, in the order of a review's life."""


def review_rating(
    house: House,
    actor: Actor,
    identifier: str,
    step: str,
    body: Mapping[str, Any],
    once: Once | None = None,
) -> str:
    """Take one step of a review for a person; return the rating's invitation.

    Raises:
        NotFound: when there is no such rating.
        Forbidden, Conflict, Invalid: as the step's rules say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> str:
        invitation = uow.invitations.load(identifier)
        rating = invitation.rating
        if rating is None:
            raise NotFound("not-found", kind="rating")
        check_seen(body.get("seen_at"), _changed_at(rating))
        order = uow.orders.find(rating.order_id) if rating.order_id else None
        rules = house.rating_rules.load(invitation.profile)
        step_of = Reviewing(house, uow, invitation, rating, order, actor, now, rules, body)
        decision = REVIEW_STEPS[step].decide(step_of)
        uow.invitations.save(decision, actor)
        _let_order_follow(step_of, decision.state.rating)
        if decision.event.type == "invitation.rating_invalidated":
            schedule_verdict(house, uow, decision.state, now)
        return identifier

    return house.transact(attempt, once=once, ref=str, replay=lambda _uow, ref: ref)


def find_rating_of(house: House, case: str) -> str:
    """Return the invitation under which the rating of a case lies.

    Raises:
        Invalid: at `/project_no` when the case was not rated, or there is none.
    """
    found = house.transact(lambda uow, _now: uow.owner_of(RATED, case))
    if found is None:
        raise Invalid(errors=[FieldError("/project_no", "case-not-rated")])
    return found


def _changed_at(rating: Rating) -> datetime | None:
    """Return when what a reviewer decides about took its place: the objection, or the mark."""
    review = rating.review
    step = (review.objected or review.marked) if review else None
    return step.at if step else None


def _let_order_follow(t: Reviewing, rating: Rating | None) -> None:
    """End the open order of a rating that became invalid; let it go on where the rating counts again.

    Nothing else changes it, and it must be as it was read: a rating is judged once.
    """
    if t.order is None or rating is None:
        return
    if rating.state is t.rating.state:
        t.uow.orders.hold(t.order.id)  # else its unit might appeal in the same instant
    elif rating.state is RatingState.EFFECTIVE and t.order.annulled is not None:
        rules = t.house.rating_rules.load(t.order.profile)
        t.uow.orders.save(revive(t.order, t.actor, t.now, rules, t.house.calendar), t.actor)
    elif t.order.is_open:
        t.uow.orders.save(annul(t.order, AnnulReason.INVALIDATED, t.actor, t.now), t.actor)
