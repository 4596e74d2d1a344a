"""A withdrawn notice: everybody reads that it is over and why, each registrant its own part as well."""

import re

import pytest

from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.clock import format_instant
from chalicelib.usecases.notices.withdraw_notice import withdraw_notice
from tests.web.quotes.answers import body, form
from tests.web.quotes.conftest import Market

REASON = "项目资金计划调整，不再采购这项服务。"


@pytest.fixture
def withdrawn(market: Market) -> Market:
    """The first agency has quoted, the second has registered and cancelled; then the owner withdraws."""
    sealed = f"/api/v1/sealed/notices/{market.number}"
    for agent in (0, 1):
        sent = market.runtime.post_json(sealed + "/quote", body(), as_=market.agents[agent], key="q")
        assert sent.status == 201
    market.runtime.post_json(sealed + "/cancellation", {"confirmed": True}, as_=market.agents[1], key="c")
    withdraw_notice(market.runtime.house, market.town.owner.actor, market.notice.id, REASON)
    market.runtime.drain()
    return market


def get(market: Market, path: str, agent: int = 0) -> str:
    answer = market.runtime.get(path, as_=market.agents[agent])
    assert answer.status == 200
    return answer.text


def test_the_agencys_own_page_says_so_and_why_and_counts_nothing_down(withdrawn: Market) -> None:
    for agent in (0, 1, 2):
        page = get(withdrawn, withdrawn.page, agent)
        assert "公告已经撤销" in page
        assert REASON in page
        assert "data-countdown" not in page
        assert "报名已经截止" not in page
        assert "还没有入驻" not in page
    own = withdrawn.runtime.get_json(
        f"/api/v1/sealed/notices/{withdrawn.number}", as_=withdrawn.agents[0]
    ).json()
    assert (own["notice_state"], own["state"], own["ending"]["reason"]) == ("WITHDRAWN", "QUOTED", REASON)
    assert (own["is_open"], own["may_quote"], own["may_cancel"]) == (False, False, False)


def test_the_own_entry_is_found_by_who_entered_and_by_nobody_else(withdrawn: Market) -> None:
    for path in ("/agency/entries", "/agency/notices"):
        assert REASON in get(withdrawn, path, 0)
        for other in (1, 2):
            assert withdrawn.number not in get(withdrawn, path, other)
    api = "/api/v1/agency/entries"
    answers = [withdrawn.runtime.get_json(api, as_=agent).json() for agent in withdrawn.agents]
    (mine,) = answers[0]["withdrawn"]
    assert (mine["notice_no"], mine["notice_state"], mine["state"], mine["reason"]) == (
        withdrawn.number,
        "WITHDRAWN",
        "QUOTED",
        REASON,
    )
    assert [answer["withdrawn"] for answer in answers[1:]] == [[], []]
    assert answers[0]["items"] == []


def test_what_would_have_been_opened_by_now_is_only_in_the_list_of_entries(withdrawn: Market) -> None:
    withdrawn.runtime.move_to(publication_of(withdrawn.notice).opens_at)

    assert withdrawn.number not in get(withdrawn, "/agency/notices")
    assert withdrawn.number in get(withdrawn, "/agency/entries")


def test_whoever_comes_too_late_is_told_of_the_withdrawal_and_of_no_future_deadline(
    withdrawn: Market,
) -> None:
    sealed = f"/api/v1/sealed/notices/{withdrawn.number}"
    answer = withdrawn.runtime.post_json(sealed + "/quote", body(), as_=withdrawn.agents[2], key="q")
    assert (answer.status, answer.json()["type"]) == (409, "/problems/notice-withdrawn")

    page = withdrawn.runtime.post_form(
        withdrawn.page + "/quote", form("42,000", _key="k"), as_=withdrawn.agents[2]
    )

    assert page.status == 409
    assert "公告已经撤销" in page.text
    assert "报名已经截止" not in page.text


def test_the_public_page_dates_the_withdrawal_and_promises_nothing_that_lies_behind_it(
    withdrawn: Market,
) -> None:
    answer = withdrawn.runtime.get(f"/notices/{withdrawn.number}")
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    assert "撤销时间" in words
    assert "原定报名截止时间" in words
    assert "原定开启报价" in words
    assert "开启报价并选取" not in words
    assert "开启报价之前" not in words
    assert REASON in words
    listed = withdrawn.runtime.get("/notices").text
    assert re.search(r"原定\s*<time", listed)
    data = withdrawn.runtime.get_json(f"/api/v1/notices/{withdrawn.number}").json()
    assert (data["state"], data["is_open"], data["ending"]["code"]) == ("WITHDRAWN", False, None)
    assert data["ending"]["at"] < format_instant(publication_of(withdrawn.notice).closes_at)
