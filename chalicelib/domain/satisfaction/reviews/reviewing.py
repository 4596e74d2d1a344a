"""A flagged rating is judged by people outside the unit that served (evaluation.md §2.2, §2.4, §7.16).

Praise and blame go the same way. Two reviewers judge without knowing of each other, a third one where they
differ; until then the rating counts. One rating is never judged twice: while its unit appeals it is judged
there alone, and what was decided there or here is decided (docs/adr/0082).
"""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.invitations.answering import (
    effective_rating,
    facts_of,
    invalidate,
    reinstate,
)
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, told
from chalicelib.domain.satisfaction.judging import check_criteria, objection_ends, outcome_of
from chalicelib.domain.satisfaction.ratings.rating import Rating, RatingState
from chalicelib.domain.satisfaction.reviews.review import MarkReason, Review
from chalicelib.domain.satisfaction.reviews.states import REVIEW, ReviewState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.appeal import Category, Verdict, Vote
from chalicelib.domain.satisfaction.work_orders.appeal_states import AppealState
from chalicelib.domain.satisfaction.work_orders.clocks import end_of
from chalicelib.domain.satisfaction.work_orders.facts import Step, Words
from chalicelib.domain.satisfaction.work_orders.rights import (
    check_regulator,
    check_resident,
    check_reviewer,
)
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.kernel.workdays import Calendar

_S = ReviewState
MILDEST_FIRST = (Category.MISTAKEN, Category.BRUSHED_GOOD, Category.MALICIOUS)
"""What a review may find; that it is another unit's service is for an order to say."""


def review_of(rating: Rating) -> Review | None:
    """Return the review of a rating; one that was flagged before there were reviews waits for its own."""
    return rating.review or (Review() if rating.flags else None)


def reviewed_out(rating: Rating | None) -> Review | None:
    """Return the review that found a rating invalid; None where it counts, or an appeal found it so."""
    review = rating.review if rating and rating.state is RatingState.INVALIDATED else None
    return review if review and review.category else None


def opened_by_signal(rating: Rating, order: WorkOrder | None, due_at: datetime | None) -> Review | None:
    """Return the review that a first signal opens; None where one is open or was decided.

    What reviewers have decided in an appeal is decided: the signal is settled as it comes.
    """
    before = review_of(rating)
    if rating.state is not RatingState.EFFECTIVE or (before and before.state is not _S.UNMARKED):
        return None
    review = Review(_S.KEPT) if _was_decided(order) else Review(due_at=due_at)
    REVIEW.check(before.state if before else None, "flagged", review.state)
    return review


def _was_decided(order: WorkOrder | None) -> bool:
    """Tell whether an appeal has ended with reviewers who let the rating count."""
    appeal = order.appeal if order else None
    return appeal is not None and appeal.state in (AppealState.REJECTED, AppealState.FINAL)


def is_appealed(order: WorkOrder | None) -> bool:
    """Tell whether the unit's appeal has reached, or may still reach, the reviewers.

    One that its head left lying until the order was over never will.
    """
    appeal = order.appeal if order else None
    if order is None or appeal is None or appeal.state is AppealState.DECLINED:
        return False
    return order.is_open or appeal.approved is not None


def was_reviewed(rating: Rating | None) -> bool:
    """Tell whether reviewers have judged a rating already, so that no appeal judges it again."""
    review = rating.review if rating else None
    return review is not None and review.state not in (_S.OPEN, _S.UNMARKED)


def check_unreviewed(rating: Rating | None) -> None:
    """Refuse an appeal about a rating that reviewers have judged already.

    Raises:
        Conflict: `reviewed-already`.
    """
    if was_reviewed(rating):
        raise Conflict("reviewed-already")


def mark(
    invitation: Invitation,
    order: WorkOrder | None,
    reason: MarkReason,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[Invitation]:
    """Mark a rating that has no signal, so that it is reviewed (手工标记).

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `not-rated`, `rating-ended`, `under-appeal` or `wrong-state`.
    """
    check_regulator(invitation.service, actor)
    _check_judgeable(invitation, order)
    due_at = end_of(now, rules.appeal.review_workdays, calendar).at
    review = Review(mark=reason, marked=Step(actor.person, actor.org, now), due_at=due_at)
    return _stepped(invitation, "marked", review, opens=True)


def unmark(invitation: Invitation, actor: Actor) -> Decision[Invitation]:
    """Take a mark back; what a signal raised, or somebody judged already, is for the reviewers.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `not-rated`, `rating-ended`, `mark-stays` or `wrong-state`.
    """
    check_regulator(invitation.service, actor)
    rating = effective_rating(invitation)
    review = review_of(rating)
    if rating.flags or (review and review.votes):
        raise Conflict("mark-stays")
    return _stepped(invitation, "unmarked", replace(review or Review(), state=_S.UNMARKED))


def vote(
    invitation: Invitation,
    order: WorkOrder | None,
    verdict: Verdict,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[Invitation]:
    """Judge a flagged rating: two who agree decide it, and where they differ a third person does.

    Raises:
        Forbidden: for anyone but a reviewer outside the unit, and for who has voted (`same-person-judged`).
        Conflict: `not-rated`, `rating-ended`, `under-appeal` or `wrong-state`.
        Invalid: without a category, or when malice is found without one of its criteria.
    """
    rating = _check_judgeable(invitation, order)
    before = review_of(rating) or Review(_S.UNMARKED)
    REVIEW.check(before.state, "voted", _S.OPEN)
    _check_judges(invitation, order, before, verdict, actor, rules)
    votes = (*before.votes, Vote(verdict, Step(actor.person, actor.org, now, words)))
    outcome = outcome_of(votes)
    if outcome is None:
        return _stepped(invitation, "voted", replace(before, votes=votes))
    if not outcome:
        return _stepped(invitation, "kept", replace(before, state=_S.KEPT, votes=votes))
    REVIEW.check(before.state, "invalidated", _S.INVALIDATED)
    review = replace(before, state=_S.INVALIDATED, votes=votes, category=category_of(votes))
    until = end_of(now, rules.appeal.objection_workdays, calendar).at
    return _noting(invalidate(invitation, str(review.category), until, now), review)


def settle(invitation: Invitation) -> Decision[Invitation] | None:
    """Settle an open review by what reviewers decided in an appeal; None where none is open."""
    rating = invitation.rating
    review = review_of(rating) if rating else None
    if review is None or review.state is not _S.OPEN:
        return None
    return _stepped(invitation, "settled", replace(review, state=_S.KEPT))


def settled_with(decision: Decision[Invitation]) -> Decision[Invitation]:
    """Settle an open review together with what an appeal did to its rating."""
    settled = settle(decision.state)
    review = settled.state.rating.review if settled and settled.state.rating else None
    return _noting(decision, review) if review else decision


def object_to_review(
    invitation: Invitation,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[Invitation]:
    """Take the resident's objection (异议) until its last instant, whether or not there was an order.

    Raises:
        Forbidden: `resident-only`.
        Conflict: `verdict-stands` or `wrong-state`.
    """
    check_resident(actor)
    rating = invitation.rating
    review = (review_of(rating) if rating else None) or Review()
    REVIEW.check(review.state, "objected", _S.OBJECTED)
    until = objection_ends(rating.objection_until, rating.ended_at, rules, calendar) if rating else None
    if until is None or now >= until:
        raise Conflict("verdict-stands")
    due_at = end_of(now, rules.appeal.final_workdays, calendar).at
    step = Step(actor.person, actor.org, now, words)
    return _stepped(invitation, "objected", replace(review, state=_S.OBJECTED, objected=step, due_at=due_at))


def decide_review_objection(
    invitation: Invitation,
    order: WorkOrder | None,
    verdict: Verdict,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
) -> Decision[Invitation]:
    """Decide for good: the invalidation holds, or the rating counts again.

    Raises:
        Forbidden: for anyone but a reviewer outside the unit who has not voted.
        Conflict: `not-rated` or `wrong-state`.
        Invalid: without a category, or when malice is found without one of its criteria.
    """
    rating = invitation.rating
    if rating is None:
        raise Conflict("not-rated")
    before = review_of(rating) or Review()
    _check_judges(invitation, order, before, verdict, actor, rules)
    final = Vote(verdict, Step(actor.person, actor.org, now, words))
    if verdict.upholds:
        return _stepped(invitation, "confirmed", replace(before, state=_S.CONFIRMED, final=final))
    REVIEW.check(before.state, "reinstated", _S.OVERTURNED)
    return _noting(reinstate(invitation), replace(before, state=_S.OVERTURNED, final=final, category=None))


def category_of(votes: tuple[Vote, ...]) -> Category:
    """Return what those found who invalidate: what two of them named, else the mildest that was named."""
    named = Counter(one.verdict.category for one in votes if one.verdict.upholds)
    return max(MILDEST_FIRST, key=lambda one: (min(named[one], 2), -MILDEST_FIRST.index(one)))


def review_facts(review: Review) -> dict[str, Json]:
    """Return what the ledger tells of a review: state, codes and votes, nobody who cast one."""
    criteria = {one.value for vote in review.votes for one in vote.verdict.criteria}
    facts: dict[str, Json] = {
        "review": review.state.value,
        "mark": review.mark and review.mark.value,
        "category": review.category and review.category.value,
        "votes": [vote.verdict.upholds for vote in review.votes],
        "criteria": sorted(criteria),
        "review_due_at": review.due_at and format_instant(review.due_at),
    }
    return {name: value for name, value in facts.items() if value}


def _check_judgeable(invitation: Invitation, order: WorkOrder | None) -> Rating:
    rating = effective_rating(invitation)
    if is_appealed(order):
        raise Conflict("under-appeal")
    return rating


def _check_judges(
    invitation: Invitation,
    order: WorkOrder | None,
    review: Review,
    verdict: Verdict,
    actor: Actor,
    rules: SatisfactionRules,
) -> None:
    """Refuse a judge of the unit that served or that holds the order, and one who has judged."""
    for rated in (invitation.service, order):
        if rated is not None:
            check_reviewer(rated, actor)
    if actor.person in review.judges:
        raise Forbidden("same-person-judged")
    if verdict.upholds and verdict.category not in MILDEST_FIRST:
        raise Invalid(errors=[FieldError("/category", "required")])
    check_criteria(verdict.category, verdict, rules.appeal.device_ratings)


def _stepped(invitation: Invitation, event: str, review: Review, **facts: Json) -> Decision[Invitation]:
    rating = invitation.rating
    if rating is None:
        raise Conflict("not-rated")
    before = review_of(rating)
    REVIEW.check(before.state if before else None, event, review.state)
    changed = replace(invitation, rating=replace(rating, review=review))
    data: dict[str, Any] = {**facts_of(rating), **_facts(changed, review), **facts}
    return told(f"rating_{event}", changed, **data)


def _noting(decision: Decision[Invitation], review: Review) -> Decision[Invitation]:
    """Let the fact about the rating say what its review came to."""
    rating = decision.state.rating
    changed = replace(decision.state, rating=rating and replace(rating, review=review))
    return decision.with_state(changed).noting(**_facts(changed, review))


def _facts(invitation: Invitation, review: Review) -> dict[str, Json]:
    return {**review_facts(review), "rating_id": invitation.id}
