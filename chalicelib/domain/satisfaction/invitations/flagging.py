"""A signal about a rating as a fact: it flags and decides nothing (evaluation.md §2.2).

The rating counts as before. What was noticed is kept with what was measured and what is allowed, and is said
once: another rating from the same device raises the measure, and that is no new signal.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.fraud import Finding
from chalicelib.domain.satisfaction.invitations.answering import facts_of
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, told
from chalicelib.domain.satisfaction.reviews.reviewing import opened_by_signal, review_facts
from chalicelib.domain.satisfaction.reviews.states import ReviewState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.canonical import Json


def flag(
    invitation: Invitation,
    found: Sequence[Finding],
    due_at: datetime | None = None,
    order: WorkOrder | None = None,
) -> Decision[Invitation] | None:
    """Note the signals that were not noted before; None when there is none, or no rating.

    The first one opens the review, which is due then; `order` is what the rating became, if it did.
    """
    rating = invitation.rating
    if rating is None or {one.signal for one in found} <= set(rating.flags):
        return None
    flags = tuple(sorted({*rating.flags, *(one.signal.value for one in found)}))
    review = opened_by_signal(rating, order, due_at)
    changed = replace(rating, flags=flags, review=review or rating.review)
    findings: list[Json] = [
        {"signal": one.signal.value, "measured": one.measured, "limit": one.limit} for one in found
    ]
    after = replace(invitation, rating=changed)
    decision = told("rating_flagged", after, **facts_of(changed), findings=findings)
    if review is None:
        return decision
    opens: dict[str, Json] = {"opens": True} if review.state is ReviewState.OPEN else {}
    return decision.noting(**review_facts(review), rating_id=invitation.id, **opens)
