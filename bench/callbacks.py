"""What a month of callbacks costs: planning a person, the next task among a hundred thousand, the board."""

import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import islice

from bench.crowd import PEOPLE, UNITS, Crowd
from bench.figures import Figure
from bench.stage import Stage
from chalicelib import bootstrap
from chalicelib.domain.ledger import Head
from chalicelib.domain.satisfaction.callbacks.board import LIST
from chalicelib.domain.satisfaction.callbacks.plan import SHARDS as TASK_SHARDS
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.campaigns.frame import Person
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.store import aggregates
from chalicelib.store.tables import define_tables
from chalicelib.usecases.callbacks.claim_next import claim_next
from chalicelib.usecases.callbacks.plan_tasks import PERSONS, plan_tasks
from chalicelib.usecases.ports import House
from infra.local.capacity import meter
from tests.factories.callback_campaigns import CAMPAIGN, begin_campaign
from tests.factories.callbacks import CALL_CENTRE, a_task

TASKS, AGENTS, SAMPLE = 100_000, 50, 1_000
STEPS = 12
"""Steps that are metered; the others of a month are like them."""


def measure(stage: Stage) -> list[Figure]:
    """Plan from a hundred thousand persons, claim among as many tasks, read a board of sixty units."""
    drawn = [
        Person(one.contact, one.cases[0].case, one.cases[0].unit, one.cases[0].hall)
        for one in islice(Crowd().people((), 0), SAMPLE)
    ]
    census, sample = _planning(stage, f"callback_planning@{PEOPLE}"), f"sampled_callback_planning@{SAMPLE}"
    return [census, _planning(stage, sample, drawn), _claiming(stage), _board(stage)]


def _planning(stage: Stage, name: str, sample: Sequence[Person] = ()) -> Figure:
    house = _house(stage, with_crowd=True, sample=sample)
    tracemalloc.start()
    with meter(this_thread_only=True) as usage:
        for _ in range(STEPS):
            plan_tasks(house, CAMPAIGN)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    apart = {"wcu_per_person": usage.wcu / (STEPS * PERSONS), "peak_megabytes": peak / 1_000_000}
    return Figure(name, calls=usage.calls, wcu=usage.wcu, apart=apart)


def _house(stage: Stage, *, with_crowd: bool = False, sample: Sequence[Person] = ()) -> House:
    """Return the house with a campaign whose plan has begun and made nothing yet."""
    stage.new_town()
    begin_campaign(stage.runtime, makes_tasks=not with_crowd, sample=sample)
    if not with_crowd:
        return stage.runtime.house
    return replace(stage.runtime.house, population=Crowd())


def _claiming(stage: Stage) -> Figure:
    house = _house(stage)
    _fill(house)
    agents = [Actor(f"agent-{n}", CALL_CENTRE, frozenset({Role.CALLBACK_AGENT})) for n in range(AGENTS)]
    calls, given = [], []
    for agent in agents * 2:
        with meter(this_thread_only=True) as usage:
            found = claim_next(house, agent, CAMPAIGN)
        calls.append(usage.calls)
        given.append(found.task)
        if found.task:
            house.transact(lambda uow, _now, person=agent.person: uow.let_task_go(person))
    apart = {
        "calls_95": float(sorted(calls)[int(len(calls) * 0.95) - 1]),
        "calls_most": float(max(calls)),
        "twice": float(len(given) - len(set(given))),
    }
    return Figure(f"next_callback@{TASKS}", apart=apart)


def _fill(house: House) -> None:
    """Put the tasks in as a plan leaves them."""
    settings = bootstrap.settings()
    model = define_tables(settings.table_prefix, settings.region).satisfaction
    until_at = house.clock.product_now() + timedelta(days=14)
    with model.batch_write() as batch:
        for number in range(TASKS):
            batch.save(aggregates.to_item(model, aggregates.CALLBACK_TASK, *_task(number, until_at)))


def _task(number: int, until_at: object) -> tuple[str, CallbackTask, int, Head, str]:
    name = f"cb_{sha256_hex(str(number))[:26]}"
    task = a_task(
        id=name,
        campaign=CAMPAIGN,
        contact=f"{number:032x}",
        units=(f"11370700DEM{number % UNITS:07d}",),
        shard=number % TASK_SHARDS,
        until_at=until_at,
    )
    return name, task, 1, Head(), aggregates.text_of(aggregates.CALLBACK_TASK, task)


def _board(stage: Stage) -> Figure:
    house = _house(stage, with_crowd=True)
    for _ in range(STEPS):
        plan_tasks(house, CAMPAIGN)
    stage.runtime.drain()
    with meter(this_thread_only=True) as usage:
        house.lists.figures(LIST, CAMPAIGN)
    return Figure(f"callback_board@{UNITS}", calls=usage.calls, rcu=usage.rcu)
