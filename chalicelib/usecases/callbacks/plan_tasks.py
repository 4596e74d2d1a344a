"""Make the callback tasks of a campaign that has begun, some persons a step (ADR 0090).

Each step is one transaction: the tasks, each an item without an entry of its own, and the plan with one
entry that counts them. Beside each task lies a row by which its person is found when they ask (ADR 0101).
Memory holds one step.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from chalicelib.domain.satisfaction.callbacks import plan as planning
from chalicelib.domain.satisfaction.callbacks.asking import NotAsked
from chalicelib.domain.satisfaction.callbacks.plan import Asked, CallbackPlan, Step
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.campaigns.campaign import effective_state
from chalicelib.domain.satisfaction.campaigns.states import CampaignState
from chalicelib.domain.satisfaction.contacts.contact import Contact, Mode
from chalicelib.domain.satisfaction.privacy.rooms import Room, below
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.callbacks.whom import Part, parts_of
from chalicelib.usecases.ports import House, UnitOfWork

PERSONS = 45
"""Of a step: a transaction holds a hundred items, and a person takes two."""


def plan_tasks(house: House, campaign_id: str) -> None:
    """Make the next step's tasks; a run for a plan that is done, without calls or in a pause does nothing.

    Resuming the campaign goes on where the plan stands.
    """
    found = house.campaigns.find(campaign_id)
    if found is None or Mode.CALL not in found.plan.modes:
        return
    if effective_state(found, house.clock.product_now()) is not CampaignState.FIELDING:
        return
    parts = parts_of(house, found)

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        plan = uow.callback_plans.find(campaign_id)
        if plan is None:
            uow.callback_plans.add(planning.begin(found), SYSTEM)
        elif not plan.is_done:
            _step(house, uow, plan, parts, now)

    house.transact(attempt)


def _step(house: House, uow: UnitOfWork, plan: CallbackPlan, parts: Sequence[Part], now: datetime) -> None:
    people = list(_persons(parts[plan.part](plan.after)))
    tasks, counts = _made(house, uow, plan, people, now)
    for task in tasks:
        uow.callback_tasks.add(planning.queued(task), SYSTEM)
        uow.known.note(task.contact, below(task.case, Room.TASK, task.id))
    step = Step({unit: dict(found) for unit, found in counts.items()}, tuple(tasks))
    is_full = sum(bool(one.served.contact) for one in people) == PERSONS
    part, after = (plan.part, people[-1].served.contact) if is_full else (plan.part + 1, "")
    uow.callback_plans.save(planning.advance(plan, step, part, after, is_done=part >= len(parts)), SYSTEM)


def _persons(people: Iterator[Asked]) -> Iterator[Asked]:
    """Yield the next persons with a number, and with the first of a shard all who left none."""
    taken = 0
    for one in people:
        yield one
        taken += bool(one.served.contact)
        if taken == PERSONS:
            return


def _made(
    house: House, uow: UnitOfWork, plan: CallbackPlan, people: list[Asked], now: datetime
) -> tuple[list[CallbackTask], dict[str, Counter[str]]]:
    rules = house.rating_rules.load(plan.profile)
    contacts = uow.contacts.find_many([one.served.contact for one in people if one.served.contact])
    rated = _rated(uow, contacts.values())
    tasks, counts = list[CallbackTask](), dict[str, Counter[str]]()
    for one in people:
        made = planning.task_of(plan, one, contacts.get(one.served.contact), rated, now, rules)
        if made is None:
            continue
        counted = counts.setdefault(planning.unit_of(plan, one.served), Counter())
        counted["served"] += 1
        if isinstance(made, NotAsked):
            counted[made] += 1
        else:
            counted["planned"] += 1
            tasks.append(made)
    return tasks, counts


def _rated(uow: UnitOfWork, contacts: Iterable[Contact]) -> dict[str, bool]:
    """Return of the invitations by which these persons were asked whether they were answered."""
    refs = [episode.ref for contact in contacts for episode in contact.episodes if episode.mode is Mode.SMS]
    found = uow.invitations.find_many(refs)
    return {ref: one.rating is not None for ref, one in found.items()}
