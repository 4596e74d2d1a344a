from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.usecases.openings.question_price import ask_for_explanation
from infra.local.http_event import Answer
from tests.web.quotes.answers import form
from tests.web.quotes.conftest import Market

REASON = "项目负责人调离，无法按期履约。"


def awards(market: Market) -> str:
    return f"/agency/awards/{market.number}"


def post(market: Market, path: str, agent: int, **fields: str) -> Answer:
    sent = {"_key": "a-1", **fields}
    return market.runtime.post_form(awards(market) + path, sent, as_=market.agents[agent])


def get(market: Market, agent: int, path: str = "") -> Answer:
    return market.runtime.get(awards(market) + path, as_=market.agents[agent])


def current(market: Market) -> Notice:
    return market.runtime.house.queries.notice(market.notice.id).notice


def opened(market: Market, *amounts: str) -> None:
    for agent, amount in enumerate(amounts):
        sent = form(amount, _key=f"k{agent}")
        market.runtime.post_form(market.page + "/quote", sent, as_=market.agents[agent])
    market.runtime.move_to(publication_of(market.notice).closes_at + timedelta(seconds=3))


@pytest.fixture
def awarded(market: Market) -> Market:
    opened(market, "42,000", "40,000", "41,000")
    publicity = current(market).publicity
    assert publicity is not None
    market.runtime.move_to(publicity.ends_at + timedelta(seconds=1))
    return market


def test_the_winner_sees_its_deadlines_and_accepts(awarded: Market) -> None:
    page = get(awarded, 1)
    assert "确认期限" in page.text
    assert "视为放弃" in page.text
    assert "肆万元整" in page.text

    answer = post(awarded, "/accept", 1)

    confirmed = awarded.runtime.get(answer.location, as_=awarded.agents[1])
    assert "已确认中选" in confirmed.text
    assert current(awarded).state is NoticeState.CONTRACTING


def test_a_loser_is_told_that_nothing_is_asked_of_it_and_cannot_accept(awarded: Market) -> None:
    assert "没有需要办理的事项" in get(awarded, 0).text

    assert post(awarded, "/accept", 0).status == 403
    assert current(awarded).state is NoticeState.AWARDED


def test_giving_up_shows_what_follows_and_needs_reason_and_confirmation(awarded: Market) -> None:
    assert "不能恢复" in get(awarded, 1, "/abandon").text

    refused = post(awarded, "/abandon", 1, reason=REASON)
    assert refused.status == 422
    assert REASON in refused.text

    answer = post(awarded, "/abandon", 1, reason=REASON, confirmed="true")
    assert answer.status == 303
    after = current(awarded)
    assert after.state is NoticeState.PUBLICITY
    assert after.selection is not None
    assert after.selection.winner.uscc == awarded.agents[2].org.uscc
    assert "已退出" in get(awarded, 1).text
    assert "公示中" in get(awarded, 2).text


def test_accepting_twice_is_one_acceptance(awarded: Market) -> None:
    assert post(awarded, "/accept", 1).status == 303
    assert post(awarded, "/accept", 1).status == 303


def test_a_low_price_is_explained_once_within_its_time(market: Market) -> None:
    opened(market, "20,000", "40,000", "41,000")
    assert "正等待业主处理" in get(market, 0).text
    ask_for_explanation(market.runtime.house, market.town.owner.actor, market.notice.id)
    assert "说明截止" in get(market, 0).text

    short = post(market, "/explanation", 0, text="成本低")
    assert short.status == 422
    answer = post(
        market, "/explanation", 0, text="我单位设备自有，外业人员常驻本市，成本低于同行，报价真实有效。"
    )

    assert answer.status == 303
    assert "报价说明已提交" in market.runtime.get(answer.location, as_=market.agents[0]).text


def test_an_explanation_of_the_longest_text_is_kept_or_refused_at_its_field(market: Market) -> None:
    opened(market, "20,000", "40,000", "41,000")
    ask_for_explanation(market.runtime.house, market.town.owner.actor, market.notice.id)

    answer = post(market, "/explanation", 0, text="𠮷\n" * 1000)

    assert answer.status == 422
    assert 'href="#f-text"' in answer.text


def test_the_api_says_what_is_asked_and_takes_the_answer(awarded: Market) -> None:
    path = f"/api/v1/agency/awards/{awarded.number}"
    asked = awarded.runtime.get_json(path, as_=awarded.agents[1]).json()
    assert (asked["task"], asked["may_accept"]) == ("accept", True)

    answer = awarded.runtime.post_json(path + "/acceptance", {}, as_=awarded.agents[1], key="a")

    assert answer.status == 200
    assert answer.json()["task"] == "accepted"


def test_before_the_opening_there_is_no_award_page(market: Market) -> None:
    assert get(market, 0).status == 404


def test_the_awards_of_one_agency_are_found(awarded: Market) -> None:
    awarded.runtime.drain()
    winner, loser = (awarded.agents[agent].org.uscc for agent in (1, 0))
    get_page = awarded.runtime.get

    assert awarded.number in get_page("/awards").text
    assert awarded.number in get_page(f"/awards?winner={winner}").text
    assert awarded.number not in get_page(f"/awards?winner={loser}").text
    assert awarded.runtime.get_json(f"/api/v1/awards?winner={winner}").json()["count"] == 1


def test_awards_are_filtered_by_several_things_at_once(awarded: Market) -> None:
    awarded.runtime.drain()
    winner = awarded.agents[1].org.uscc
    (card,) = awarded.runtime.get_json("/api/v1/awards").json()["items"]

    def count(division: str) -> int:
        asked = f"winner={winner}&method={card['method']}&division={division}"
        found = awarded.runtime.get_json(f"/api/v1/awards?{asked}").json()["count"]
        assert isinstance(found, int)
        return found

    assert (count(card["division"]), count("110105")) == (1, 0)
