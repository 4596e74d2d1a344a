"""Which steps a person may take on the review of a rating now, as pages and the API offer them."""

from collections.abc import Callable

from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.ratings.rating import Rating, RatingState
from chalicelib.domain.satisfaction.reviews.reviewing import is_appealed, review_of
from chalicelib.domain.satisfaction.reviews.states import ReviewState
from chalicelib.domain.satisfaction.work_orders.rights import Rated, check_regulator, check_reviewer
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Forbidden


def review_steps(
    invitation: Invitation, rating: Rating, order: WorkOrder | None, actor: Actor
) -> frozenset[str]:
    """Name the steps that the actor may take; commands check again."""
    review, counts = review_of(rating), rating.state is RatingState.EFFECTIVE and not is_appealed(order)
    state = review.state if review else None
    is_judge = _may_judge(invitation, order, actor) and not (review and actor.person in review.judges)
    is_regulator = _may(check_regulator, invitation.service, actor)
    was_judged = bool(review and review.votes)
    offers = {
        "vote": counts and state is ReviewState.OPEN and is_judge,
        "mark": counts and state in (None, ReviewState.UNMARKED) and is_regulator,
        "unmark": counts and state is ReviewState.OPEN and not (rating.flags or was_judged) and is_regulator,
        "decide-objection": state is ReviewState.OBJECTED and is_judge,
    }
    return frozenset(name for name, is_open in offers.items() if is_open)


def _may_judge(invitation: Invitation, order: WorkOrder | None, actor: Actor) -> bool:
    return all(_may(check_reviewer, one, actor) for one in (invitation.service, order) if one is not None)


def _may(check: Callable[[Rated, Actor], None], rated: Rated, actor: Actor) -> bool:
    try:
        check(rated, actor)
    except Forbidden:
        return False
    return True
