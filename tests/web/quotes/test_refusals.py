"""What is wrong with a quote, in one round and in words; which gate said no; what a receipt counts."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.content import PractitionerNeed, Price, PriceBasis
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import Method
from chalicelib.usecases.quotes import submit_quote as submitting
from infra.local.http_event import Answer
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content, make_content
from tests.web.quotes.answers import body, form
from tests.web.quotes.conftest import Market


def post(market: Market, path: str, fields: dict[str, Any], page: str = "") -> Answer:
    return market.runtime.post_form((page or market.page) + path, fields, as_=market.agents[0])


def send(market: Market, sent: dict[str, Any], number: str = "", agent: int = 0, key: str = "") -> Answer:
    path = f"/api/v1/sealed/notices/{number or market.number}/quote"
    return market.runtime.post_json(path, sent, as_=market.agents[agent], key=key or None)


def errors_of(answer: Answer) -> dict[str, str]:
    return {error["pointer"]: error["detail"] for error in answer.json()["errors"]}


def fixed_price(market: Market) -> str:
    price = Price(PriceBasis.FIXED, amount_fen=39_000_00)
    content = make_content(method=Method.RANDOM, price=price, service_type=SURVEY)
    return market.town.publish(content).notice_no or ""


def test_the_price_and_everything_else_wrong_are_said_in_one_round(market: Market) -> None:
    fields = form("60,000", validity_days="3")
    fields["contact.phone"] = "12345"
    del fields["declaration.kin_of_owner.answer"]

    answer = post(market, "/quote/check", fields)

    assert answer.status == 422
    for field in ("contact-phone", "declaration-kin_of_owner-answer", "amount_fen", "validity_days"):
        assert answer.text.count(f'href="#f-{field}"') == 1, field


def test_an_empty_form_asks_for_the_price_and_the_staff_too(market: Market) -> None:
    content = lowest_content(
        service_type=SURVEY, practitioners=(PractitionerNeed(1, None),), practitioner_note="项目负责人一名"
    )
    number = market.town.publish(content).notice_no or ""

    answer = post(market, "/quote/check", {"_key": "k"}, f"/agency/notices/{number}")
    over_the_api = send(market, {}, number)

    assert 'href="#f-amount_fen"' in answer.text
    assert {"/amount_fen", "/staff", "/contact", "/declaration", "/validity_days"} <= errors_of(
        over_the_api
    ).keys()


def test_whoever_is_late_hears_that_and_not_what_else_was_wrong(market: Market) -> None:
    market.runtime.move_to(publication_of(market.notice).closes_at + timedelta(milliseconds=1))

    answer = send(market, {"amount_fen": 1})

    assert answer.status == 409
    assert answer.json()["type"] == "/problems/registration-closed"


def test_a_price_out_of_range_is_told_the_range_in_yuan(market: Market) -> None:
    found = errors_of(send(market, body(60_000_00, validity_days=3)))

    assert found == {
        "/amount_fen": "请填写 0.01 元 到 50,000.00 元 之间的数。",
        "/validity_days": "请填写 30 到 365 之间的数。",
    }


def test_a_fixed_price_is_filled_in_already_and_any_other_is_refused_with_it(market: Market) -> None:
    number = fixed_price(market)

    page = market.runtime.get(f"/agency/notices/{number}/quote", as_=market.agents[0]).text
    refused = send(market, body(39_001_00), number)

    assert 'value="39,000.00"' in page or 'value="39000.00"' in page
    assert errors_of(refused) == {"/amount_fen": "公告已经定好，只能填写 39,000.00 元。"}


def test_an_honest_yes_is_answered_with_the_gate_and_its_reason_beside_what_was_typed(market: Market) -> None:
    fields = form(**{"declaration.kin_of_owner.answer": "yes"})

    for path in ("/quote/check", "/quote", "/register"):
        sent = fields if path != "/register" else {n: v for n, v in fields.items() if n[:6] != "amount"}
        sent = {n: v for n, v in sent.items() if path != "/register" or n != "validity_days"}
        answer = post(market, path, sent)
        assert answer.status == 409
        assert "声明负责人是业主法定代表人的近亲属" in answer.text
        assert "与业主没有利害关系" in answer.text
        assert "授权人甲" in answer.text


def test_the_api_names_the_failed_gates_with_their_reasons(market: Market) -> None:
    declared = body()["declaration"] | {"kin_of_owner": {"answer": "yes"}}

    problem = send(market, body(declaration=declared)).json()

    assert problem["type"] == "/problems/not-eligible"
    assert problem["gates"] == ["unrelated-to-owner"]
    assert [gate["params"]["reasons"] for gate in problem["explained"]] == [["kin"]]


def test_the_figures_of_any_refusal_are_members_of_the_problem(market: Market) -> None:
    market.runtime.move_to(publication_of(market.notice).closes_at)

    problem = send(market, body()).json()

    assert problem["status"] == 409
    assert problem["closes_at"] == "2026-03-12T09:30:00.000Z"


def test_the_first_quote_is_the_first_and_receipts_have_one_length(market: Market) -> None:
    first, second = (send(market, body(40_000_00 + n), key=f"k{n}").json() for n in (0, 1))

    page = market.runtime.get(market.page + "/receipt", as_=market.agents[0]).text

    assert (first["quoted"], second["quoted"]) == (1, 2)
    assert len(first["receipt_number"]) == len(second["receipt_number"])
    assert len(first["receipt_number"].split("-")[3]) == 9
    assert "第几次报价" in page
    assert "第几次变动" not in page


def test_two_first_quotes_at_once_are_a_quote_and_its_replacement(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, rivals = submitting.seal_identity, [body(41_000_00)]

    def interrupted(*arguments: Any) -> Any:
        if rivals:
            assert send(market, rivals.pop(), key="rival").status == 201
        return plain(*arguments)

    monkeypatch.setattr(submitting, "seal_identity", interrupted)
    answer = send(market, body(40_000_00), key="mine")

    assert answer.status == 201
    assert answer.json()["quoted"] == 2
