"""No award that was issued ever leaves the public record: its number, its date and what became of it stay."""

from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.usecases.awards.answer_award import abandon_award, accept_award, refuse_award
from tests.factories.notices import ADMIN
from tests.web.quotes.conftest import Market
from tests.web.quotes.test_results import (
    LEAVING,
    abandon,
    actor,
    at_award,
    awarded,
    current,
    own,
    public,
)

REFUSAL = "资金没有落实，本单位不再采购这项服务。"


def api(market: Market, path: str = "") -> dict[str, Any]:
    return market.runtime.get_json(f"/api/v1/notices/{market.number}{path}").json()


def listed(market: Market, query: str = "") -> list[dict[str, Any]]:
    return market.runtime.get_json(f"/api/v1/awards{query}").json()["items"]


def number_of_award(market: Market) -> str:
    award = current(market).award
    assert award is not None
    return award.award_no


def refuse(market: Market) -> None:
    refuse_award(market.runtime.house, ADMIN, market.notice.id, REFUSAL)
    market.runtime.drain()


def test_an_award_that_the_owner_refused_stays_public_with_number_date_and_reason(market: Market) -> None:
    awarded(market)
    number, winner = number_of_award(market), market.agents[1].org.uscc

    refuse(market)

    assert current(market).state is NoticeState.FAILED
    for page in (public(market), public(market, "/award")):
        assert number in page.text
        assert "没有生成" not in page.text
        assert "业主拒绝" in page.text
        assert REFUSAL in page.text
    for answer in (api(market), api(market, "/award")):
        assert answer["standing"] == "former-winner"
        assert answer["award"]["award_no"] == number
        (issued,) = answer["awards"]
        assert (issued["award_no"], issued["outcome"], issued["reason"]) == (number, "owner-refused", REFUSAL)
        assert issued["winner"]["uscc"] == winner
        assert issued["ended_at"] == answer["ending"]["at"]
    (card,) = listed(market)
    assert (card["award_no"], card["outcome"], card["winner"]) == (number, "owner-refused", winner)
    page = market.runtime.get("/awards").text
    assert number in page
    assert "业主拒绝" in page
    assert listed(market, f"?winner={winner}") == [card]


def test_the_quote_that_the_owner_refused_is_not_called_a_losers(market: Market) -> None:
    awarded(market)
    refuse(market)

    first = api(market, "/quotes")["items"][0]

    assert (first["state"], first["left_code"], first["left_reason"]) == (
        "SELECTED",
        "owner-refused",
        REFUSAL,
    )
    assert "业主拒绝中选结果" in public(market, "/quotes").text
    mine = own(market, 1)
    assert "项目业主拒绝了贵机构的中选" in mine
    assert REFUSAL in mine
    assert "贵机构是目前的中选候选机构" not in mine
    answering = market.runtime.get(f"/agency/awards/{market.number}", as_=market.agents[1]).text
    assert "项目业主拒绝了贵机构的中选" in answering
    assert "没有需要办理的事项" not in answering


def test_an_abandoned_award_and_the_one_that_followed_are_both_public_and_linked(market: Market) -> None:
    awarded(market)
    first = number_of_award(market)
    abandon(market, 1)

    page = public(market, "/award").text
    assert first in page
    assert "机构放弃" in page
    assert "已由下一位递补，正在公示" in page
    (left,) = api(market)["dropouts"]
    assert left["award_no"] == first
    assert left["awarded_at"] == api(market)["awards"][0]["at"]
    assert [(card["award_no"], card["outcome"]) for card in listed(market)] == [(first, "abandoned")]

    at_award(market)
    second = number_of_award(market)

    issued = api(market, "/award")["awards"]
    assert [(one["award_no"], one["outcome"], one["follows"]) for one in issued] == [
        (first, "abandoned", None),
        (second, "to-accept", first),
    ]
    for path in ("", "/award"):
        page = public(market, path).text
        assert f'id="{first}"' in page
        assert f'href="#{first}"' in page
        assert f'href="#{second}"' in page
    cards = {card["award_no"]: card for card in listed(market)}
    assert (cards[first]["outcome"], cards[second]["outcome"]) == ("abandoned", "to-accept")
    assert cards[second]["follows"] == first
    page = market.runtime.get("/awards").text
    assert f'href="/notices/{market.number}/award#{first}"' in page
    assert listed(market, f"?winner={market.agents[1].org.uscc}") == [cards[first]]
    assert market.runtime.get_json("/api/v1/awards").json()["count"] == 2


def test_an_award_given_up_after_it_was_accepted_keeps_when_it_was_accepted(market: Market) -> None:
    awarded(market)
    accept_award(market.runtime.house, actor(market, 1), market.notice.id)
    market.runtime.drain()
    assert listed(market)[0]["outcome"] == "accepted"

    abandon(market, 1)

    (issued,) = api(market)["awards"]
    assert issued["outcome"] == "abandoned"
    assert issued["at"] <= issued["accepted_at"] <= issued["ended_at"]
    assert "accepted_by" not in str(api(market))
    assert actor(market, 1).person not in str(api(market))


def test_when_nobody_is_left_every_award_is_still_there(market: Market) -> None:
    awarded(market)
    first = number_of_award(market)
    abandon(market, 1)
    at_award(market)
    second = number_of_award(market)
    abandon(market, 2)
    abandon(market, 0)

    answer = api(market)

    assert (answer["state"], answer["standing"], answer["award"]) == ("FAILED", "nobody", None)
    assert [one["award_no"] for one in answer["awards"]] == [first, second]
    assert {card["award_no"]: card["outcome"] for card in listed(market)} == {
        first: "abandoned",
        second: "abandoned",
    }
    for page in (public(market), public(market, "/award")):
        assert first in page.text
        assert second in page.text
        assert "没有生成" not in page.text


def test_the_record_is_kept_in_english_too(market: Market) -> None:
    awarded(market)
    refuse(market)

    reader = market.runtime.visit()
    reader.get("/preferences?lang=en&back=/")

    for path in (f"/notices/{market.number}", f"/notices/{market.number}/award", "/awards"):
        assert "Refused by the owner" in reader.get(path).text
    assert "Awards issued" in reader.get(f"/notices/{market.number}/award").text


def test_the_notice_list_keeps_the_ceiling_after_the_award(market: Market) -> None:
    before = market.runtime.get_json("/api/v1/notices").json()["items"][0]

    awarded(market)

    after = market.runtime.get_json("/api/v1/notices").json()["items"][0]
    assert after["state"] == "AWARDED"
    assert after.get("ceiling_fen") == before.get("ceiling_fen")


def test_one_that_left_is_told_so_when_it_gives_up_again(market: Market) -> None:
    awarded(market)
    abandon(market, 1)
    path = f"/api/v1/agency/awards/{market.number}/abandonment"
    sent = {"reason": LEAVING, "confirmed": True}

    again = market.runtime.post_json(path, sent, as_=market.agents[1], key="again")
    loser = market.runtime.post_json(path, sent, as_=market.agents[0], key="loser")

    assert (again.status, again.json()["type"]) == (409, "/problems/already-left")
    assert (loser.status, loser.json()["type"]) == (403, "/problems/not-first-place")
    form = {"_key": "z", "reason": LEAVING, "confirmed": "true"}
    page = market.runtime.post_form(f"/agency/awards/{market.number}/abandon", form, as_=market.agents[1])
    assert page.status == 409
    assert "退出候选，不需要再次放弃" in page.text
    assert "本单位的采购公告" not in page.text


def test_giving_up_the_last_place_twice_is_answered_alike(market: Market) -> None:
    awarded(market)
    for agent in (1, 2, 0):
        abandon(market, agent)

    answer = market.runtime.post_json(
        f"/api/v1/agency/awards/{market.number}/abandonment",
        {"reason": LEAVING, "confirmed": True},
        as_=market.agents[0],
        key="again",
    )

    assert (answer.status, answer.json()["type"]) == (409, "/problems/already-left")


def test_a_reserve_that_stepped_in_is_told_its_own_place(market: Market) -> None:
    awarded(market)
    abandon_award(market.runtime.house, actor(market, 1), market.notice.id, LEAVING)

    answering = market.runtime.get(f"/agency/awards/{market.number}", as_=market.agents[2]).text

    assert "第 2 位" in answering
    assert "第 2 位，共 3 家有效" in own(market, 2)
    assert "第 1 位，共 3 家有效" in own(market, 1)
    assert "第一位" not in answering + own(market, 1) + own(market, 2)


@pytest.mark.parametrize("agent", [0, 1, 2])
def test_a_failed_notice_shows_no_empty_first_place(market: Market, agent: int) -> None:
    awarded(market)
    for one in (1, 2, 0):
        abandon_award(market.runtime.house, actor(market, one), market.notice.id, LEAVING)

    page = own(market, agent)

    assert "未填写" not in page
    assert "候选机构</dt>" not in page
