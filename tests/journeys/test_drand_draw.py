"""A draw by the second kind of beacon, up to a record that proves itself (docs/rules.md §3.2)."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from chalicelib.gateways.drand import DrandRounds
from chalicelib.gateways.http import HttpAnswer, HttpCall
from chalicelib.kernel.errors import Conflict, Unavailable
from chalicelib.usecases.ports import House
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content, proposal_content, rules
from tests.journeys.steps import Town, uscc
from tests.unit.selection.test_drand import RANDOMNESS, RECORDED


class Drand:
    """A network on which the recorded signature stands for every round; silent on request."""

    is_silent = False

    def send(self, call: HttpCall) -> HttpAnswer:
        if self.is_silent:
            raise Unavailable
        number = int(call.url.rsplit("/", 1)[1])
        return HttpAnswer(200, json.dumps({**RECORDED, "round": number}).encode())


class DrandProfile:
    """The shipped profile with drand as its beacon."""

    def load(self, _name: str | None = None) -> MarketRules:
        return replace(rules(), beacon=replace(rules().beacon, kind="drand"))


def put(house: House, **ports: Any) -> None:
    for name, port in ports.items():
        object.__setattr__(house, name, port)


@pytest.fixture
def drand(runtime: Runtime) -> Iterator[Drand]:
    house, network = runtime.house, Drand()
    before = {"rules": house.rules, "rounds": house.rounds}
    put(house, rules=DrandProfile(), rounds=DrandRounds("https://api.drand.sh", network))
    yield network
    put(house, **before)


def closed(town: Town, runtime: Runtime) -> Notice:
    for number in range(3):
        town.settle_agency(uscc(number))
    notice = town.publish(make_content(service_type=SURVEY))
    for number in range(3):
        town.quote(uscc(number), notice, 48_500_00)
    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    return town.house.queries.notice(notice.id).notice


def test_the_round_named_at_publication_draws_as_soon_as_it_exists(
    town: Town, runtime: Runtime, drand: Drand
) -> None:
    notice = closed(town, runtime)
    beacon = publication_of(notice).beacon
    assert (beacon.kind, publication_of(notice).chain) == ("drand", None)
    assert notice.state is NoticeState.SELECTING
    assert notice.pool is not None
    assert notice.pool.draws_from > publication_of(notice).closes_at

    runtime.move_to(notice.pool.draws_from + timedelta(seconds=1))

    record = town.house.queries.draw(notice.notice_no or "")[1]
    assert record["beacon"] == {
        "kind": "drand", "commitment": None, "round": beacon.round, "value": RANDOMNESS,
    }  # fmt: skip
    assert verify(record).status is Verdict.RIGHT
    assert town.house.queries.notice(notice.id).notice.state is NoticeState.PUBLICITY
    assert f"/public/{beacon.round}" in runtime.get(f"/draws/{notice.notice_no}").text


def test_without_an_address_no_notice_of_that_kind_is_published(
    town: Town, runtime: Runtime, drand: Drand
) -> None:
    put(runtime.house, rounds=DrandRounds(""))

    with pytest.raises(Conflict, match="beacon-not-offered"):
        town.publish(make_content(service_type=SURVEY))


def test_proposals_always_wait_for_the_supervisors_value(town: Town, drand: Drand) -> None:
    town.anchor()

    notice = town.publish(proposal_content(service_type=SURVEY))

    assert publication_of(notice).beacon.kind == "two-party"


def test_a_round_that_cannot_be_fetched_is_asked_for_again_and_then_fails_the_notice_publicly(
    town: Town, runtime: Runtime, drand: Drand
) -> None:
    notice = closed(town, runtime)
    assert notice.pool is not None
    drand.is_silent = True

    runtime.move_to(notice.pool.draws_from + timedelta(seconds=1))
    assert town.house.queries.notice(notice.id).notice.state is NoticeState.SELECTING
    runtime.move_to(notice.pool.timeout_at + timedelta(seconds=1))

    failed = town.house.queries.notice(notice.id).notice
    assert failed.ending is not None
    assert failed.ending.code == "BEACON_TIMEOUT"
