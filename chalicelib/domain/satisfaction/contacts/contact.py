"""What the house knows of one telephone (evaluation.md §7.10): its contact episodes and its refusal.

`id` is the MAC of the number. One survey contact episode a person in thirty days, across every mode; an
episode holds its reminder, call attempts, fallback text and visit.
"""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.statistics.periods import period_of
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass


class Mode(StrEnum):
    """How a person is asked."""

    SMS = "SMS"
    CALL = "CALL"
    VISIT = "VISIT"
    OWN = "OWN"
    """Rated without being asked, at a window or on the web: not asked again either."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One time that a person was asked; `ref` is what asks, an invitation or a callback task."""

    begun_at: datetime
    mode: Mode
    ref: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A telephone: the last episodes, the cases of the last two months, whether it wants to be asked."""

    id: str
    episodes: tuple[Episode, ...] = ()
    served: Mapping[str, int] = field(default_factory=dict)
    """Cases by month of completion (`2026-03`)."""
    opted_out_at: datetime | None = None
    wrong_number_at: datetime | None = None
    which_asked_at: datetime | None = None
    """When it had to be asked which of several services a digit was about; None once that was texted."""
    which_refs: tuple[str, ...] = ()
    """The invitations of the last such question, in the order of its letters: a letter keeps its meaning."""
    refused_at: datetime | None = None
    """When the person last refused to be called back; remembered for that half of the year (§2.5)."""


KEPT_EPISODES, KEPT_MONTHS = 3, 2
TOLD_BY_THE_INVITATION = frozenset({"contact.episode_begun", "contact.passed_over"})
"""Facts that the invitation's own chain tells in the same transaction; what the person said has an entry."""


def was_served(contact: Contact, done_at: datetime) -> Contact:
    """Count one more case of the month."""
    month = period_of(done_at)
    counted = {**contact.served, month: contact.served.get(month, 0) + 1}
    return replace(contact, served={name: counted[name] for name in sorted(counted)[-KEPT_MONTHS:]})


def is_frequent(contact: Contact, done_at: datetime, rules: SatisfactionRules) -> bool:
    """Tell whether so many cases of a month name this telephone that it is an intermediary's (§7.15)."""
    return contact.served.get(period_of(done_at), 0) > rules.contact.agent_cases_per_month


def is_capped(contact: Contact, now: datetime, rules: SatisfactionRules) -> bool:
    """Tell whether an episode began less than so many days ago."""
    since = now - timedelta(days=rules.contact.episode_days)
    return any(episode.begun_at > since for episode in contact.episodes)


def begin_episode(contact: Contact, mode: Mode, ref: str, now: datetime) -> Decision[Contact]:
    """Note that the person is asked now."""
    episodes = (*contact.episodes, Episode(now, mode, ref))[-KEPT_EPISODES:]
    return _decided("episode_begun", replace(contact, episodes=episodes), mode=mode, ref=ref)


def count_only(contact: Contact, reason: str) -> Decision[Contact]:
    """Note a case after which the person is not asked."""
    return _decided("passed_over", contact, reason=reason)


def opt_out(contact: Contact, now: datetime, way: str) -> Decision[Contact] | None:
    """Ask this telephone no more; None when it was said before."""
    if contact.opted_out_at is not None:
        return None
    return _decided("opted_out", replace(contact, opted_out_at=now), way=way)


def report_wrong(contact: Contact, now: datetime) -> Decision[Contact] | None:
    """Note that the number is somebody else's; None when it was said before."""
    if contact.wrong_number_at is not None:
        return None
    return _decided("reported_wrong", replace(contact, wrong_number_at=now))


def refuse(contact: Contact, now: datetime, ref: str) -> Decision[Contact]:
    """Note that the person refused to be called back; not dialled again in this half of the year."""
    return _decided("refused", replace(contact, refused_at=now), ref=ref)


def replied(contact: Contact, text_ref: str, chars: int) -> Decision[Contact]:
    """Note words that are no answer; they lie in the vault."""
    return _decided("replied", contact, text_ref=text_ref, chars=chars)


def ask_which(contact: Contact, now: datetime) -> Decision[Contact]:
    """Note that a digit may be about several services, so that somebody has to ask."""
    return _decided("which_asked", replace(contact, which_asked_at=now))


def which_texted(contact: Contact, refs: tuple[str, ...], template: str) -> Decision[Contact]:
    """Take it upon oneself to ask which, in the words of a template; whoever comes second finds it done."""
    asked = replace(contact, which_asked_at=None, which_refs=refs)
    return _decided("which_texted", asked, template=template)


def _decided(event: str, contact: Contact, **facts: Json) -> Decision[Contact]:
    return Decision(contact, Event(f"contact.{event}", facts))
