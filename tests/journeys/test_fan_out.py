"""Many texts on the real tables, with processes that end at every moment, and the line all workers share."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.domain.satisfaction.cases.served_case import Source
from chalicelib.domain.satisfaction.invitations.states import InvitationState
from chalicelib.entrypoints import events
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import DomainError, Unavailable
from chalicelib.store.pacing import SharedPace
from chalicelib.store.tables import define_tables
from chalicelib.usecases.cases.take_in_case import take_in_case
from chalicelib.usecases.invitations.advance_invitation import advance_invitation
from chalicelib.usecases.invitations.links import id_of, token_of
from chalicelib.usecases.invitations.plan_invitation import plan_invitation
from chalicelib.usecases.ports import House
from chalicelib.usecases.text_ports import OutgoingText, TextFate, TextNotTakenError
from chalicelib.web.schema_files import load_schema
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY

TEXTS = 40


class EndedError(Exception):
    """The process ended here."""


class Provider:
    """A provider that has what it took, whatever the caller was told."""

    is_connected = True

    def __init__(self, random: Random) -> None:
        self.taken: Counter[str] = Counter()
        self._names: set[str] = set()
        self._random = random

    def send(self, text: OutgoingText) -> str:
        trouble = self._random.choice(("", "", "", "busy", "lost-before", "lost-after", "ended"))
        if trouble == "busy":
            raise TextNotTakenError("busy")
        if trouble == "lost-before":
            raise Unavailable
        self.taken[text.phone] += 1
        self._names.add(text.name)
        if trouble == "lost-after":
            raise Unavailable
        if trouble == "ended":
            raise EndedError
        return "ref"

    def fate(self, name: str, _phone: str, _since: datetime) -> TextFate:
        return TextFate.TAKEN if name in self._names else TextFate.NOT_THERE


@pytest.fixture(scope="module")
def runtime(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as started:
        yield started


def invited(house: House, number: int) -> str:
    """Have somebody served and their invitation planned; return it."""
    sample = load_schema("take-in-case")["examples"][0]
    body = {**sample, "project_no": f"370700-F-{number}", "phone": f"138{number:08d}"}
    case = take_in_case(house, SYSTEM, body, Source.API).id
    plan_invitation(house, case)
    return id_of(token_of(house, case))


def mortal(house: House, provider: Provider, random: Random) -> House:
    """Return the house of a process that ends now and then before or after a transaction."""

    def transact(attempt: Callable[..., Any], **named: Any) -> Any:
        end = random.choice(("", "", "", "", "before", "after"))
        if end == "before":
            raise EndedError
        result = house.transact(attempt, **named)
        if end == "after":
            raise EndedError
        return result

    return replace(house, transact=transact, texts=provider)


def test_whenever_processes_end_everybody_gets_at_most_one_text_and_in_the_end_one(runtime: Runtime) -> None:
    random = Random(5)
    provider = Provider(random)
    house = runtime.house
    names = [invited(house, number) for number in range(TEXTS)]

    for minutes in (0, 1, 11, 31, 12, 241, 12, 241, 12, 1):
        runtime.clock.reach(runtime.now() + timedelta(minutes=minutes))
        for name in names:
            with suppress(DomainError, EndedError):
                advance_invitation(mortal(house, provider, random), name)

    assert max(provider.taken.values()) == 1
    states = [found.state for name in names if (found := house.invitations.find(name))]
    texts = [provider.taken[f"138{number:08d}"] for number in range(TEXTS)]
    assert [
        n for state, n in zip(states, texts, strict=True) if state is InvitationState.SENT and n != 1
    ] == []
    assert sum(texts) > TEXTS * 0.8


def test_a_text_without_a_place_in_this_minute_is_left_for_the_next_and_not_claimed(runtime: Runtime) -> None:
    provider = Provider(Random(1))
    house = replace(runtime.house, texts=provider, pace=SimpleNamespace(wait=lambda _: False))
    name = invited(house, 900)

    advance_invitation(house, name)

    held = house.invitations.find(name)
    assert held is not None
    assert held.state is InvitationState.SCHEDULED
    assert held.not_before == runtime.now() + timedelta(minutes=1)
    assert not provider.taken


def test_the_timer_enqueues_a_minutes_worth_of_texts_and_all_other_work(runtime: Runtime) -> None:
    sent: list[Any] = []
    queues = SimpleNamespace(send=lambda queue, *_: sent.append(queue))
    one_a_minute = SimpleNamespace(load=lambda: SimpleNamespace(text=SimpleNamespace(per_minute=1)))
    runtime.clock.reach(runtime.now() + timedelta(minutes=2))

    events.enqueue_due(replace(runtime.house, queues=queues, rating_rules=one_a_minute))

    assert sent.count("invitations") == 1


def test_workers_side_by_side_take_places_at_the_pace_and_none_twice(runtime: Runtime) -> None:
    config = bootstrap.settings()
    tables = define_tables(config.table_prefix, config.region)
    now = datetime(2026, 3, 9, 2, tzinfo=UTC)
    places: list[float] = []
    pace = SharedPace(tables, lambda: now, places.append)

    def work() -> None:
        for _ in range(4):
            pace.wait(600)

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    waits = sorted(round(place, 1) for place in places)
    assert waits == [round(number / 10, 1) for number in range(len(waits))]
    assert len(waits) >= 8


def test_a_place_that_is_too_far_ahead_is_not_waited_for(runtime: Runtime) -> None:
    config = bootstrap.settings()
    tables = define_tables(config.table_prefix, config.region)
    later = datetime(2026, 3, 9, 3, tzinfo=UTC)
    waits: list[float] = []
    pace = SharedPace(tables, lambda: later, waits.append)

    taken = [pace.wait(60) for _ in range(5)]

    assert taken == [True, True, True, False, False]
    assert waits == [0, 1, 2]
