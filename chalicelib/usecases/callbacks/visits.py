"""Order a visit, and enter what two people brought back (evaluation.md §2.5, §3.6)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.satisfaction.callbacks import visiting
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask, standing
from chalicelib.domain.satisfaction.campaigns.campaign import check_counts, check_reaches_out
from chalicelib.domain.satisfaction.statistics.outcomes import Outcome
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.callbacks.end_call import answer_of, open_order_of_call
from chalicelib.usecases.callbacks.hold_task import find_task
from chalicelib.usecases.callbacks.keeping import version_of
from chalicelib.usecases.callbacks.read_task import TaskView, mask_name
from chalicelib.usecases.ports import House, Once, UnitOfWork


def order_visit(house: House, actor: Actor, task_id: str, once: Once | None = None) -> CallbackTask:
    """Have a person visited.

    Raises:
        NotFound: when there is no such task.
        Forbidden, Conflict: as the rules of a visit say.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> CallbackTask:
        task = uow.callback_tasks.load(task_id)
        decision = visiting.order_visit(task, actor, now)
        check_reaches_out(house.campaigns.find(task.campaign), now)
        uow.callback_tasks.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda one: one.id, replay=_load)


def read_visit(house: House, actor: Actor, task_id: str) -> TaskView:
    """Return a task to those who visit, with its questions, the masked name and no number.

    Raises:
        NotFound: when there is no such task.
        Forbidden: to those of a unit that served, and to whoever neither calls nor leads.
        Conflict: `wrong-state` where nobody is to be visited.
    """
    task = find_task(house, task_id)
    visiting.check_visitor(task, actor)
    stands = standing(task, house.clock.product_now())
    if stands is not TaskState.VISIT:
        raise Conflict("wrong-state", kind="callback-task", state=stands.value, event="visited")
    case = house.cases.find(task.case)
    person = house.queries.personal(case.person_ref) if case and case.person_ref else {}
    name = mask_name(str(person.get("name") or ""))
    return TaskView(task, stands, case, version_of(house, task), name)


def note_visit(
    house: House, actor: Actor, task_id: str, body: Mapping[str, Any], once: Once | None = None
) -> CallbackTask:
    """Enter what a visit came to; without consent nothing of it is kept.

    Raises:
        NotFound: when there is no such task.
        Forbidden, Conflict: as the rules of a visit say.
        Invalid: with everything that is wrong with visitors and answers.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> CallbackTask:
        task = uow.callback_tasks.load(task_id)
        check_counts(house.campaigns.find(task.campaign), now)
        visitors = (str(body["visitor"]), str(body["second_visitor"]))
        if not body.get("has_consent"):
            decision = visiting.note_visit(task, visitors, None, actor, now)
            uow.callback_tasks.save(decision, actor)
            return decision.state
        answer = answer_of(house, uow, task, Outcome.PARTIAL, body, actor, now)
        decision = visiting.note_visit(task, visitors, answer, actor, now)
        uow.callback_tasks.save(decision, actor)
        open_order_of_call(house, uow, decision.state, answer, now)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda one: one.id, replay=_load)


def _load(uow: UnitOfWork, task_id: str) -> CallbackTask:
    return uow.callback_tasks.load(task_id)
