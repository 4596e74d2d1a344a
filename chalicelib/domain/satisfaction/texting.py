"""One text on its way to a telephone, whatever it says (evaluation.md §2.1, ADR 0073).

It is claimed before the provider is asked and settled after, so that no failure at any moment sends twice.
Invitations and texts about a work order keep their sending in this one record and go by these rules.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.records import dataclass

SEND, SETTLE = "send-text", "settle-text"
"""What time does to a text: it goes, or a claim that nobody ended is settled."""

CLAIMED = "SENDING"
"""The state of every kind of text while a claim stands."""

FAILED = "FAILED_TEMP"
"""The state of every kind of text that is tried again; that it failed is nothing new of it."""

CLAIM_HOLDS = timedelta(minutes=10)
"""Longer than any worker runs: after it nobody can still be about to ask the provider."""

HELD_BACK = timedelta(minutes=1)
"""How long a text waits for which the provider's pace has no place now."""

NUMBER_FAULTS: Final = frozenset(
    {
        "permanent-failure",
        "isv.MOBILE_NUMBER_ILLEGAL",
        "InvalidParameter",
        "InvalidParameterValue",
        "ParameterValueInvalid",
        "OptedOut",
    }
)
"""What providers say of a number that does not exist or refuses all texts: a receipt, the mainland's, SNS."""


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
    claimed_segments: int = 0
    """Of the claimed text, to be paid for once the provider has it, whoever says so."""
    delivered_at: datetime | None = None


class Text(Protocol):
    """An aggregate of which a text goes out."""

    @property
    def id(self) -> str:
        """Return its name."""

    @property
    def profile(self) -> str:
        """Return the name of the rules that it goes by."""

    @property
    def state(self) -> StrEnum:
        """Return where it stands; `SENDING` while a claim does."""

    @property
    def sending(self) -> Sending:
        """Return what became of its text so far."""


def name_of(text: Text) -> str:
    """Name a text to the provider: the same claim has the same name, the next one another."""
    return f"{text.id}-{text.sending.attempts}"


def is_claim(text: Text, attempt: int) -> bool:
    """Tell whether a claim still stands; an answer or a receipt may have come before the provider's word."""
    return text.state == CLAIMED and text.sending.attempts == attempt


def claimed(
    sending: Sending, now: datetime, template: str, segments: int, *, is_reminder: bool = False
) -> Sending:
    """Take the next text upon oneself."""
    return replace(
        sending,
        attempts=sending.attempts + 1,
        claimed_at=now,
        is_reminder=is_reminder,
        template=template,
        claimed_segments=segments,
    )


def taken(sending: Sending, provider_ref: str, now: datetime) -> Sending:
    """Note that the provider has the text."""
    return replace(
        sending,
        claimed_at=None,
        provider_ref=provider_ref,
        segments=sending.segments + sending.claimed_segments,
        claimed_segments=0,
        fault="",
        sent_at=now,
    )


def received(sending: Sending, now: datetime) -> Sending:
    """Note what any receipt tells of a claim that nobody has ended yet: that the provider had the text."""
    return sending if sending.claimed_at is None else taken(sending, "", now)


def arrived(sending: Sending, now: datetime) -> Sending:
    """Note that the text is on the telephone."""
    return replace(sending, delivered_at=now, fault="")


def not_taken(sending: Sending, fault: str) -> Sending:
    """Note that the text did not get through, at the provider or behind it."""
    return replace(sending, claimed_at=None, claimed_segments=0, fault=fault)


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
