"""A resident reads what was noted of a call, corrects it once, follows its order: by the link (§8.12)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.callbacks.after import correct, is_correctable, text_answered
from chalicelib.domain.satisfaction.callbacks.task import Answer, CallbackTask
from chalicelib.domain.satisfaction.invitations.shut import LinkShut, Shut
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.callbacks.end_call import open_order_of_call
from chalicelib.usecases.callbacks.keeping import version_of
from chalicelib.usecases.callbacks.texts import LINK
from chalicelib.usecases.invitations.links import id_of
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.work_orders.open_order import order_of_complaint
from chalicelib.usecases.work_orders.resident_steps import ORDER_STEPS, Followed, Heard, follow_order


@dataclass(frozen=True, slots=True)
class Noted:
    """What was noted of a person, whether they can still correct it, and how far its order is."""

    task: CallbackTask
    is_open: bool
    unit: str
    followed: Followed | None


def read_noted(house: House, token: str) -> Noted:
    """Return what a link leads to.

    Raises:
        LinkShut: for a token that nobody was sent, or whose person was taken out.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Noted:
        task = _task_of(uow, token)
        followed = follow_order(house, task.answer.order_id if task.answer else "", now)
        is_open = is_correctable(task, now, house.rating_rules.load(task.profile))
        return Noted(task, is_open, uow.cases.load(task.case).service.unit_name, followed)

    return house.transact(attempt)


def take_noted_step(house: House, token: str, step: str, body: Mapping[str, Any]) -> None:
    """Do what a resident asks for about the order that a call opened.

    Raises:
        LinkShut: for a token that nobody was sent, or whose person was taken out.
        Conflict: `wrong-state` where no order was opened, and as the step's rules say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        task = _task_of(uow, token)
        order_id = task.answer.order_id if task.answer else ""
        ORDER_STEPS[step](Heard(house, uow, task.id, order_id, now, body))

    house.transact(attempt)


def correct_answer(house: House, token: str, body: Mapping[str, Any]) -> CallbackTask:
    """Put the resident's own level in place of what was noted; a bad one opens the order that was not.

    Raises:
        LinkShut: for a token that nobody was sent.
        Conflict: `correction-over`.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> CallbackTask:
        task, level = _task_of(uow, token), int(body["level"])
        had_order = bool(task.answer and task.answer.order_id)
        order_id = "" if had_order else order_of_complaint(task.id, level)
        rules = house.rating_rules.load(task.profile)
        text = str(body.get("text", "")).strip()
        ref = f"RATING#{task.id}.correction" if text else ""
        decision = correct(task, level, order_id, ref, now, rules)
        if ref:
            uow.vault.put(ref, {"text": text}, "rating-words")
        uow.callback_tasks.save(decision, RESIDENT)
        if order_id and decision.state.answer is not None:
            open_order_of_call(house, uow, decision.state, decision.state.answer, now)
        return decision.state

    return house.transact(attempt)


def take_digit(house: House, uow: UnitOfWork, task: CallbackTask, level: int, now: datetime) -> None:
    """Take the digit that a person replied to the text which stood in for the calls."""
    overall = version_of(house, task).overall
    answer = Answer(
        level=level,
        at=now,
        ref="",
        answered=1,
        asked=1,
        by=RESIDENT.person,
        order_id=order_of_complaint(task.id, level),
        person_ref=uow.cases.load(task.case).person_ref or "",
        overall=overall.id if overall else "",
    )
    decision = text_answered(task, answer)
    uow.callback_tasks.save(decision, RESIDENT)
    open_order_of_call(house, uow, decision.state, answer, now)


def _task_of(uow: UnitOfWork, token: str) -> CallbackTask:
    name = uow.owner_of(LINK, id_of(token))
    task = uow.callback_tasks.load(name) if name else None
    if task is None or not task.contact:
        raise LinkShut(Shut.REVOKED if task else Shut.UNKNOWN)
    return task
