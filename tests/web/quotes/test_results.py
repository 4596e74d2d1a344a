"""After the opening: what agencies, owners, supervisors and everybody read of a result, on pages and API."""

from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.advance import advance
from chalicelib.usecases.awards.answer_award import abandon_award
from chalicelib.usecases.openings.question_price import ask_for_explanation, explain_price, reject_price
from infra.local.capacity import meter
from infra.local.http_event import Answer
from infra.local.people import find_person
from tests.factories.conduct import put_on_list
from tests.web.quotes.answers import body
from tests.web.quotes.conftest import Market

EXPLANATION = "我单位设备自有，外业人员常驻本市，成本低于同行，报价真实有效。"
REJECTION = "说明材料不足以证明报价不低于成本，不予接受。"
LEAVING = "项目负责人调离，无法按期履约。"
SUPERVISOR = find_person(Role.SUPERVISOR)


def actor(market: Market, agent: int) -> Actor:
    person = market.agents[agent]
    return Actor(person.subject, person.org.uscc, frozenset(person.roles))


def current(market: Market) -> Notice:
    return market.runtime.house.queries.notice(market.notice.id).notice


def opened(market: Market, *amounts_yuan: int, **contact: str) -> None:
    """Let agencies quote over the API and open."""
    for agent, yuan in enumerate(amounts_yuan):
        sent = body(
            yuan * 100, contact={"name": "授权人", "phone": contact.get("phone", f"1380013800{agent}")}
        )
        path = f"/api/v1/sealed/notices/{market.number}/quote"
        assert market.runtime.post_json(path, sent, as_=market.agents[agent], key="q").status == 201
    market.runtime.move_to(publication_of(market.notice).closes_at + timedelta(seconds=3))


def awarded(market: Market) -> None:
    opened(market, 42_000, 40_000, 41_000)
    at_award(market)


def at_award(market: Market) -> None:
    publicity = current(market).publicity
    assert publicity is not None
    market.runtime.move_to(publicity.ends_at + timedelta(seconds=1))


def questioned(market: Market) -> None:
    opened(market, 20_000, 40_000, 41_000)
    ask_for_explanation(market.runtime.house, market.town.owner.actor, market.notice.id)
    market.runtime.drain()


def rejected(market: Market) -> None:
    questioned(market)
    explain_price(market.runtime.house, actor(market, 0), market.notice.id, EXPLANATION)
    reject_price(market.runtime.house, market.town.owner.actor, market.notice.id, REJECTION)
    market.runtime.drain()


def abandon(market: Market, agent: int) -> None:
    abandon_award(market.runtime.house, actor(market, agent), market.notice.id, LEAVING)
    market.runtime.drain()


def public(market: Market, path: str = "") -> Answer:
    return market.runtime.get(f"/notices/{market.number}{path}")


def told(market: Market, agent: int) -> list[str]:
    recipient = f"org:{market.agents[agent].org.uscc}"
    return [letter.code for letter in market.runtime.outbox.letters(recipient)]


def own(market: Market, agent: int) -> str:
    return market.runtime.get(market.page, as_=market.agents[agent]).text


def test_the_agency_is_told_to_explain_its_price_and_finds_it_among_its_todos(market: Market) -> None:
    questioned(market)

    assert "explanation-asked" in told(market, 0)
    bench = market.runtime.get("/workbench", as_=market.agents[0]).text
    assert "书面说明报价" in bench
    assert f"/agency/awards/{market.number}" in bench
    todos = market.runtime.get_json("/api/v1/workbench", as_=market.agents[0]).json()["todos"]
    assert [todo["code"] for todo in todos] == ["explain-price"]
    assert todos[0]["until"] is not None
    assert market.runtime.get_json("/api/v1/workbench", as_=market.agents[1]).json()["todos"] == []


def test_what_was_explained_is_no_longer_to_be_done(market: Market) -> None:
    questioned(market)
    explain_price(market.runtime.house, actor(market, 0), market.notice.id, EXPLANATION)
    market.runtime.drain()

    assert market.runtime.get_json("/api/v1/workbench", as_=market.agents[0]).json()["todos"] == []


def test_what_can_no_longer_be_explained_is_no_longer_to_be_done(market: Market) -> None:
    questioned(market)
    market.runtime.move_to(market.runtime.now() + timedelta(hours=24))

    assert market.runtime.get_json("/api/v1/workbench", as_=market.agents[0]).json()["todos"] == []


def test_after_a_rejection_everybody_is_told_and_the_reason_is_public(market: Market) -> None:
    rejected(market)

    assert "first-place-lost" in told(market, 0)
    assert "you-are-selected" in told(market, 1)
    assert "selection-result" in told(market, 2)
    assert REJECTION in public(market).text
    assert REJECTION in public(market, "/award").text
    assert REJECTION in own(market, 0)
    answer = market.runtime.get_json(f"/api/v1/notices/{market.number}").json()
    assert [left["reason"] for left in answer["dropouts"]] == [REJECTION]
    assert EXPLANATION not in str(answer)


def test_the_supervisor_reads_the_explanation_and_the_decision_and_nobody_else_does(market: Market) -> None:
    rejected(market)
    path = f"/supervisor/notices/{market.number}/explanation"

    page = market.runtime.get(path, as_=SUPERVISOR)
    answer = market.runtime.get_json("/api/v1" + path, as_=SUPERVISOR).json()

    assert EXPLANATION in page.text
    assert REJECTION in page.text
    assert [(one["text"], one["verdict"]) for one in answer["items"]] == [(EXPLANATION, "rejected")]
    assert market.runtime.get(path, as_=market.agents[1]).status == 403


def test_before_publicity_no_other_bidder_learns_who_stands_first(market: Market) -> None:
    opened(market, 20_000, 40_000, 41_000)
    first = market.agents[0].org

    for agent in (1, 2):
        answer = market.runtime.get_json(
            f"/api/v1/sealed/notices/{market.number}", as_=market.agents[agent]
        ).json()
        page = own(market, agent)
        assert first.uscc not in page
        assert f"测试机构{first.uscc[-4:]}" not in page
        assert (answer["state"], answer["result"]["first"], answer["result"]["place"]) == (
            "OPENED",
            None,
            None,
        )
    assert "贵机构是目前的中选候选机构" in own(market, 0)


def test_the_award_page_says_who_and_why_and_lists_every_valid_quote(market: Market) -> None:
    awarded(market)
    winner = market.agents[1].org.uscc

    page = public(market, "/award").text

    for words in ("中选通知书", "肆万元整", winner, f"测试机构{winner[-4:]}", "0536-0000001", "全部有效报价"):
        assert words in page
    answer = market.runtime.get_json(f"/api/v1/notices/{market.number}/award").json()
    assert answer["standing"] == "awarded"
    assert [quote["amount_fen"] for quote in answer["quotes"]] == [40_000_00, 41_000_00, 42_000_00]
    assert [quote["state"] for quote in answer["quotes"]] == ["SELECTED", "RESERVE", "RESERVE"]
    quotes = market.runtime.get_json(f"/api/v1/notices/{market.number}/quotes").json()["items"]
    assert quotes == answer["quotes"]


def test_the_award_page_costs_two_calls_and_six_units(market: Market) -> None:
    awarded(market)
    public(market, "/award")

    with meter() as usage:
        assert public(market, "/award").status == 200

    assert usage.calls <= 2
    assert usage.rcu <= 6


def test_in_publicity_the_award_page_tells_how_to_object_and_hides_the_quotes(market: Market) -> None:
    opened(market, 42_000, 40_000, 41_000)

    page = public(market, "/award").text

    assert "怎样提出异议" in page
    assert "距公示截止" in page
    assert "测试机构" + market.agents[0].org.uscc[-4:] not in page
    assert public(market, "/quotes").status == 404


def test_there_is_no_award_page_before_the_candidate_is_public(market: Market) -> None:
    assert public(market, "/award").status == 404
    opened(market, 20_000, 40_000, 41_000)
    assert public(market, "/award").status == 404
    assert market.runtime.get_json(f"/api/v1/notices/{market.number}/award").status == 404


def test_awards_and_home_lead_to_the_award_page(market: Market) -> None:
    awarded(market)
    address = f'href="/notices/{market.number}/award"'

    assert address in market.runtime.get("/awards").text
    assert address in market.runtime.get("/").text
    assert address in public(market).text


def test_a_reserve_in_publicity_is_a_candidate_and_no_award(market: Market) -> None:
    awarded(market)
    abandon(market, 1)

    cards = market.runtime.get_json("/api/v1/awards").json()["items"]
    assert [(card["winner"], card["outcome"]) for card in cards] == [(market.agents[1].org.uscc, "abandoned")]
    quotes = market.runtime.get_json(f"/api/v1/notices/{market.number}/quotes").json()["items"]
    assert [(quote["state"], quote["left_code"]) for quote in quotes] == [
        ("ABANDONED", "abandoned"),
        ("SELECTED", None),
        ("RESERVE", None),
    ]
    page = public(market, "/quotes").text
    assert "中选候选" in page
    assert ">中选<" not in page
    assert "中选候选机构" in public(market).text
    assert "first-place-lost" in told(market, 1)
    assert "you-are-selected" in told(market, 2)
    assert "substitution-result" in told(market, 0)

    at_award(market)

    assert market.number in market.runtime.get("/awards").text
    listed = market.runtime.get_json("/api/v1/awards").json()["items"]
    assert [card["winner"] for card in listed] == [market.agents[place].org.uscc for place in (2, 1)]


def test_a_failed_notice_shows_no_winner_and_asks_for_no_objection(market: Market) -> None:
    awarded(market)
    for agent in (1, 2, 0):
        abandon(market, agent)
    assert current(market).state is NoticeState.FAILED

    for page in (public(market).text, public(market, "/award").text):
        assert "没有中选机构" in page
        assert "公示期内可以" not in page
        assert "怎样提出异议" not in page
        assert LEAVING in page
    answer = market.runtime.get_json(f"/api/v1/notices/{market.number}").json()
    assert (answer["award"], answer["selection"]["winner"], answer["standing"]) == (None, None, "nobody")


def test_an_agency_finds_its_opened_quotes_and_only_from_the_opening_on(market: Market) -> None:
    entries, api = "/agency/entries", "/api/v1/agency/entries"
    before = market.runtime.get_json(api, as_=market.agents[0]).json()
    assert before["items"] == []

    awarded(market)

    assert market.number in market.runtime.get(entries, as_=market.agents[0]).text
    items = market.runtime.get_json(api, as_=market.agents[1]).json()["items"]
    assert [(one["notice_no"], one["state"]) for one in items] == [(market.number, "SELECTED")]
    mine = market.runtime.get_json("/api/v1/agency/awards", as_=market.agents[1]).json()["items"]
    assert [(card["notice_no"], card["todo"]) for card in mine] == [(market.number, "accept-award")]
    assert market.runtime.get_json("/api/v1/agency/awards", as_=market.agents[0]).json()["items"] == []


def test_a_closed_notice_leads_a_signed_in_agency_to_its_own_result(market: Market) -> None:
    awarded(market)
    address = f'href="/agency/notices/{market.number}"'

    assert address in market.runtime.get(f"/notices/{market.number}", as_=market.agents[0]).text
    assert address not in public(market).text
    messages = market.runtime.get_json("/api/v1/messages", as_=market.agents[0]).json()["items"]
    result = next(one for one in messages if one["code"] == "selection-result")
    assert result["href"] == f"/agency/notices/{market.number}"


def test_the_supervisor_alone_is_shown_what_quoting_agencies_share(market: Market) -> None:
    opened(market, 42_000, 40_000, phone="13800138000")
    path = f"/supervisor/notices/{market.number}/flags"

    items = market.runtime.get_json("/api/v1" + path, as_=SUPERVISOR).json()["items"]

    assert {"kind": "phone", "usccs": sorted(agent.org.uscc for agent in market.agents[:2])} in items
    assert "同一联系电话" in market.runtime.get(path, as_=SUPERVISOR).text
    assert market.runtime.get(path, as_=market.agents[0]).status == 403
    public_answer = market.runtime.get_json(f"/api/v1/notices/{market.number}").json()
    assert "flags_hash" not in str(public_answer)


def test_what_several_share_is_not_there_before_the_opening(market: Market) -> None:
    path = f"/supervisor/notices/{market.number}/flags"

    assert market.runtime.get(path, as_=SUPERVISOR).status == 404


def test_a_silent_winner_that_could_not_accept_any_more_is_put_out_and_did_not_give_up(
    market: Market,
) -> None:
    awarded(market)
    award, blocked = current(market).award, market.agents[1].org.uscc
    assert award is not None
    put_on_list(market.runtime.house, blocked)

    market.runtime.move_to(award.lapses_at + timedelta(seconds=1))

    assert [left.code for left in current(market).dropouts] == ["intercepted"]


def test_an_intercepted_agency_neither_quotes_nor_counts(market: Market) -> None:
    blocked = market.agents[1].org.uscc
    path = f"/api/v1/sealed/notices/{market.number}/quote"
    for agent in (0, 1, 2):
        assert market.runtime.post_json(path, body(40_000_00 + agent), as_=market.agents[agent]).status == 201
    put_on_list(market.runtime.house, blocked)

    refused = market.runtime.post_json(path, body(), as_=market.agents[1], key="again")
    market.runtime.move_to(publication_of(market.notice).closes_at + timedelta(seconds=3))

    assert refused.status == 409
    assert refused.json()["type"] == "/problems/agency-intercepted"
    assert (
        "严重失信名单（列入严重失信名单），决定文号 潍失信〔2026〕3号，到 2027年" in refused.json()["detail"]
    )
    assert "系统拦截" in own(market, 1)
    opening = current(market).opening
    assert opening is not None
    assert (opening.received, opening.valid) == (3, 2)


def test_an_open_objection_holds_the_award_until_it_is_settled(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(market, 42_000, 40_000, 41_000)
    objections = {"open": 1}
    monkeypatch.setattr(
        "chalicelib.gateways.guards.NoObjections.count_open", lambda _self, _notice: objections["open"]
    )

    at_award(market)
    assert current(market).state is NoticeState.PUBLICITY

    objections["open"] = 0
    advance(market.runtime.house, "notice", market.notice.id, "lifecycle")
    assert current(market).state is NoticeState.AWARDED


def test_draws_are_listed_over_the_api_as_on_their_page(market: Market) -> None:
    opened(market, 40_000, 40_000)

    answer = market.runtime.get_json("/api/v1/draws?facet=waiting").json()

    assert [card["notice_no"] for card in answer["items"]] == [market.number]
    assert market.runtime.get_json("/api/v1/draws?facet=nonesuch").status == 422


def test_open_notices_are_listed_over_the_api_with_the_own_part(market: Market) -> None:
    path = f"/api/v1/sealed/notices/{market.number}/quote"
    market.runtime.post_json(path, body(), as_=market.agents[0])

    mine = market.runtime.get_json("/api/v1/sealed/notices", as_=market.agents[0]).json()["items"]
    others = market.runtime.get_json("/api/v1/sealed/notices", as_=market.agents[1]).json()["items"]

    assert [one["mine"]["state"] for one in mine] == ["QUOTED"]
    assert [one["mine"] for one in others] == [None]
