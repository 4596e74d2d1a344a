"""One text on its way to a telephone, whatever it says (evaluation.md §2.1, ADR 0073).

It is claimed before the provider is asked and settled after, so that no failure at any moment sends twice.
Invitations and texts about a work order keep their sending in this one record and go by these rules.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.records import dataclass

CLAIM_HOLDS = timedelta(minutes=10)
"""Longer than any worker runs: after it nobody can still be about to ask the provider."""

HELD_BACK = timedelta(minutes=1)
"""How long a text waits for which the provider's pace has no place now."""


@dataclass(frozen=True, slots=True)
class Sending:
    """The claim that stands, what was sent and from which template, what the provider calls the last one."""

    attempts: int = 0
    claimed_at: datetime | None = None
    is_reminder: bool = False
    provider_ref: str = ""
    segments: int = 0
    fault: str = ""
    sent_at: datetime | None = None
    template: str = ""
    """Kind and version of the words (`LINK/2`); version 0 is the profile's own text."""


def claimed(sending: Sending, now: datetime, template: str = "", *, is_reminder: bool = False) -> Sending:
    """Take the next text upon oneself."""
    return replace(
        sending,
        attempts=sending.attempts + 1,
        claimed_at=now,
        is_reminder=is_reminder,
        template=template,
    )


def taken(sending: Sending, provider_ref: str, segments: int, now: datetime) -> Sending:
    """Note that the provider has the text."""
    return replace(
        sending,
        claimed_at=None,
        provider_ref=provider_ref,
        segments=sending.segments + segments,
        fault="",
        sent_at=now,
    )


def not_taken(sending: Sending, fault: str) -> Sending:
    """Note that the provider has not taken the text."""
    return replace(sending, claimed_at=None, fault=fault)


def again_at(sending: Sending, now: datetime, rules: SatisfactionRules, *, is_final: bool) -> datetime | None:
    """Return when a text that failed is tried again; None once it never is."""
    retries, place = rules.invitation.retry_minutes, sending.attempts - 1
    if is_final or place >= len(retries):
        return None
    return slot_from(now + timedelta(minutes=retries[place]), rules)


def slot_from(now: datetime, rules: SatisfactionRules) -> datetime:
    """Return the first instant from now on at which a text may go: between nine and twenty, any day."""
    local, limits = now.astimezone(CHINA), rules.invitation
    if local.time() >= limits.send_until:
        local = local + timedelta(days=1)
        return datetime.combine(local.date(), limits.send_from, CHINA).astimezone(now.tzinfo)
    if local.time() < limits.send_from:
        return datetime.combine(local.date(), limits.send_from, CHINA).astimezone(now.tzinfo)
    return now
