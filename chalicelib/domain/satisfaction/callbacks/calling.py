"""Claiming a task, what is entered meanwhile, and what a call came to (evaluation.md §2.5, §3.4)."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.callbacks.attempts import (
    AGAIN,
    ANSWERED,
    ENDS,
    CallAttempt,
    are_spent,
    check_attempt,
)
from chalicelib.domain.satisfaction.callbacks.hours import DayPart, next_slot, part_of, slot_at
from chalicelib.domain.satisfaction.callbacks.moving import moved
from chalicelib.domain.satisfaction.callbacks.rights import check_agent
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import Answer, CallbackTask, Lease, is_callable_now
from chalicelib.domain.satisfaction.reaching_rules import CallbackRules
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import CHINA, format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar

_DAY = timedelta(days=1)
THIRD = 3
"""From this attempt on it is another day than the one before (§2.5)."""


@dataclass(frozen=True, slots=True)
class CallEnd:
    """How a call ended, as the agent notes it; the words lie in the vault."""

    outcome: Outcome
    ring_s: int = 0
    duration_s: int = 0
    note_ref: str = ""
    note_chars: int = 0
    appointment_at: datetime | None = None
    answer: Answer | None = None


def may_call(task: CallbackTask, now: datetime, rules: CallbackRules, calendar: Calendar) -> bool:
    """Tell whether this is a time at which the person may be called, the task being free."""
    slot = slot_at(now, task.attempt_no, rules, calendar)
    if slot is None or not is_callable_now(task, now):
        return False
    if task.appointment_at is not None:
        return task.appointment_at <= now
    is_other = not task.attempts or task.attempts[-1].part is not slot.part
    return is_other and (task.next_at is None or task.next_at <= now)


def claim(
    task: CallbackTask, actor: Actor, now: datetime, rules: CallbackRules, calendar: Calendar
) -> Decision[CallbackTask]:
    """Take a task for the length of the lease, with what was entered before.

    Raises:
        Forbidden: `role-needed`, `own-unit`.
        Conflict: `not-to-be-called-now` while somebody holds it, the agent has just given it back, or the
            time is no good one.
    """
    check_agent(task, actor)
    if is_declined(task, actor, now) or not may_call(task, now, rules, calendar):
        raise Conflict("not-to-be-called-now")
    lease = Lease(actor.person, actor.org, now + timedelta(minutes=rules.lease_minutes))
    return moved(task, "claimed", TaskState.ASSIGNED, lease=lease)


def check_holder(task: CallbackTask, actor: Actor, now: datetime) -> Lease:
    """Refuse whoever does not hold the task; who held it last may still end it while nobody else took it.

    Raises:
        Forbidden: `role-needed`, `own-unit`.
        Conflict: `task-not-yours`, or `period-over`.
    """
    check_agent(task, actor)
    if now >= task.until_at:
        raise Conflict("period-over")
    if task.state is not TaskState.ASSIGNED or task.lease is None or task.lease.agent != actor.person:
        raise Conflict("task-not-yours")
    return task.lease


def keep_draft(task: CallbackTask, draft_ref: str, actor: Actor, now: datetime) -> Decision[CallbackTask]:
    """Keep what was entered so far with the task, whoever goes on with it.

    Raises:
        Forbidden, Conflict: as `check_holder`.
    """
    check_holder(task, actor, now)
    return moved(task, "noted", TaskState.ASSIGNED, draft_ref=draft_ref)


def is_declined(task: CallbackTask, actor: Actor, now: datetime) -> bool:
    """Tell whether an agent gave the task back a moment ago: somebody else may know nobody there."""
    declined = task.declined
    return declined is not None and declined.agent == actor.person and now < declined.until


def give_back(
    task: CallbackTask, actor: Actor, now: datetime, rules: CallbackRules
) -> Decision[CallbackTask]:
    """Give a task back untried; its place is what it was, and for a lease it is for others.

    Raises:
        Forbidden, Conflict: as `check_holder`.
    """
    check_holder(task, actor, now)
    target = TaskState.RETRY if task.attempts else TaskState.QUEUED
    declined = Lease(actor.person, actor.org, now + timedelta(minutes=rules.lease_minutes))
    return moved(task, "given_back", target, lease=None, declined=declined)


def note_call(
    task: CallbackTask, end: CallEnd, actor: Actor, now: datetime, rules: CallbackRules, calendar: Calendar
) -> Decision[CallbackTask]:
    """Note what a call came to, and what follows for the task.

    Raises:
        Forbidden, Conflict: as `check_holder`.
        Invalid: with everything that is wrong with the figures and the appointment.
    """
    lease = check_holder(task, actor, now)
    check_attempt(end.outcome, end.ring_s, end.duration_s, end.note_chars, rules)
    at = min(lease.until - timedelta(minutes=rules.lease_minutes), now)
    attempt = CallAttempt(
        at=at,
        part=part_of(at),
        outcome=end.outcome,
        agent=actor.person,
        org=actor.org,
        duration_s=end.duration_s,
        ring_s=end.ring_s,
        note_ref=end.note_ref,
    )
    changes: dict[str, Any] = {
        "attempts": (*task.attempts, attempt), "lease": None, "appointment_at": None, "next_at": None,
    }  # fmt: skip
    facts: dict[str, Json] = {"part": attempt.part.value, "weekday": at.astimezone(CHINA).isoweekday()}
    if end.outcome in ANSWERED and end.answer is not None:
        answered: dict[str, Json] = {**facts, **answer_facts(end.answer)}
        reason = end.outcome.value
        return moved(
            task,
            "answered",
            TaskState.DONE,
            answered,
            answer=end.answer,
            reason=reason,
            draft_ref="",
            **changes,
        )
    if end.outcome in ENDS:
        event, state = ENDS[end.outcome]
        return moved(task, event, state, facts, reason=end.outcome.value, **changes)
    if end.outcome not in AGAIN:
        raise Invalid(errors=[FieldError("/outcome", "answers-missing")])
    return _again(task, end, attempt, now, rules, calendar, facts, changes)


def _again(
    task: CallbackTask,
    end: CallEnd,
    attempt: CallAttempt,
    now: datetime,
    rules: CallbackRules,
    calendar: Calendar,
    facts: dict[str, Json],
    changes: dict[str, Any],
) -> Decision[CallbackTask]:
    tried = (*task.attempts, attempt)
    if end.appointment_at is not None:
        check_appointment(task, end.appointment_at, now, rules, calendar)
        changes |= {"appointment_at": end.appointment_at, "next_at": end.appointment_at}
    elif are_spent(tried, rules):
        return moved(task, "unreached", TaskState.UNREACHED, facts, **changes)
    else:
        changes |= {"next_at": next_attempt_at(attempt.part, now, len(tried) + 1, rules, calendar)}
    next_at = changes["next_at"]
    told = {**facts, "next_at": format_instant(next_at)} if isinstance(next_at, datetime) else facts
    return moved(task, "not_reached", TaskState.RETRY, told, **changes)


def next_attempt_at(
    last: DayPart, now: datetime, attempt_no: int, rules: CallbackRules, calendar: Calendar
) -> datetime:
    """Return when the next attempt may be made: another day-part, hours later, the third on another day."""
    not_before = now + timedelta(hours=rules.retry_hours)
    if attempt_no >= THIRD:
        tomorrow = datetime.combine(now.astimezone(CHINA).date() + _DAY, time(), CHINA).astimezone(UTC)
        not_before = max(not_before, tomorrow)
    return next_slot(not_before, attempt_no, rules, calendar, other_than=last)[0]


def check_appointment(
    task: CallbackTask, at: datetime, now: datetime, rules: CallbackRules, calendar: Calendar
) -> None:
    """Refuse an appointment at which nobody may call: past, too far ahead, after the period, out of hours.

    Raises:
        Invalid: `not-in-future`, `appointment-too-far` or `outside-calling-hours`.
    """
    latest = min(now + timedelta(days=rules.appointment_days), task.until_at)
    if at <= now:
        raise Invalid(errors=[FieldError("/appointment_at", "not-in-future")])
    if at >= latest:
        until = format_instant(latest)
        raise Invalid(errors=[FieldError("/appointment_at", "appointment-too-far", {"until_at": until})])
    if slot_at(at, task.attempt_no + 1, rules, calendar) is None:
        raise Invalid(errors=[FieldError("/appointment_at", "outside-calling-hours")])


def suppress(task: CallbackTask, reason: str) -> Decision[CallbackTask]:
    """Ask this person no more, for a reason that came after the plan and is shown."""
    return moved(task, "suppressed", TaskState.SUPPRESSED, {"reason": reason}, reason=reason, lease=None)


def answer_facts(answer: Answer) -> dict[str, Json]:
    """Return what the ledger tells of an answer: level, what can be counted, the order it opened; no word."""
    return {
        "level": answer.level,
        "answered_items": answer.answered,
        "asked_items": answer.asked,
        "order_id": answer.order_id,
        "answers": {**answer.counted, **({answer.overall: answer.level} if answer.overall else {})},
        "groups": list(answer.groups),
        "is_complete": answer.is_complete,
        "integrity_ref": answer.integrity_ref,
    }
