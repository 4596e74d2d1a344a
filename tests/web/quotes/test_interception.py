"""A list entry that lands between any two steps of a purchase stops the next one (docs/rules.md §2.6)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.conduct.facts import MeasureKind
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from tests.factories.conduct import put_on_list
from tests.web.quotes.answers import body
from tests.web.quotes.conftest import Market

INTERCEPTING = [MeasureKind.SUSPENSION, MeasureKind.REMOVAL, MeasureKind.BLACKLIST]
VICTIM = 1
"""The agent whose quote wins if nothing happens."""


def registered(market: Market) -> int:
    sent = body(1)
    entry = {name: sent[name] for name in ("contact", "declaration")}
    path = f"/api/v1/sealed/notices/{market.number}/registration"
    return market.runtime.post_json(path, entry, as_=market.agents[VICTIM]).status


def quoted(market: Market) -> int:
    path = f"/api/v1/sealed/notices/{market.number}/quote"
    for agent, yuan in ((0, 42_000), (2, 41_000)):
        sent = market.runtime.post_json(path, body(yuan * 100), as_=market.agents[agent], key="q")
        assert sent.status == 201
    return market.runtime.post_json(path, body(40_000_00), as_=market.agents[VICTIM], key="q").status


def opened(market: Market) -> str:
    market.runtime.move_to(publication_of(market.notice).closes_at + timedelta(seconds=3))
    return winner(market)


def awarded(market: Market) -> str:
    publicity = current(market).publicity
    assert publicity is not None
    market.runtime.move_to(publicity.ends_at + timedelta(seconds=1))
    return winner(market)


def accepted(market: Market) -> int:
    path = f"/api/v1/agency/awards/{market.number}/acceptance"
    return market.runtime.post_json(path, {}, as_=market.agents[VICTIM]).status


def current(market: Market) -> Notice:
    return market.runtime.house.queries.notice(market.notice.id).notice


def winner(market: Market) -> str:
    selection = current(market).selection
    return "nobody" if selection is None else selection.winner.uscc


STEPS: tuple[Callable[[Market], object], ...] = (registered, quoted, opened, awarded, accepted)


def succeeded(market: Market, answer: object) -> bool:
    return answer in {200, 201} if isinstance(answer, int) else answer == market.agents[VICTIM].org.uscc


@pytest.mark.parametrize("kind", INTERCEPTING)
@pytest.mark.parametrize("landing", range(len(STEPS)))
def test_an_entry_that_lands_before_a_step_stops_it(market: Market, landing: int, kind: MeasureKind) -> None:
    for step in STEPS[:landing]:
        assert succeeded(market, step(market)), step.__name__

    put_on_list(market.runtime.house, market.agents[VICTIM].org.uscc, kind)

    assert not succeeded(market, STEPS[landing](market)), STEPS[landing].__name__


def test_without_an_entry_every_step_succeeds(market: Market) -> None:
    assert all(succeeded(market, step(market)) for step in STEPS)


def test_an_entry_that_has_ended_stops_nothing(market: Market) -> None:
    put_on_list(market.runtime.house, market.agents[VICTIM].org.uscc, days=1)
    assert registered(market) == 409

    market.runtime.move_to(market.runtime.now() + timedelta(days=1))

    assert registered(market) == 201


def test_the_self_check_says_why_in_words_with_number_and_end(market: Market) -> None:
    put_on_list(market.runtime.house, market.agents[VICTIM].org.uscc, MeasureKind.SUSPENSION, days=31)

    page = market.runtime.get(market.page, as_=market.agents[VICTIM]).text
    gates = market.runtime.get_json(
        f"/api/v1/sealed/notices/{market.number}/self-check", as_=market.agents[VICTIM]
    ).json()

    assert "暂停参加采购（列入严重失信名单），决定文号 潍失信〔2026〕3号，到 2026年4月" in page
    assert gates["may_enter"] is False
    (told,) = [gate for gate in gates["gates"] if gate["code"] == "not-intercepted"]
    assert told["params"]["reason"] == "suspension"


def test_an_agency_of_grade_d_may_not_register_but_goes_on_with_what_it_has(market: Market) -> None:
    house, uscc = market.runtime.house, market.agents[VICTIM].org.uscc
    lapses = market.runtime.now() + timedelta(days=700)
    grade_d = {"measures": (), "points": 50, "points_end_at": lapses}
    put_on_list(house, market.agents[0].org.uscc, **grade_d)
    path = f"/api/v1/sealed/notices/{market.number}/quote"

    refused = market.runtime.post_json(path, body(42_000_00), as_=market.agents[0])
    assert refused.status == 409
    assert refused.json()["reason"] == "grade"
    assert registered(market) == 201
    put_on_list(house, uscc, **grade_d)
    assert market.runtime.post_json(path, body(40_000_00), as_=market.agents[VICTIM], key="q").status == 201
