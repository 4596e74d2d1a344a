"""A callback task as an aggregate: one a person, period and campaign (evaluation.md §2.5).

No name, number or word: pseudonyms, codes, instants and references into the vault. `contact` is the MAC of
the telephone, blank once the person was taken out; the name of a task is made of it and the campaign, so that
one person has one task however many cases and halls there were.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from chalicelib.domain.satisfaction.callbacks.attempts import NOT_SPOKEN, CallAttempt
from chalicelib.domain.satisfaction.callbacks.states import CALLABLE, OPEN, TaskState
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Lease:
    """That an agent holds a task until an instant; who may act on it is compared with now."""

    agent: str
    org: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person said: the level, the answers by question in the vault, and which items were asked."""

    level: int
    at: datetime
    ref: str
    answered: int
    asked: int
    by: str
    order_id: str = ""
    """The work order that a bad level opened."""
    may_contact: bool = False
    person_ref: str = ""
    """Whose number lies where in the vault, for what follows from the answer."""
    overall: str = ""
    """The question that asks for the level."""
    counted: Mapping[str, Json] = field(default_factory=dict)
    """What can be counted of the answers, by question: no word, and nothing about integrity."""
    groups: tuple[str, ...] = ()
    """The questions by whose answer results are shown."""
    is_complete: bool = False
    integrity_ref: str = ""
    """Where lies what was said about gifts, fees and forced agencies, for discipline."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit by two people (上门走访); `by` are their pseudonyms once they have been there."""

    ordered_at: datetime
    ordered_by: str
    visitors: tuple[str, ...] = ()
    visited_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CallbackTask:
    """One person to be asked about the services of a month."""

    id: str
    campaign: str
    contact: str
    case: str
    """The case that the questions are about: the last one that was completed."""
    units: tuple[str, ...]
    """Every unit that served the person in the month; none of theirs calls."""
    staff: tuple[str, ...]
    """Work numbers of those who served; none of them calls."""
    state: TaskState
    shard: int
    profile: str
    months: tuple[str, ...]
    until_at: datetime
    """When the period of the campaign ends."""
    stratum: str = ""
    """The stratum of a sample for which the answers stand; blank where there is none."""
    served: int = 1
    is_vulnerable: bool = False
    """Old, disabled or the like (§2.5): visited first when no call reaches."""
    next_at: datetime | None = None
    appointment_at: datetime | None = None
    lease: Lease | None = None
    declined: Lease | None = None
    """Who gave it back last: for as long they get others."""
    draft_ref: str = ""
    """What was entered so far, in the vault; it stays with the task when a lease ends."""
    attempts: tuple[CallAttempt, ...] = ()
    answer: Answer | None = None
    corrected_at: datetime | None = None
    correction_ref: str = ""
    """Where lies what the person wrote with their own correction."""
    invalid_reason: str = ""
    """Why reviewers found that the answer does not count (§2.4); blank of one that does."""
    visit: Visit | None = None
    texted_at: datetime | None = None
    reason: str = ""

    @property
    def attempt_no(self) -> int:
        """Return the number of the next attempt, from 1."""
        return len(self.attempts) + 1

    @property
    def unit(self) -> str:
        """Return the unit that the figures of the task stand with."""
        return self.units[0] if self.units else ""


def task_id(campaign: str, contact: str) -> str:
    """Name the one task of a person in a campaign; nothing in it leads back to a telephone.

    >>> task_id("c_1", "m") == task_id("c_1", "m") != task_id("c_2", "m")
    True
    """
    return f"cb_{sha256_hex(f'{campaign}|{contact}')[:26]}"


def standing(task: CallbackTask, now: datetime) -> TaskState:
    """Return where a task stands now: a lease that is over holds nothing, a period that is over ends it."""
    state = task.state
    if state in OPEN and now >= task.until_at:
        return TaskState.UNREACHED if task.attempts else TaskState.CLOSED_NOT_TRIED
    if state is TaskState.ASSIGNED and (task.lease is None or now >= task.lease.until):
        return TaskState.RETRY if task.attempts else TaskState.QUEUED
    return state


def is_callable_now(task: CallbackTask, now: datetime) -> bool:
    """Tell whether the task may be given to an agent, as far as its state goes."""
    stands = standing(task, now)
    return stands in CALLABLE and stands is not TaskState.ASSIGNED


def outcome_of(task: CallbackTask) -> Outcome:
    """Return the one outcome that the task counts as: an answer, else that of its last attempt."""
    if task.answer is not None:
        return Outcome.COMPLETE if task.reason != Outcome.PARTIAL else Outcome.PARTIAL
    return task.attempts[-1].outcome if task.attempts else Outcome.NOT_TRIED


def was_reached(task: CallbackTask) -> bool:
    """Tell whether somebody was spoken to."""
    is_spoken = any(one.outcome not in NOT_SPOKEN for one in task.attempts)
    return task.answer is not None or is_spoken
