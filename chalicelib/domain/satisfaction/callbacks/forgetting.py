"""Taking a person out of a callback: what was said goes, what was counted stays (PIPL art 47)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.callbacks.moving import moved
from chalicelib.domain.satisfaction.callbacks.states import OPEN, TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.privacy.erasing import Why
from chalicelib.domain.satisfaction.rules import RetentionRules

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a task was heard of that nobody tried: it keeps nobody."""
ERASED = "ERASED"
"""Why somebody is asked no more who was still to be."""


def said_in(task: CallbackTask) -> tuple[str, ...]:
    """Return where the vault holds what was said: entered so far, noted of each call, answered, corrected."""
    answer = task.answer
    refs = [task.draft_ref, *(one.note_ref for one in task.attempts), task.correction_ref]
    refs += [answer.ref, answer.integrity_ref] if answer else []
    return tuple(ref for ref in refs if ref)


def forget_person(task: CallbackTask, why: Why) -> Decision[CallbackTask]:
    """Take the person out of a task, and ask them no more."""
    answer = task.answer and replace(task.answer, ref="", integrity_ref="", person_ref="")
    was_open = task.state in OPEN
    return moved(
        task,
        "person_erased",
        TaskState.SUPPRESSED if was_open else task.state,
        {"why": why, "is_erased": True, "integrity_ref": ""},
        contact="",
        is_vulnerable=False,
        draft_ref="",
        correction_ref="",
        attempts=tuple(replace(one, note_ref="") for one in task.attempts),
        answer=answer,
        next_at=None,
        appointment_at=None,
        lease=None,
        reason=ERASED if was_open else task.reason,
    )


def kept_until(task: CallbackTask, rules: RetentionRules) -> datetime:
    """Return until when the person of a task without an order is kept, from what was last heard of them.

    Who told of a gift or a fee is kept as who rated badly.
    """
    answer, visited_at = task.answer, task.visit.visited_at if task.visit else None
    heard = [*(one.at for one in task.attempts), task.texted_at, task.corrected_at, visited_at]
    last = max((at for at in (*heard, answer.at if answer else None) if at), default=NEVER)
    is_told = answer is not None and bool(answer.integrity_ref)
    return last + timedelta(days=rules.identity_days if is_told else rules.token_days)
