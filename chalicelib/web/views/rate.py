"""What a resident's pages show: nothing personal before the answer, then what becomes of it (§7.5, §8.1)."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.satisfaction.codes.indicators import Indicators
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, InvitationMode
from chalicelib.domain.satisfaction.points.point import Point
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.domain.satisfaction.reviews.review import Review
from chalicelib.domain.satisfaction.reviews.reviewing import reviewed_out
from chalicelib.domain.satisfaction.reviews.states import ReviewState
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.tracking import Mark, marks
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.work_orders.resident_steps import Followed, Tracked
from chalicelib.web.views.indicators import words_of
from chalicelib.web.views.orders import text_view
from chalicelib.web.views.proceedings import disclosures_view

if TYPE_CHECKING:
    from chalicelib.usecases.callbacks.correct_answer import Noted
    from chalicelib.usecases.surveys.answer_survey import Opened

View = dict[str, Any]
LEVELS = (5, 4, 3, 2, 1)
ANNULLED = OrderState.ANNULLED


def rate_view(invitation: Invitation, indicators: Indicators, locale: str) -> View:
    """Return what the form shows: what was done, where and when, and what can be said at each level."""
    return {**_service(invitation), "levels": _levels(indicators, locale)}


def counter_view(point: Point, indicators: Indicators, locale: str) -> View:
    """Return what the form of a window shows: where it is and what is dealt with there."""
    return {
        "unit": point.unit_name,
        "hall": point.hall_name,
        "window": point.window,
        "matters": [{"code": one.code, "name": one.name} for one in point.matters],
        "levels": _levels(indicators, locale),
    }


def _levels(indicators: Indicators, locale: str) -> list[View]:
    return [
        {
            "level": level,
            "indicators": [
                {
                    "code": one.code,
                    "text": words_of(one, locale),
                    "is_extension": one.is_extension,
                }
                for one in indicators.of_level(level)
            ],
        }
        for level in LEVELS
    ]


def tracking_view(tracked: Tracked, now: datetime) -> View:
    """Return what became of an answer: its number, what was said, how far it is, who is late, what to do."""
    rating, followed = tracked.rating, tracked.followed
    order = followed.order if followed else None
    review = reviewed_out(rating) or _overturned(rating)
    return {
        **_service(tracked.invitation),
        "reference": reference_of(rating.id),
        "level": rating.answer.level,
        "is_bad": rating.is_bad,
        "at": rating.at,
        "state": rating.state.value,
        **order_view(followed, now),
        "reason": rating.invalid_reason,
        "objection_until": tracked.objection_until,
        "appeal": appeal_state(order) if not review else "",
        "review": review.state.value if review else "",
        "why_invalid": tracked.why_invalid,
        "follow_up": rating.follow_up.level if rating.follow_up else 0,
        "steps": tracked.steps,
    }


def noted_view(noted: "Noted", now: datetime) -> View:
    """Return what was noted in a callback, and how far its order is."""
    answer = noted.task.answer
    return {
        **_answer_order_view(noted.followed, now),
        "unit": noted.unit,
        "level": answer.level if answer else 0,
        "at": answer.at if answer else now,
        "is_corrected": noted.task.corrected_at is not None,
        "reason": noted.task.invalid_reason,
    }


def answered_view(opened: "Opened", now: datetime) -> View:
    """Return what an answered survey shows: thanks, and how far the order of a bad level is."""
    given = opened.survey.given
    return {
        **_answer_order_view(opened.followed, now),
        "unit": opened.unit,
        "title": opened.title,
        "is_late": given is not None and given.is_late,
        "reason": given.invalid_reason if given else "",
    }


def _answer_order_view(followed: Followed | None, now: datetime) -> View:
    """Return how far the order of an answer is, and what its resident can say about it."""
    return {
        **order_view(followed, now),
        "objection_until": followed.objection_until if followed else None,
        "appeal": appeal_state(followed.order if followed else None),
        "review": "",
        "steps": followed.steps if followed else frozenset(),
    }


def appeal_state(order: WorkOrder | None) -> str:
    """Return where the unit's appeal stands; blank without one."""
    return order.appeal.state.value if order and order.appeal else ""


def order_view(followed: Followed | None, now: datetime) -> View:
    """Return how far an order is, as its resident's page shows it; blank without one."""
    order, feedback = (followed.order, followed.feedback) if followed else (None, None)
    return {
        "wo_no": order.wo_no if order else "",
        "marks": [_mark(one) for one in marks(order, now)] if order and order.state is not ANNULLED else [],
        "reply": followed.reply if followed else "",
        "outcome": order.revisit.result.value if order and order.revisit else "",
        "correct_until": followed.correct_until if followed else None,
        "order_state": order.state.value if order else "",
        "redone_at": order.reopened.at if order and order.reopened else None,
        "disclosures": disclosures_view(order.disclosures) if order else [],
        "feedback": text_view(feedback) if feedback else None,
    }


def _overturned(rating: Rating) -> Review | None:
    """Return the review whose verdict fell with the resident's objection."""
    review = rating.review
    return review if review and review.state is ReviewState.OVERTURNED else None


def _mark(one: Mark) -> View:
    """Return a milestone as its page shows it."""
    return {
        "name": one.milestone.value,
        "side": one.side.value,
        "due_at": one.due_at,
        "done_at": one.done_at,
        "is_late": one.is_late,
        "is_owed": one.is_owed,
        "provisional": one.provisional,
    }


def reference_of(rating_id: str) -> str:
    """Return the number that a resident can read out: the last ten characters of the rating's own.

    >>> reference_of("r_01JDTK4T8C3Y5V7QK2M9ZB6XWA")
    'PJ-7QK2M-9ZB6XWA'
    """
    tail = rating_id[-12:]
    return f"PJ-{tail[:5]}-{tail[5:]}"


def _service(invitation: Invitation) -> View:
    service, rating = invitation.service, invitation.rating
    is_unasked = invitation.mode is not InvitationMode.SMS
    return {
        "unit": service.unit_name,
        "is_unasked": is_unasked,
        # Whoever guessed a receipt number at a window must not read here that it was right.
        "task": None if service.is_sensitive or is_unasked else service.task_name,
        "done_on": (rating.at if rating and is_unasked else invitation.done_at).astimezone(CHINA).date(),
        "until": invitation.expires_at,
    }
