import hashlib
import json
import re
from datetime import date, timedelta

import pytest

from chalicelib import bootstrap
from chalicelib.domain.marketplace.agencies.dossier import Certificate, Practitioner
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.quotes.quote import Quote
from chalicelib.domain.marketplace.quotes.receipt import is_receipt_of
from chalicelib.gateways.profiles import shipped_service_types
from chalicelib.kernel.actors import Role
from chalicelib.usecases.notices.amend_notice import apply_amendment, propose_amendment
from chalicelib.web.i18n import CHINESE
from chalicelib.web.validation import find_errors
from chalicelib.web.views.quotes import staff_option
from infra.local.http_event import Answer
from infra.local.people import find_person, organisations
from infra.local.runtime import Runtime
from infra.local.visits import Visit
from tests.web.quotes.answers import form, registration
from tests.web.quotes.conftest import Market, open_market


def post(market: Market, path: str, fields: dict[str, str | list[str]], agent: int = 0) -> Answer:
    return market.runtime.post_form(market.page + path, fields, as_=market.agents[agent])


def get(market: Market, path: str = "", agent: int = 0) -> Answer:
    return market.runtime.get(market.page + path, as_=market.agents[agent])


def sealed(market: Market, agent: int = 0, amount: str = "40,000.00", key: str = "key-1") -> Answer:
    return post(market, "/quote", form(amount, _key=key), agent)


def test_the_self_check_explains_all_seven_gates_before_anything_is_sent(market: Market) -> None:
    page = get(market)

    assert page.status == 200
    assert page.text.count("gate-card") == 7
    assert "填写声明后判断" in page.text
    assert f'href="{market.page}/quote"' in page.text


def test_a_practitioner_is_told_apart_by_certificate_and_term_without_a_name() -> None:
    held = Certificate("registered-surveyor", "", date(2029, 12, 31))
    person = Practitioner("p_01M4PSZ9X371KK0JCM1P1FDWAB", certificates=(held,))

    value, words = staff_option(person, shipped_service_types(), CHINESE)

    assert value == person.id
    assert words == "注册测绘师（有效期至 2029年12月31日） · 人员代码 1FDWAB"


def test_a_quote_is_checked_in_words_and_capitals_before_it_is_sealed(market: Market) -> None:
    page = post(market, "/quote/check", form())

    assert page.status == 200
    assert "肆万元整" in page.text
    assert "还没有提交" in page.text
    assert "我的报名" in get(market).text
    assert market.runtime.house.queries.notice(market.notice.id).registered == 0


def test_the_receipt_carries_number_hash_and_nonce_and_its_file_proves_the_quote(market: Market) -> None:
    answer = sealed(market)
    assert answer.status == 303
    assert answer.location == market.page + "/receipt"

    page, file = get(market, "/receipt"), get(market, "/receipt.json")

    receipt = file.json()
    assert not find_errors("quote-receipt-1", receipt)
    assert receipt["receipt_number"] in page.text
    assert receipt["nonce"] in page.text
    assert "attachment" in (file.header("Content-Disposition") or "")
    mine = Quote(market.notice.id, market.agents[0].org.uscc, amount_fen=40_000_00, validity_days=60)
    assert is_receipt_of(receipt["receipt_hash"], mine, bytes.fromhex(receipt["nonce"]))


@pytest.mark.parametrize("path", ["", "/receipt", "/quote", "/cancel"])
def test_no_page_shows_the_price_again_before_the_opening(market: Market, path: str) -> None:
    sealed(market, amount="43,219.87")

    page = get(market, path).text

    assert "43,219" not in page
    assert "4321987" not in page


def test_another_browser_of_the_agency_never_sees_the_nonce(market: Market) -> None:
    sealed(market)
    nonce = get(market, "/receipt.json").json()["nonce"]
    colleague = Visit(market.runtime.request, bootstrap.edge().cookies)
    colleague.sign_in(market.agents[0])

    assert nonce not in colleague.get(market.page + "/receipt").text
    assert colleague.get(market.page + "/receipt.json").status == 404


def test_pressing_twice_gives_the_same_receipt(market: Market) -> None:
    sealed(market)
    first = get(market, "/receipt.json").json()
    sealed(market)

    assert get(market, "/receipt.json").json() == first


def test_a_replaced_quote_gets_a_receipt_of_its_own(market: Market) -> None:
    sealed(market)
    first = get(market, "/receipt.json").json()
    sealed(market, amount="39,000", key="key-2")
    second = get(market, "/receipt.json").json()

    assert second["receipt_number"] != first["receipt_number"]
    assert second["revision"] == first["revision"] + 1


def test_a_registration_without_quote_says_that_the_quote_is_missing_and_can_be_cancelled(
    market: Market,
) -> None:
    fields = {name: value for name, value in form().items() if name not in ("amount_fen", "validity_days")}

    answer = post(market, "/register", fields)
    page = market.runtime.get(answer.location, as_=market.agents[0])
    assert "报名成功" in page.text
    assert "还没有报价" in page.text

    refused = post(market, "/cancel", {"_key": "c0"})
    assert refused.status == 422
    cancelled = post(market, "/cancel", {"_key": "c1", "confirmed": "true"})
    assert "已撤回" in market.runtime.get(cancelled.location, as_=market.agents[0]).text


def test_the_self_check_knows_that_the_declaration_has_been_made(market: Market) -> None:
    address = f"/api/v1/sealed{market.page.removeprefix('/agency')}/self-check"
    sealed(market)

    page = get(market).text
    gates = market.runtime.get_json(address, as_=market.agents[0]).json()["gates"]

    assert "填写声明后判断" not in page
    assert page.count("声明和报名一起密封") == 3
    assert [gate["state"] for gate in gates].count("declared") == 3
    assert "declaration-missing" not in str(gates)

    post(market, "/cancel", {"_key": "c1", "confirmed": "true"})
    assert get(market).text.count("填写声明后判断") == 3


def test_a_late_quote_is_refused_in_clear_words_and_nothing_typed_is_lost(market: Market) -> None:
    market.runtime.move_to(publication_of(market.notice).closes_at)

    answer = post(market, "/quote", form("43,219.87"))

    assert answer.status == 409
    assert "2026年3月12日 17:30 截止" in answer.text
    assert "一毫秒也不宽限" in answer.text
    assert "43,219.87" in answer.text
    assert "授权人甲" in answer.text


def test_after_the_deadline_the_page_to_cancel_says_why_there_is_nothing_to_press(market: Market) -> None:
    sealed(market)
    market.runtime.move_to(publication_of(market.notice).closes_at)

    page = get(market, "/cancel").text

    assert "报名已经截止，不能再撤回" in page
    assert "确认撤回" not in page


def test_everything_wrong_with_a_form_is_said_at_once_and_at_its_field(market: Market) -> None:
    fields = form("60,000", validity_days="3")
    fields["contact.phone"] = "12345"
    del fields["declaration.kin_of_owner.answer"]

    answer = post(market, "/quote/check", fields)

    assert answer.status == 422
    assert 'href="#f-contact-phone"' in answer.text
    assert 'href="#f-declaration-kin_of_owner-answer"' in answer.text
    only_figures = post(market, "/quote/check", form("60,000", validity_days="3"))
    assert 'href="#f-amount_fen"' in only_figures.text
    assert 'href="#f-validity_days"' in only_figures.text


def test_a_declared_tie_refuses_the_quote_and_keeps_the_details(market: Market) -> None:
    fields = form()
    fields["declaration.owner_relations.answer"] = "yes"
    fields["declaration.owner_relations.ties.0.tie"] = "control"

    answer = post(market, "/quote/check", fields)

    assert answer.status == 409
    assert "逐项核对报名条件后" in answer.text
    assert re.search(r'<option value="control" selected>', answer.text)


def test_an_amendment_after_the_quote_is_pointed_out(market: Market) -> None:
    sealed(market)
    market.runtime.advance(timedelta(minutes=1))
    house, town = market.runtime.house, market.town
    propose_amendment(house, town.owner, market.notice.id, {"scope": SCOPE}, "补充成果份数。")
    apply_amendment(house, town.reviewer, market.notice.id, ())
    market.runtime.drain()

    page = get(market)

    assert "公告又更正了" in page.text
    assert "补充成果份数。" in page.text


SCOPE = "滨河路改造工程全长三公里,需完成一比五百地形图测绘并提交成果报告一式六份。"


def test_after_the_opening_each_agency_sees_its_own_place_and_reasons(market: Market) -> None:
    for agent, amount in enumerate(["42,000", "40,000", "41,000"]):
        sealed(market, agent, amount, key=f"k{agent}")
    market.runtime.move_to(publication_of(market.notice).closes_at + timedelta(seconds=3))

    loser, winner = get(market, agent=0).text, get(market, agent=1).text

    assert "贵机构排在第 3 位" in loser
    assert "报价高于前一名次。" in loser
    assert "42,000.00" in loser
    assert "41,000.00" not in loser
    assert "贵机构是目前的中选候选机构" in winner
    assert f"/agency/awards/{market.number}" in winner


def test_the_text_shown_after_the_opening_matches_the_receipt(market: Market) -> None:
    for agent, amount in enumerate(["42,000", "40,000"]):
        sealed(market, agent, amount, key=f"k{agent}")
    receipt = get(market, "/receipt.json").json()
    market.runtime.move_to(publication_of(market.notice).closes_at + timedelta(seconds=3))

    mine = market.runtime.get_json(f"/api/v1/sealed/notices/{market.number}", as_=market.agents[0]).json()

    text = mine["result"]["quote_text"]
    assert json.loads(text)["amount_fen"] == 42_000_00
    hashed = hashlib.sha256(text.encode() + bytes.fromhex(receipt["nonce"])).hexdigest()
    assert hashed == receipt["receipt_hash"] == mine["result"]["receipt_hash"]


def test_the_list_of_open_notices_knows_the_own_state_only(market: Market) -> None:
    sealed(market)

    mine = market.runtime.get("/agency/notices", as_=market.agents[0]).text
    theirs = market.runtime.get("/agency/notices", as_=market.agents[1]).text

    assert "报价已密封" in mine
    assert "未报名" in theirs


def test_an_agency_without_a_listing_is_sent_to_its_entry(market: Market) -> None:
    stranger = [org for org in organisations() if org.kind == "agency"][-1]
    person = find_person(Role.AGENCY_AGENT, org=stranger.uscc)

    page = market.runtime.get(market.page, as_=person)
    refused = market.runtime.post_form(market.page + "/quote", form(), as_=person)

    assert "贵机构还没有入驻" in page.text
    assert refused.status == 409


def test_registering_over_the_api_takes_the_same_body(market: Market) -> None:
    path = f"/api/v1/sealed/notices/{market.number}/registration"

    answer = market.runtime.post_json(path, registration(), as_=market.agents[0], key="r1")

    assert answer.status == 201
    assert answer.json()["state"] == "REGISTERED"


def test_a_required_filing_is_asked_and_its_gate_is_the_eighth(runtime: Runtime) -> None:
    market = open_market(
        runtime, filing_required=True, filing_note="雷电防护装置检测单位备案", promise_only=True
    )
    assert get(market).text.count("gate-card") == 8
    assert "雷电防护装置检测单位备案" in get(market, "/quote").text

    unanswered = sealed(market)
    promised = post(market, "/quote", form("40,000.00") | {"declaration.filing.answer": "promised"})

    assert unanswered.status == 422
    assert promised.status == 303


def test_without_the_filing_and_without_a_promise_nobody_enters(runtime: Runtime) -> None:
    market = open_market(runtime, filing_required=True, filing_note="雷电防护装置检测单位备案")
    assert "承诺中选后补办" not in get(market, "/quote").text

    answer = post(market, "/quote", form("40,000.00") | {"declaration.filing.answer": "none"})

    assert answer.status == 409
