"""What follows a call: a text to whom it never reached, and the person's own correction (§2.5, §8.12)."""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.callbacks.calling import answer_facts
from chalicelib.domain.satisfaction.callbacks.moving import moved
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import Answer, CallbackTask
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.kernel.errors import Conflict


def texted(task: CallbackTask, now: datetime) -> Decision[CallbackTask]:
    """Note that the text went which asks for a digit instead."""
    return moved(task, "texted", TaskState.SMS_FALLBACK, texted_at=now)


def awaits_digit(task: CallbackTask, now: datetime, rules: SatisfactionRules) -> bool:
    """Tell whether a digit that comes now can be about this task: texted within the hours of a reply."""
    since = now - timedelta(hours=rules.invitation.reply_hours)
    is_open = task.state is TaskState.SMS_FALLBACK and now < task.until_at
    return is_open and task.texted_at is not None and task.texted_at >= since


def text_answered(task: CallbackTask, answer: Answer) -> Decision[CallbackTask]:
    """Take a digit for the overall level; nothing else was asked, so that it is a partial answer."""
    reason = Outcome.PARTIAL.value
    return moved(task, "text_answered", TaskState.DONE, answer_facts(answer), answer=answer, reason=reason)


def is_correctable(task: CallbackTask, now: datetime, rules: SatisfactionRules) -> bool:
    """Tell whether the person may still contradict what was noted: once, within so many hours."""
    answer, hours = task.answer, rules.callback.correction_hours
    is_open = task.state is TaskState.DONE and task.corrected_at is None and bool(task.contact)
    return is_open and answer is not None and now < answer.at + timedelta(hours=hours)


def correct(
    task: CallbackTask, level: int, order_id: str, words_ref: str, now: datetime, rules: SatisfactionRules
) -> Decision[CallbackTask]:
    """Put what the person says in place of what was noted; an order that was opened goes on.

    `words_ref` is where their words lie, blank without any.

    Raises:
        Conflict: `correction-over`.
    """
    if task.answer is None or not is_correctable(task, now, rules):
        raise Conflict("correction-over")
    answer = replace(task.answer, level=level, order_id=task.answer.order_id or order_id)
    facts = {**answer_facts(answer), "text_ref": words_ref}
    changes = {"answer": answer, "corrected_at": now, "correction_ref": words_ref}
    return moved(task, "corrected", TaskState.DONE, facts, **changes)


def invalidate(task: CallbackTask, reason: str) -> Decision[CallbackTask]:
    """Let an answer count no more since the appeal against its order was upheld (§2.4)."""
    return moved(
        task,
        "answer_invalidated",
        TaskState.DONE,
        {"is_invalid": True, "reason": reason},
        invalid_reason=reason,
    )


def reinstate(task: CallbackTask) -> Decision[CallbackTask]:
    """Let an answer count again since the resident's objection was."""
    return moved(task, "answer_reinstated", TaskState.DONE, {"is_invalid": False}, invalid_reason="")
