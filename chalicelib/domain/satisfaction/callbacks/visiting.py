"""Visits (上门走访): ordered by the lead, made by two people with consent (evaluation.md §2.5, §3.6)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.callbacks.calling import answer_facts
from chalicelib.domain.satisfaction.callbacks.moving import moved
from chalicelib.domain.satisfaction.callbacks.rights import STAFF, check_lead, serves_own
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import Answer, CallbackTask, Visit
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.badges import is_called
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid, NotFound

VISITORS = 2


def order_visit(task: CallbackTask, actor: Actor, now: datetime) -> Decision[CallbackTask]:
    """Have a person visited who could not be reached otherwise.

    Raises:
        Forbidden: `role-needed`, `own-unit`.
        Conflict: `wrong-state`, or `period-over`.
        NotFound: `erased` once the person was taken out.
    """
    check_lead(task, actor)
    _check_open(task, now)
    return moved(task, "visit_ordered", TaskState.VISIT, visit=Visit(now, actor.person), next_at=None)


def check_visitor(task: CallbackTask, actor: Actor) -> None:
    """Refuse whoever may not enter a visit: everybody but agents and leads, and those of a unit that served.

    Raises:
        Forbidden: `role-needed`, `own-unit`.
    """
    if not actor.has(*STAFF):
        raise Forbidden("role-needed", roles=sorted(STAFF))
    if serves_own(task, actor):
        raise Forbidden("own-unit")


def note_visit(
    task: CallbackTask,
    visitors: tuple[str, ...],
    answer: Answer | None,
    actor: Actor,
    now: datetime,
) -> Decision[CallbackTask]:
    """Note a visit: what was said with consent, or that nobody was met or nobody agreed.

    Raises:
        Forbidden: `role-needed`, `own-unit`.
        Conflict: `wrong-state`, or `period-over`.
        Invalid: `two-visitors` unless two different people went, of whom the one who enters it is one.
    """
    check_visitor(task, actor)
    _check_open(task, now)
    if len(set(visitors)) != VISITORS or not any(is_called(actor.person, badge) for badge in visitors):
        raise Invalid(errors=[FieldError("/visitors", "two-visitors")])
    ordered = task.visit or Visit(now, actor.person)
    made = replace(ordered, visitors=visitors, visited_at=now)
    if answer is None:
        return moved(task, "visit_failed", TaskState.VISIT_FAILED, visit=made)
    reason = (Outcome.COMPLETE if answer.is_complete else Outcome.PARTIAL).value
    facts = answer_facts(answer)
    return moved(task, "visited", TaskState.DONE, facts, visit=made, answer=answer, reason=reason)


def _check_open(task: CallbackTask, now: datetime) -> None:
    if not task.contact:
        raise NotFound("erased")
    if now >= task.until_at:
        raise Conflict("period-over")
