"""What an agent does with the task in hand besides ending the call: claim it again, keep, give back, dial."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.callbacks import calling
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.campaigns.campaign import check_reaches_out
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.callbacks.keeping import keep
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.telephone import ring


def keep_draft(house: House, actor: Actor, task_id: str, body: Mapping[str, Any]) -> None:
    """Keep what was entered so far with the task, so that nothing is lost when the lease ends.

    Raises:
        NotFound: when there is no such task.
        Forbidden, Conflict: as the rules of who holds a task say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        task = uow.callback_tasks.load(task_id)
        ref = keep(uow, task, "draft", {"body": dict(body)})
        uow.callback_tasks.save(calling.keep_draft(task, ref, actor, now), actor)

    house.transact(attempt)


def give_back(house: House, actor: Actor, task_id: str) -> CallbackTask:
    """Give a task back untried, with what was entered.

    Raises:
        NotFound: when there is no such task.
        Forbidden, Conflict: as the rules of who holds a task say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> CallbackTask:
        task = uow.callback_tasks.load(task_id)
        rules = house.rating_rules.load(task.profile).callback
        decision = calling.give_back(task, actor, now, rules)
        uow.callback_tasks.save(decision, actor)
        uow.let_task_go(actor.person)
        return decision.state

    return house.transact(attempt)


def dial(house: House, actor: Actor, task_id: str) -> str:
    """Have the bridge ring the agent and the resident; nobody is shown a number.

    Raises:
        NotFound: when there is no such task, or nobody's number is kept any more.
        Forbidden, Conflict: as the rules of who holds a task say.
        Conflict: `campaign-paused` while nobody is to be called.
        Unavailable: when no bridge is connected.
    """
    task, now = find_task(house, task_id), house.clock.product_now()
    calling.check_holder(task, actor, now)
    check_reaches_out(house.campaigns.find(task.campaign), now)
    case = house.cases.find(task.case)
    if case is None or case.person_ref is None:
        raise NotFound("erased")
    return ring(house, actor, case.person_ref, task.id)


def find_task(house: House, task_id: str) -> CallbackTask:
    """Return a task.

    Raises:
        NotFound: when there is none.
    """
    task = house.callback_tasks.find(task_id)
    if task is None:
        raise NotFound("not-found", kind="callback-task")
    return task
