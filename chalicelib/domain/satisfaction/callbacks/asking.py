"""Whether a person of the plan is asked at all, and when they may be (evaluation.md §7.10).

One contact episode in thirty days across every mode. An answered rating counts as reached for the month; an
invitation of the month before that nobody answered may be followed by one episode of a campaign.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.satisfaction.contacts.contact import Contact, Episode, Mode
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.statistics.periods import period_of
from chalicelib.domain.satisfaction.surveys.survey import is_survey
from chalicelib.kernel.clock import CHINA


class NotAsked(StrEnum):
    """Why a person of the population gets no task."""

    RATED = "RATED"
    """The month's rating counts as reached: 您本月已评价, 不再打扰."""
    OPTED_OUT = "OPTED_OUT"
    REFUSED = "REFUSED"
    """Refused a callback in this half of the year."""
    WRONG_NUMBER = "WRONG_NUMBER"
    CAP_REACHED = "CAP_REACHED"
    OBJECTED = "OBJECTED"
    MINOR = "MINOR"
    PROXY = "PROXY"
    """Only intermediaries handled the cases of this telephone."""
    NO_NUMBER = "NO_NUMBER"


def half_year_of(at: datetime) -> str:
    """Name the half of the year of an instant in China.

    >>> from datetime import UTC
    >>> half_year_of(datetime(2026, 6, 30, 16, tzinfo=UTC))
    '2026-H2'
    """
    local = at.astimezone(CHINA)
    return f"{local.year}-H{1 if local.month <= 6 else 2}"


def not_asked(
    contact: Contact | None,
    rated: Mapping[str, bool],
    months: Sequence[str],
    now: datetime,
    rules: SatisfactionRules,
    own: str = "",
) -> NotAsked | None:
    """Return why a person is not asked about these months now; None when they may be.

    `rated` says of the invitations among the episodes whether they were answered; `own` names the task whose
    episode is running already.
    """
    if contact is None:
        return None
    refused = contact.refused_at
    checks = (
        (was_rated(contact, rated, months), NotAsked.RATED),
        (contact.opted_out_at is not None, NotAsked.OPTED_OUT),
        (refused is not None and half_year_of(refused) == half_year_of(now), NotAsked.REFUSED),
        (contact.wrong_number_at is not None, NotAsked.WRONG_NUMBER),
        (_is_capped(contact, months, now, rules, own), NotAsked.CAP_REACHED),
    )
    return next((reason for applies, reason in checks if applies), None)


def was_rated(contact: Contact, rated: Mapping[str, bool], months: Sequence[str]) -> bool:
    """Tell whether a rating of an episode of the months was given, at a counter or by an invitation."""
    return any(
        episode.mode is Mode.OWN or rated.get(episode.ref, False)
        for episode in contact.episodes
        if period_of(episode.begun_at) in months
    )


def _is_capped(
    contact: Contact, months: Sequence[str], now: datetime, rules: SatisfactionRules, own: str
) -> bool:
    since = now - timedelta(days=rules.contact.episode_days)
    return any(
        episode.begun_at > since and episode.ref != own and not _is_of_month(episode, months)
        for episode in contact.episodes
    )


def _is_of_month(episode: Episode, months: Sequence[str]) -> bool:
    """Tell whether an episode is the month's own invitation, which a campaign may follow in the next."""
    is_invitation = episode.mode is Mode.SMS and not is_survey(episode.ref)
    return is_invitation and period_of(episode.begun_at) in months
