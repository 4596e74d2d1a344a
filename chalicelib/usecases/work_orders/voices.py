"""Whose words became an order: a rating's, a call's or a survey's (evaluation.md §2.3, §2.5; ADR 0102).

Nobody is texted or called about a finding, and an item of the hotline has a page and texts of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol, TypeVar

from chalicelib.domain.satisfaction.ratings.rating import RatingState
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from datetime import datetime

    from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
    from chalicelib.domain.satisfaction.cases.served_case import ServedCase, Service
    from chalicelib.domain.satisfaction.invitations.invitation import Invitation
    from chalicelib.domain.satisfaction.surveys.survey import Survey
    from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder

A_co = TypeVar("A_co", covariant=True)


class Found(Protocol[A_co]):
    """A kind of aggregate that can be looked up."""

    def find(self, identifier: str, /) -> A_co | None:
        """Return the aggregate or None."""


class Rooms(Protocol):
    """Where somebody can have said a bad level: a house's reads, or a unit of work."""

    @property
    def invitations(self) -> Found[Invitation]:
        """Return what was asked by a link or at a counter."""

    @property
    def callback_tasks(self) -> Found[CallbackTask]:
        """Return what was asked by a call or a visit."""

    @property
    def cases(self) -> Found[ServedCase]:
        """Return what was done for people."""

    @property
    def surveys(self) -> Found[Survey]:
        """Return what was asked by the link of a survey."""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who said it: the telephone's MAC, where number and words lie; blank what is not known any more."""

    case: str
    """Blank of a rating at a counter, which names none."""
    contact: str
    person_ref: str
    words_ref: str
    level: int = 0
    """What the person says it was; nought where it is not known."""
    correction_ref: str = ""
    """Where lies what they wrote themselves with another level than was noted of them."""
    rated: Invitation | None = None
    """The rating that it was."""


def voice_of(rooms: Rooms, order: WorkOrder) -> Voice | None:
    """Return who said what became an order; None where nobody did, or it is not there."""
    found = VOICES.get(order.source)
    return found(rooms, order.source_id) if found else None


def _rated(rooms: Rooms, identifier: str) -> Voice | None:
    invitation = rooms.invitations.find(identifier)
    if invitation is None:
        return None
    rating = invitation.rating
    words = rating.answer.text_ref if rating and rating.state is not RatingState.WITHDRAWN else None
    level = rating.answer.level if rating else 0
    person_ref = invitation.person_ref or ""
    return Voice(invitation.case, invitation.contact, person_ref, words or "", level, rated=invitation)


def _called(rooms: Rooms, identifier: str) -> Voice | None:
    task = rooms.callback_tasks.find(identifier)
    if task is None:
        return None
    answer = task.answer
    if answer is None:
        return Voice(task.case, task.contact, "", "")
    return Voice(task.case, task.contact, answer.person_ref, answer.ref, answer.level, task.correction_ref)


def _surveyed(rooms: Rooms, identifier: str) -> Voice | None:
    survey = rooms.surveys.find(identifier)
    if survey is None:
        return None
    words_ref = survey.given.sealed_ref if survey.given else ""
    return Voice(survey.case, survey.contact, survey.person_ref or "", words_ref)


@dataclass(frozen=True, slots=True)
class Done:
    """What was done for somebody, and when."""

    service: Service
    done_at: datetime | None


def done_for(rooms: Rooms, voice: Voice | None) -> Done | None:
    """Return what was done for who said it: as it was rated, else the case that the question was about."""
    if voice is None:
        return None
    if (rated := voice.rated) is not None:
        return Done(rated.service, rated.done_at)
    case = rooms.cases.find(voice.case)
    return Done(case.service, case.done_at) if case else None


VOICES: Mapping[Source, Callable[[Rooms, str], Voice | None]] = {
    Source.RATING: _rated,
    Source.CALLBACK: _called,
    Source.SURVEY: _surveyed,
}
"""Who said what became an order, by what it came from."""
