"""Fifty agents and one campaign: no task twice, few calls, nothing lost when an agent vanishes (ADR 0090)."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.callbacks.calling import keep_draft
from chalicelib.domain.satisfaction.callbacks.plan import SHARDS
from chalicelib.domain.satisfaction.callbacks.states import TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask, task_id
from chalicelib.domain.satisfaction.contacts.contact import Contact, opt_out
from chalicelib.gateways.profiles import ShippedRatingProfiles
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.store.callbacks import ReadyTasks
from chalicelib.usecases.callbacks.claim_next import CALLS_MAX, Found, claim_next
from chalicelib.usecases.ports import House
from tests.factories.callbacks import CALENDAR, CALL_CENTRE, MONDAY, OF_THE_UNIT, UNIT, a_task
from tests.store.shop import Shop, at_once, insist
from tests.store.weather import Weather

CAMPAIGN = "ca_1"
AGENTS = [Actor(f"agent-{n}", CALL_CENTRE, frozenset({Role.CALLBACK_AGENT})) for n in range(50)]


@pytest.fixture
def house(shop: Shop) -> House:
    shop.clock.now = MONDAY
    made = SimpleNamespace(
        clock=shop.clock,
        transact=shop.transact,
        ready_tasks=ReadyTasks(shop.tables),
        rating_rules=ShippedRatingProfiles("SD-WF"),
        calendar=CALENDAR,
    )
    return cast(House, made)


def fill(house: House, count: int, **given: Any) -> list[CallbackTask]:
    tasks = [
        a_task(id=task_id(CAMPAIGN, f"mac-{n}"), contact=f"mac-{n}", shard=n % SHARDS, **given)
        for n in range(count)
    ]
    for task in tasks:
        decision = Decision(task, Event("callback-task.queued", {}))
        insist(
            lambda decision=decision: house.transact(lambda uow, _: uow.callback_tasks.add(decision, SYSTEM))
        )  # type: ignore[misc]
    return tasks


def stored(house: House, identifier: str) -> CallbackTask:
    return insist(lambda: house.transact(lambda uow, _: uow.callback_tasks.load(identifier)))


def test_of_fifty_agents_who_ask_at_once_each_has_a_task_of_their_own_or_none(
    house: House, storm: Weather
) -> None:
    fill(house, 60)

    with storm.blowing():
        found = at_once(
            lambda agent=agent: insist(lambda: claim_next(house, agent, CAMPAIGN)) for agent in AGENTS
        )  # type: ignore[misc]

    assert all(isinstance(one, Found) for one in found)
    given = [one.task for one in found if isinstance(one, Found) and one.task]
    assert max(Counter(given).values()) == 1
    assert len(given) > len(AGENTS) // 2
    for name in given:
        assert stored(house, name).state is TaskState.ASSIGNED


def test_a_claim_takes_three_calls_and_asking_again_gives_the_task_that_is_held(house: House) -> None:
    fill(house, 60)

    first = insist(lambda: claim_next(house, AGENTS[0], CAMPAIGN))
    second = insist(lambda: claim_next(house, AGENTS[0], CAMPAIGN))

    assert first.task
    assert second.task == first.task
    assert max(first.calls, second.calls) <= CALLS_MAX


def test_an_agent_who_vanishes_leaves_the_task_with_what_was_entered_to_the_next_one(house: House) -> None:
    fill(house, 1)
    shard = stored(house, task_id(CAMPAIGN, "mac-0")).shard
    name = insist(lambda: claim_next(house, AGENTS[0], CAMPAIGN, shard)).task or ""
    insist(
        lambda: house.transact(
            lambda uow, now: uow.callback_tasks.save(
                keep_draft(uow.callback_tasks.load(name), "DRAFT#1", AGENTS[0], now), AGENTS[0]
            )
        )
    )

    early = insist(lambda: claim_next(house, AGENTS[1], CAMPAIGN, shard))
    house.clock.now += timedelta(minutes=30)  # type: ignore[attr-defined]
    late = insist(lambda: claim_next(house, AGENTS[1], CAMPAIGN, shard))

    assert early.task is None
    assert late.task == name
    after = stored(house, name)
    assert after.lease
    assert after.lease.agent == "agent-1"
    assert after.draft_ref == "DRAFT#1"


def test_nobody_is_given_a_person_of_the_own_unit(house: House) -> None:
    fill(house, SHARDS, units=(UNIT,))

    assert insist(lambda: claim_next(house, OF_THE_UNIT, CAMPAIGN)).task is None


def test_a_person_who_opted_out_after_the_plan_is_not_called(house: House) -> None:
    fill(house, 1)
    name = task_id(CAMPAIGN, "mac-0")
    contact = Contact("mac-0")
    gone = opt_out(contact, MONDAY, "reply")
    assert gone is not None
    insist(lambda: house.transact(lambda uow, _: uow.contacts.add(gone, SYSTEM)))

    found = insist(lambda: claim_next(house, AGENTS[0], CAMPAIGN, 0))

    assert found.task is None
    task = stored(house, name)
    assert (task.state, task.reason) == (TaskState.SUPPRESSED, "OPTED_OUT")


def test_an_appointment_that_is_due_comes_before_everything_else(house: House) -> None:
    tasks = fill(house, SHARDS * 4)
    promised = replace(tasks[-1], state=TaskState.RETRY, appointment_at=MONDAY, next_at=MONDAY, shard=3)
    decision = Decision(promised, Event("callback-task.queued", {}))

    def attempt(uow: Any, _now: Any) -> None:
        uow.callback_tasks.load(promised.id)
        uow.callback_tasks.save(decision, SYSTEM)

    insist(lambda: house.transact(attempt))

    assert insist(lambda: claim_next(house, AGENTS[0], CAMPAIGN, 3)).task == promised.id
