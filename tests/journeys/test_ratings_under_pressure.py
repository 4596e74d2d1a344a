"""Ratings under pressure: one answer of two hundred, at most one text whatever fails, and nothing told."""

import itertools
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.domain.satisfaction.order_texts.order_text import schedule
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.texting import slot_from
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM, Role
from chalicelib.kernel.errors import DomainError, Unavailable
from chalicelib.kernel.ids import new_id
from chalicelib.store.writes import ConcurrentChangeError
from chalicelib.usecases.invitations import advance_invitation as sending
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.text_ports import OutgoingText, TextFate, TextNotTakenError, TextRefusedError
from chalicelib.usecases.work_orders.order_texts import advance_order_text
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.web.ratings.conftest import PHONE, Hall, person_of
from tests.web.ratings.dumps import dump, items
from tests.web.ratings.order_desk import rated_badly

AT_ONCE = 200


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@pytest.fixture
def hall(started: Runtime) -> Hall:
    started.reset(MONDAY)
    return Hall(started, person_of(Role.CENTRE_SUPERVISOR))


def test_two_hundred_answers_at_once_are_one_rating_and_one_order(hall: Hall) -> None:
    hall.serve()
    link, together = hall.link(), threading.Barrier(20)

    def answer(number: int) -> int:
        if number < 20:
            together.wait()
        return hall.runtime.visit().post_form(link, {"level": str(1 + number % 2)}).status

    with ThreadPoolExecutor(20) as pool:
        statuses = list(pool.map(answer, range(AT_ONCE)))
    hall.runtime.drain()

    kept = items(hall, "satisfaction")
    names = [one["pk"].split("#", 1)[1] for one in kept if one["kind"] == "invitation"]
    found = [hall.runtime.house.invitations.find(name) for name in names]
    assert sum(one is not None and one.rating is not None for one in found) == 1
    assert sum(one["kind"] == "order" for one in kept) == 1
    assert set(statuses) <= {303, 409}


class Line:
    """A provider that has what it took, whatever the caller was told."""

    is_connected = True

    def __init__(self, trouble: str, *, can_be_asked: bool) -> None:
        self.taken: list[OutgoingText] = []
        self._trouble, self._can_be_asked = trouble, can_be_asked

    def send(self, text: OutgoingText) -> str:
        trouble, self._trouble = self._trouble, ""
        if trouble == "refused":
            raise TextRefusedError("no-such-number")
        if trouble == "not-taken":
            raise TextNotTakenError("busy")
        if trouble == "lost-before":
            raise Unavailable
        self.taken.append(text)
        if trouble == "lost-after":
            raise Unavailable
        return "provider-1"

    def fate(self, name: str, _phone: str, _since: datetime) -> TextFate:
        if not self._can_be_asked:
            return TextFate.UNKNOWN
        has_it = any(text.name == name for text in self.taken)
        return TextFate.TAKEN if has_it else TextFate.NOT_THERE


TROUBLES = ("none", "refused", "not-taken", "lost-before", "lost-after")
MOMENTS = ("none", "before-the-claim", "after-the-claim", "before-the-note", "after-the-note", "twice")


@pytest.mark.parametrize("can_be_asked", [True, False])
@pytest.mark.parametrize(("trouble", "moment"), list(itertools.product(TROUBLES, MOMENTS)))
def test_whatever_fails_whenever_nobody_gets_the_same_text_twice(
    hall: Hall, trouble: str, moment: str, can_be_asked: bool
) -> None:
    line = Line(trouble, can_be_asked=can_be_asked)
    hall.runtime.post_json("/api/v1/cases", hall.case(), as_=hall.centre)
    (place,) = [one for one in items(hall, "satisfaction") if one["kind"] == "invitation"]
    name = place["pk"].split("#", 1)[1]
    house = hall.runtime.house
    own = house.texts
    object.__setattr__(house, "texts", line)
    try:
        with breaking(house, moment):
            for _ in range(3 if moment == "twice" else 1):
                attempt(lambda: sending.advance_invitation(house, name))
        for minutes in (11, 40, 250, 300):
            hall.runtime.advance(timedelta(minutes=minutes))
            attempt(lambda: sending.advance_invitation(house, name))
    finally:
        object.__setattr__(house, "texts", own)

    assert len(line.taken) <= 1
    if trouble in ("none", "not-taken") and moment == "none":
        assert len(line.taken) == 1


def test_whatever_fails_whenever_nobody_gets_a_text_about_an_order_twice(hall: Hall) -> None:
    desk, house = rated_badly(hall, may_contact="true"), hall.runtime.house
    order = house.orders.find(desk.order_id)
    assert order
    own, twice, never = house.texts, [], []
    for case in itertools.product(TROUBLES, MOMENTS, (True, False)):
        trouble, moment, can_be_asked = case
        name = f"{order.id}.{new_id('again', hall.runtime.now())}"
        line = Line(trouble, can_be_asked=can_be_asked)
        schedule_again(house, order, name)
        object.__setattr__(house, "texts", line)
        try:
            with breaking(house, moment):
                for _ in range(3 if moment == "twice" else 1):
                    attempt(lambda name=name: advance_order_text(house, name))
            for minutes in (11, 40, 250, 300):
                hall.runtime.clock.reach(hall.runtime.now() + timedelta(minutes=minutes))
                attempt(lambda name=name: advance_order_text(house, name))
        finally:
            object.__setattr__(house, "texts", own)
        hall.runtime.clock.reach(slot_from(hall.runtime.now(), house.rating_rules.load()))
        twice += [case] if len(line.taken) > 1 else []
        never += [case] if trouble == "none" and moment == "none" and not line.taken else []

    assert (twice, never) == ([], [])


def schedule_again(house: House, order: WorkOrder, name: str) -> None:
    """Have one more receipt of an order wait, under a name of its own."""

    def add(uow: UnitOfWork, now: datetime) -> None:
        decision = schedule(order, TextKind.RECEIPT, now, now, house.rating_rules.load(order.profile))
        uow.order_texts.add(decision.with_state(replace(decision.state, id=name)), SYSTEM)

    house.transact(add)


def attempt(do: Callable[[], None]) -> None:
    """Do what a worker does, whose message comes again after a failure."""
    with suppress(DomainError, ConcurrentChangeError, BrokenError):
        do()


class BrokenError(Exception):
    """The process ended here."""


class breaking:  # noqa: N801  reads as a statement
    """End the process before or after one of the two transactions of a sending."""

    def __init__(self, house: Any, moment: str) -> None:
        self._house, self._moment = house, moment
        self._transact = house.transact
        self._calls = 0

    def __enter__(self) -> None:
        object.__setattr__(self._house, "transact", self._run)

    def __exit__(self, *_: object) -> None:
        object.__setattr__(self._house, "transact", self._transact)

    def _run(self, *given: Any, **named: Any) -> Any:
        self._calls += 1
        which = {1: "the-claim", 2: "the-note"}.get(self._calls, "")
        if self._moment == f"before-{which}":
            raise BrokenError
        result = self._transact(*given, **named)
        if self._moment == f"after-{which}":
            raise BrokenError
        return result


def test_no_table_stream_or_log_holds_a_telephone_a_name_or_a_token(
    hall: Hall, caplog: pytest.LogCaptureFixture
) -> None:
    hall.serve()
    link = hall.link()
    hall.runtime.get(link)
    hall.answer(link, level="1", text="等了两周没人管")
    hall.runtime.advance(timedelta(hours=1))

    secrets = (PHONE, "王小明", link.rsplit("/", 1)[1], "等了两周没人管")
    tables = dump(hall)
    log = json.dumps([str(vars(one)) for one in caplog.records], ensure_ascii=False)
    found = [(name, one) for one in secrets for name, text in tables.items() if one in text]
    assert found == []
    assert [one for one in secrets if one in log] == []
