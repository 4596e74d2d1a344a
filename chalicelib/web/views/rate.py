"""What a resident's pages show: nothing personal before the answer, then what becomes of it (§7.5, §8.1)."""

from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.codes.indicators import Indicators
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.kernel.clock import CHINA
from chalicelib.web.i18n import ENGLISH

View = dict[str, Any]
LEVELS = (5, 4, 3, 2, 1)


def rate_view(invitation: Invitation, indicators: Indicators, locale: str) -> View:
    """Return what the form shows: what was done, where and when, and what can be said at each level."""
    return {
        **_service(invitation),
        "levels": [
            {
                "level": level,
                "indicators": [
                    {
                        "code": one.code,
                        "text": one.text_en if locale == ENGLISH else one.text,
                        "is_extension": one.is_extension,
                    }
                    for one in indicators.of_level(level)
                ],
            }
            for level in LEVELS
        ],
    }


def tracking_view(invitation: Invitation, now: datetime) -> View:
    """Return what became of an answer: its number, what was said, what comes next."""
    rating = invitation.rating
    if rating is None:
        raise ValueError("nothing was answered")
    return {
        **_service(invitation),
        "reference": reference_of(rating.id),
        "level": rating.answer.level,
        "is_bad": rating.is_bad,
        "at": rating.at,
        "state": rating.state.value,
        "may_contact": rating.answer.may_contact,
        "now": now,
    }


def reference_of(rating_id: str) -> str:
    """Return the number that a resident can read out: the last ten characters of the rating's own.

    >>> reference_of("r_01JDTK4T8C3Y5V7QK2M9ZB6XWA")
    'PJ-7QK2M-9ZB6XWA'
    """
    tail = rating_id[-12:]
    return f"PJ-{tail[:5]}-{tail[5:]}"


def _service(invitation: Invitation) -> View:
    service = invitation.service
    return {
        "unit": service.unit_name,
        "task": None if service.is_sensitive else service.task_name,
        "done_on": invitation.done_at.astimezone(CHINA).date(),
        "until": invitation.expires_at,
    }
