"""What follows elsewhere by itself: first places pass on, points are deducted (docs/rules.md §2.6)."""

from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.conduct.automatic import Fact
from chalicelib.domain.marketplace.conduct.facts import MeasureKind
from chalicelib.domain.marketplace.credit import credit_at
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.awards.answer_award import abandon_award, accept_award
from chalicelib.usecases.conduct.deduct_points import deduct_points
from infra.local.people import find_person
from tests.factories.agencies import market_rules
from tests.factories.conduct import put_on_list
from tests.web.quotes.answers import body, registration
from tests.web.quotes.conftest import Market

SUPERVISOR = find_person(Role.SUPERVISOR)
REASON = "项目负责人调离，无法按期履约。"
WINNER, NEXT = 1, 2


def actor(market: Market, agent: int) -> Actor:
    person = market.agents[agent]
    return Actor(person.subject, person.org.uscc, frozenset(person.roles))


def current(market: Market) -> Notice:
    return market.runtime.house.queries.notice(market.notice.id).notice


def points(market: Market, agent: int) -> int:
    agency = market.runtime.house.queries.agency(market.agents[agent].org.uscc, consistent=True).agency
    return credit_at(agency, market.runtime.now(), market_rules().conduct).points


def cases(market: Market) -> list[dict[str, object]]:
    market.runtime.drain()
    items: list[dict[str, object]] = market.runtime.get_json("/api/v1/violations", as_=SUPERVISOR).json()[
        "items"
    ]
    return items


def brought_to(market: Market, state: NoticeState) -> None:
    for agent, yuan in enumerate((42_000, 40_000, 41_000)):
        path = f"/api/v1/sealed/notices/{market.number}/quote"
        sent = market.runtime.post_json(path, body(yuan * 100), as_=market.agents[agent], key="q")
        assert sent.status == 201
    market.runtime.move_to(publication_of(market.notice).closes_at + timedelta(seconds=3))
    if state is NoticeState.PUBLICITY:
        return
    publicity = current(market).publicity
    assert publicity is not None
    market.runtime.move_to(publicity.ends_at + timedelta(seconds=1))
    if state is NoticeState.CONTRACTING:
        accept_award(market.runtime.house, actor(market, WINNER), market.notice.id)
        market.runtime.drain()


@pytest.mark.parametrize("state", [NoticeState.PUBLICITY, NoticeState.AWARDED, NoticeState.CONTRACTING])
@pytest.mark.parametrize("kind", [MeasureKind.REMOVAL, MeasureKind.SUSPENSION, MeasureKind.BLACKLIST])
def test_an_interception_passes_the_first_place_on_by_itself(
    market: Market, state: NoticeState, kind: MeasureKind
) -> None:
    brought_to(market, state)
    assert current(market).state is state

    put_on_list(market.runtime.house, market.agents[WINNER].org.uscc, kind)
    market.runtime.drain()

    notice = current(market)
    assert notice.state is NoticeState.PUBLICITY
    assert notice.selection is not None
    assert notice.selection.winner.uscc == market.agents[NEXT].org.uscc
    assert [left.code for left in notice.dropouts] == ["intercepted"]
    assert "you-are-selected" in [
        letter.code for letter in market.runtime.outbox.letters(f"org:{market.agents[NEXT].org.uscc}")
    ]
    assert points(market, WINNER) == 0, "whoever was put out did not give up"


def test_giving_up_an_award_costs_ten_points_and_brings_the_suspension_before_the_department(
    market: Market,
) -> None:
    brought_to(market, NoticeState.AWARDED)

    abandon_award(market.runtime.house, actor(market, WINNER), market.notice.id, REASON)
    found = {(case["basis"], case["state"]) for case in cases(market)}

    assert points(market, WINNER) == 10
    assert found == {("abandoned", "IN_FORCE"), ("abandoned", "REPORTED")}
    told = [letter.code for letter in market.runtime.outbox.letters(f"org:{market.agents[WINNER].org.uscc}")]
    assert "points-deducted" in told


def test_silence_until_the_award_lapses_is_giving_it_up(market: Market) -> None:
    brought_to(market, NoticeState.AWARDED)
    award = current(market).award
    assert award is not None

    market.runtime.move_to(award.lapses_at + timedelta(seconds=1))

    assert points(market, WINNER) == 10


def test_the_same_fact_twice_is_deducted_once(market: Market) -> None:
    fact = Fact(market.agents[WINNER].org.uscc, "unsigned")

    for _ in range(3):
        deduct_points(market.runtime.house, market.notice.id, fact)

    assert points(market, WINNER) == 5
    assert len(cases(market)) == 2


def test_late_delivery_counts_three_for_each_tenth(market: Market) -> None:
    deduct_points(
        market.runtime.house, market.notice.id, Fact(market.agents[WINNER].org.uscc, "late-delivery", 2)
    )

    assert points(market, WINNER) == 6
    assert [case["state"] for case in cases(market)] == ["IN_FORCE"]


def test_whoever_registers_and_stays_away_loses_two_points_and_whoever_cancels_none(market: Market) -> None:
    path = f"/api/v1/sealed/notices/{market.number}"
    for agent in (0, 1, 2):
        sent = market.runtime.post_json(f"{path}/registration", registration(), as_=market.agents[agent])
        assert sent.status == 201
    market.runtime.post_json(f"{path}/cancellation", {"confirmed": True}, as_=market.agents[0])
    put_on_list(market.runtime.house, market.agents[2].org.uscc, MeasureKind.SUSPENSION)

    market.runtime.move_to(publication_of(market.notice).closes_at + timedelta(seconds=3))

    assert [points(market, agent) for agent in (0, 1, 2)] == [0, 2, 0]
    assert [case["state"] for case in cases(market)] == ["IN_FORCE"]


def test_the_third_absence_in_twelve_months_goes_to_the_department(market: Market) -> None:
    house, uscc = market.runtime.house, market.agents[WINNER].org.uscc
    for number in (1, 2):
        put_on_list(
            house,
            uscc,
            number=f"KF-{number}",
            basis="absent",
            measures=(),
            points=2,
            points_end_at=market.runtime.now() + timedelta(days=700),
        )

    deduct_points(house, market.notice.id, Fact(uscc, "absent"))

    assert sorted(str(case["state"]) for case in cases(market)) == ["IN_FORCE", "REPORTED"]


def test_the_suspension_case_deducts_no_points_again(market: Market) -> None:
    deduct_points(market.runtime.house, market.notice.id, Fact(market.agents[WINNER].org.uscc, "abandoned"))

    (reported,) = [case for case in cases(market) if case["state"] == "REPORTED"]
    shown = market.runtime.get_json(f"/api/v1/violations/{reported['id']}", as_=SUPERVISOR).json()

    assert (shown["points"], shown["suspension_months"]) == (0, [3, 36])
