"""A flagged rating as regulators and reviewers see it, on the page and over the API (§2.2, §6)."""

from typing import Any

from chalicelib.domain.satisfaction.reviews.offers import review_steps
from chalicelib.domain.satisfaction.reviews.reviewing import is_appealed
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import parse_instant
from chalicelib.usecases.ratings.read_review import TOLD, ReviewView
from chalicelib.usecases.ratings.review_rating import REVIEW_STEPS
from chalicelib.web.labels.reviews import TONES
from chalicelib.web.views.orders import same_device_view

View = dict[str, Any]
PAGE_ONLY = ("unit_name", "task_name", "tone")
"""What the page shows beside what the API gives."""


def review_view(view: ReviewView, actor: Actor, rules: SatisfactionRules) -> View:
    """Return a rating with its signals, review, words and history, and the steps that the reader may take."""
    rating, service, review = view.rating, view.invitation.service, view.review
    state = review.state.value if review else ""
    steps = review_steps(view.invitation, rating, view.order, actor)
    since = (review.objected or review.marked) if review else None
    return {
        "id": view.invitation.id,
        "unit": service.unit,
        "unit_name": service.unit_name,
        "task_code": service.task_code,
        "task_name": service.task_name,
        "level": rating.answer.level,
        "indicators": list(rating.answer.indicators),
        "channel": rating.arrival.channel,
        "rated_at": rating.at,
        "rating_state": rating.state.value,
        "order_id": rating.order_id,
        "is_appealed": is_appealed(view.order),
        "state": state,
        "tone": TONES.get(state, "quiet"),
        "mark": review.mark.value if review and review.mark else "",
        "category": review.category.value if review and review.category else "",
        "due_at": review.due_at if review else None,
        "findings": [
            {"signal": one.signal.value, "measured": one.measured, "limit": one.limit}
            for one in view.findings
        ],
        "words": dict(view.words),
        "photos": len(rating.photos),
        "history": [
            {"event": one.type.removeprefix(TOLD), "at": parse_instant(one.at)} for one in view.history
        ],
        "same_device": same_device_view(view.device_ratings, rules.appeal.device_ratings),
        "seen_at": since.at if since else None,
        "steps": [name for name in REVIEW_STEPS if name in steps],
    }


def review_json(shown: View) -> View:
    """Return a flagged rating as the API gives it."""
    return {name: value for name, value in shown.items() if name not in PAGE_ONLY}
