"""Not one millisecond's grace, and no quote lost or smuggled in while a notice closes (design §3)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.bootstrap import settings
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.entrypoints import events
from chalicelib.gateways.sealing import KmsSealing
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import Clock
from chalicelib.kernel.errors import Conflict
from chalicelib.store.tables import define_tables
from chalicelib.store.transact import Transactor
from chalicelib.store.vault import Vault
from chalicelib.usecases.advance import advance
from chalicelib.usecases.openings.rows import read_opening
from chalicelib.usecases.ports import House
from infra.local.people import DemoPerson, find_person, organisations
from infra.local.runtime import Runtime
from infra.local.visits import json_request
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content
from tests.journeys.steps import Town, uscc
from tests.web.quotes.answers import body

MILLISECOND = timedelta(milliseconds=1)
ONE_QUOTE_TIMES = 200
IN_FLIGHT = 24


class SkewedClock:
    """A process whose clock is wrong by some seconds."""

    def __init__(self, clock: Clock, by: timedelta) -> None:
        self._clock, self._by = clock, by

    def product_now(self) -> datetime:
        return self._clock.product_now() + self._by

    def wall_now(self) -> datetime:
        return self._clock.wall_now()


def skewed(runtime: Runtime, seconds: float) -> House:
    house, config = runtime.house, settings()
    tables = define_tables(config.table_prefix, config.region)
    clock = SkewedClock(runtime.clock, timedelta(seconds=seconds))
    return replace(house, clock=clock, transact=Transactor(tables, clock, Vault(tables, house.sealing)))


@pytest.fixture
def agent(town: Town) -> DemoPerson:
    code = next(org.uscc for org in organisations() if org.kind == "agency")
    town.settle_agency(code)
    found = find_person(Role.AGENCY_AGENT, org=code)
    assert found is not None
    return found


@pytest.fixture
def notice(town: Town) -> Notice:
    town.anchor()
    return town.publish(lowest_content(service_type=SURVEY))


def send(runtime: Runtime, notice: Notice, agent: DemoPerson, key: str = "k") -> Any:
    path = f"/api/v1/sealed/notices/{notice.notice_no}/quote"
    return runtime.post_json(path, body(), as_=agent, key=key)


def test_the_last_millisecond_counts(runtime: Runtime, notice: Notice, agent: DemoPerson) -> None:
    runtime.move_to(publication_of(notice).closes_at - MILLISECOND)

    assert send(runtime, notice, agent).status == 201


@pytest.mark.parametrize("after", [timedelta(0), MILLISECOND, timedelta(seconds=1), timedelta(days=1)])
def test_the_deadline_itself_is_too_late(
    runtime: Runtime, notice: Notice, agent: DemoPerson, after: timedelta
) -> None:
    runtime.move_to(publication_of(notice).closes_at + after)

    answer = send(runtime, notice, agent)

    assert answer.status == 409
    assert answer.json()["type"] == "/problems/registration-closed"
    assert "17:30" in answer.json()["detail"]
    assert runtime.house.opening.quotes(notice.id) is not None
    assert not list(runtime.house.opening.quotes(notice.id))


@pytest.mark.parametrize("slow_by", [0.001, 1, 5, 3600])
def test_a_late_quote_is_refused_even_if_a_clock_is_slow(
    runtime: Runtime, town: Town, notice: Notice, slow_by: float
) -> None:
    town.settle_agency(uscc(1))
    runtime.move_to(publication_of(notice).opens_at + timedelta(seconds=1))
    late = Town(skewed(runtime, -slow_by))

    with pytest.raises(Conflict) as refusal:
        late.quote(uscc(1), notice, 40_000_00)

    assert refusal.value.code in ("registration-closed", "wrong-state")


def test_a_fast_clock_refuses_early_and_says_why(runtime: Runtime, town: Town, notice: Notice) -> None:
    town.settle_agency(uscc(1))
    runtime.move_to(publication_of(notice).closes_at - timedelta(seconds=4))

    with pytest.raises(Conflict) as refusal:
        Town(skewed(runtime, 5)).quote(uscc(1), notice, 40_000_00)

    assert refusal.value.code == "registration-closed"
    assert refusal.value.params["closes_at"] == "2026-03-12T09:30:00.000Z"


@pytest.mark.parametrize("slow_by", [0, 5])
def test_a_quote_that_was_being_sealed_while_the_notice_closed_is_refused(
    runtime: Runtime, town: Town, notice: Notice, slow_by: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.settle_agency(uscc(1))
    runtime.move_to(publication_of(notice).closes_at - MILLISECOND)
    plain: Callable[..., bytes] = KmsSealing.encrypt

    def closing_meanwhile(self: KmsSealing, key: str, *rest: Any) -> bytes:
        if key == "price":
            runtime.move_to(publication_of(notice).opens_at + timedelta(seconds=1))
        return plain(self, key, *rest)

    monkeypatch.setattr(KmsSealing, "encrypt", closing_meanwhile)

    with pytest.raises(Conflict) as refusal:
        Town(skewed(runtime, -slow_by)).quote(uscc(1), notice, 40_000_00)

    assert refusal.value.code == "registration-closed"
    assert refusal.value.params["closes_at"] == "2026-03-12T09:30:00.000Z"
    assert not list(runtime.house.opening.quotes(notice.id))


@pytest.mark.slow
def test_two_hundred_simultaneous_submissions_of_one_quote_are_one_quote(
    runtime: Runtime, notice: Notice, agent: DemoPerson
) -> None:
    path = f"/api/v1/sealed/notices/{notice.notice_no}/quote"
    token = runtime.identity.access_token(agent)
    request = json_request("POST", path, body(), token=token, key="one-key")

    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: runtime.request(request), range(ONE_QUOTE_TIMES)))

    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    (sealed,) = runtime.house.opening.quotes(notice.id)
    chain = list(runtime.house.queries.entries(f"QUOTE#{sealed.id}"))
    assert [entry.type for entry in chain] == ["quote.registered", "quote.sealed"]


@pytest.mark.slow
@pytest.mark.parametrize("closing_skew_seconds", [-5, 0, 5])
def test_every_acknowledged_quote_is_opened_and_every_other_was_clearly_refused(
    runtime: Runtime,
    town: Town,
    notice: Notice,
    closing_skew_seconds: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two dozen agencies quote while the notice closes, all their clocks and the closing worker's wrong."""
    worker = skewed(runtime, closing_skew_seconds)
    monkeypatch.setattr(events, "advance", lambda _house, *due: advance(worker, *due))
    for number in range(IN_FLIGHT):
        town.settle_agency(uscc(number))
    closes_at = publication_of(notice).closes_at
    runtime.move_to(closes_at - timedelta(seconds=6))
    towns = [Town(skewed(runtime, number % 11 - 5)) for number in range(IN_FLIGHT)]

    def quote(number: int) -> str:
        if number == IN_FLIGHT // 3:
            runtime.move_to(closes_at - MILLISECOND)
        if number == IN_FLIGHT // 2:
            runtime.move_to(publication_of(notice).opens_at + timedelta(seconds=1))
        try:
            towns[number].quote(uscc(number), notice, 40_000_00 + number)
        except Conflict as refusal:
            return str(refusal.code)
        return "acknowledged"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(quote, range(IN_FLIGHT)))
    # A slow worker refuses to close before its own clock says so; its message comes again in five minutes.
    for minutes in (6, 7):
        runtime.move_to(publication_of(notice).opens_at + timedelta(minutes=minutes))

    opened = town.house.queries.notice(notice.id).notice
    assert opened.opening is not None
    rows = read_opening(town.house, notice.id, opened.opening.manifest_hash)
    acknowledged = {uscc(number) for number, outcome in enumerate(outcomes) if outcome == "acknowledged"}
    assert {row.uscc for row in rows} == acknowledged
    assert set(outcomes) == {"acknowledged", "registration-closed"}
