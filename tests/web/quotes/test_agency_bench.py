"""An agency's day: open notices it may enter and why, where each purchase stands, and what it costs."""

from typing import Any

from chalicelib.domain.marketplace.notices.content import PractitionerNeed
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.usecases.awards.answer_award import accept_award
from chalicelib.usecases.quotes.matching import SHOWN
from infra.local.capacity import meter
from tests.factories.agencies import SURVEY
from tests.factories.conduct import put_on_list
from tests.factories.notices import lowest_content
from tests.web.quotes.answers import body
from tests.web.quotes.conftest import Market
from tests.web.quotes.test_results import actor, awarded, opened

MANY: dict[str, Any] = {"practitioners": (PractitionerNeed(99),), "practitioner_note": "现场同时作业"}
"""More people than any agency of the tests has."""


def bench(market: Market, agent: int = 0) -> str:
    return market.runtime.get("/workbench", as_=market.agents[agent]).text


def matching(market: Market, agent: int = 0) -> list[dict[str, object]]:
    answer = market.runtime.get_json("/api/v1/workbench", as_=market.agents[agent])
    found: list[dict[str, object]] = answer.json()["matching"]
    return found


def test_the_workbench_names_an_open_notice_that_the_agency_may_enter_and_why(market: Market) -> None:
    page = bench(market)

    assert "可以报名" in page
    assert f'href="{market.page}"' in page
    assert "不能报名" not in page
    assert [row["may_enter"] for row in matching(market)] == [True]


def test_an_agency_on_a_list_reads_on_its_workbench_why_it_may_not_enter(market: Market) -> None:
    put_on_list(market.runtime.house, market.agents[0].org.uscc)

    page, found = bench(market), matching(market)

    assert "为什么不能报名" in page
    assert [row["may_enter"] for row in found] == [False]
    failed = [gate["code"] for gate in found[0]["gates"] if gate["state"] == "failed"]  # type: ignore[attr-defined]
    assert "not-intercepted" in failed


def test_what_it_may_enter_stands_before_what_closes_sooner_but_is_not_for_it(market: Market) -> None:
    sooner = market.town.publish(lowest_content(service_type=SURVEY, **MANY))
    market.runtime.drain()

    assert [row["may_enter"] for row in matching(market)] == [True, False]
    assert matching(market)[1]["notice_no"] == sooner.notice_no


def test_a_notice_with_an_exclusion_list_is_not_called_open_to_an_agency_before_it_looks(
    market: Market,
) -> None:
    for excluded in market.agents[:2]:
        market.town.publish(
            lowest_content(
                service_type=SURVEY,
                exclusions=(excluded.org.uscc,),
                exclusion_reason="曾就本项目提起诉讼，双方有利害关系",
            )
        )
    market.runtime.drain()

    rows = matching(market)
    assert [row["exclusion_count"] for row in rows] == [0, 1, 1]
    assert all("not-excluded" not in [gate["code"] for gate in row["gates"]] for row in rows[1:])  # type: ignore[attr-defined]
    assert bench(market).count("打开公告核对") == 2
    assert all(agent.org.uscc not in bench(market, agent=2) for agent in market.agents[:2])


def test_all_open_notices_are_judged_not_only_those_that_close_first(market: Market) -> None:
    for _ in range(SHOWN):
        market.town.publish(lowest_content(service_type=SURVEY, **MANY))
    market.runtime.drain()

    rows = matching(market)
    assert len(rows) == SHOWN
    assert (rows[0]["notice_no"], rows[0]["may_enter"]) == (market.number, True)


def test_an_amendment_that_asks_more_is_judged_anew(market: Market) -> None:
    market.town.amend(market.notice, practitioners=[{"count": 99}], practitioner_note="现场同时作业")
    market.runtime.drain()

    failed = [gate["code"] for gate in matching(market)[0]["gates"] if gate["state"] == "failed"]  # type: ignore[attr-defined]
    assert failed == ["practitioners"]


def test_a_notice_is_not_offered_any_more_at_its_deadline_though_no_timer_has_run(market: Market) -> None:
    assert matching(market)

    market.runtime.clock.reach(publication_of(market.notice).closes_at)

    assert matching(market) == []


def test_the_line_follows_a_quote_from_the_registration_to_the_award(market: Market) -> None:
    def entries() -> str:
        return market.runtime.get("/agency/entries", as_=market.agents[1]).text

    opened(market, 42_000, 40_000, 41_000)
    assert "结果公示</b>" in entries()
    loser = market.runtime.get("/agency/entries", as_=market.agents[0]).text
    assert "出结果</b>" in loser


def test_the_open_notices_say_that_the_quote_is_in(market: Market) -> None:
    path = f"/api/v1/sealed/notices/{market.number}/quote"
    assert market.runtime.post_json(path, body(40_000_00), as_=market.agents[0], key="q").status == 201

    mine = market.runtime.get("/agency/notices", as_=market.agents[0]).text
    theirs = market.runtime.get("/agency/notices", as_=market.agents[1]).text

    assert "已报价</b>" in mine
    assert "办到哪一步" not in theirs


def test_the_award_to_accept_stands_on_the_workbench_at_its_step(market: Market) -> None:
    awarded(market)

    todos = market.runtime.get_json("/api/v1/workbench", as_=market.agents[1]).json()["todos"]
    assert [(todo["code"], todo["step"]) for todo in todos] == [("accept-award", "award")]

    accept_award(market.runtime.house, actor(market, 1), market.notice.id)
    market.runtime.drain()

    todos = market.runtime.get_json("/api/v1/workbench", as_=market.agents[1]).json()["todos"]
    assert [(todo["code"], todo["step"]) for todo in todos] == [("sign-contract", "contract")]


def test_the_workbench_costs_three_calls_with_the_sessions_own_and_ten_units(market: Market) -> None:
    for number in range(3):
        market.town.publish(lowest_content(service_type=SURVEY, title=f"第{number}段道路测量"))
    market.runtime.drain()
    market.runtime.get("/messages", as_=market.agents[0])  # signs in

    with meter() as usage:
        bench(market)

    assert usage.calls <= 3
    assert usage.rcu <= 10
