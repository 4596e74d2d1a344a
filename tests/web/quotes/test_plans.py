"""A quote by proposal in the browser: plan first, then the quote, sealed together (docs/rules.md §3.4)."""

import re
from datetime import timedelta
from html import unescape

from chalicelib.domain.marketplace.notices.content import Criterion, MethodTerms
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import Method
from chalicelib.usecases.choices.candidates import read_before
from infra.local.runtime import Runtime
from tests.web.quotes.answers import body, form
from tests.web.quotes.conftest import Market, open_market

TERMS = MethodTerms(criteria=(Criterion("技术方案", 60), Criterion("人员配备", 40)))
PDF = b"%PDF-1.7 the plan"


def proposals(runtime: Runtime) -> Market:
    return open_market(runtime, method=Method.PROPOSAL, method_terms=TERMS)


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


def upload(market: Market, place: int = 0, content: bytes = PDF) -> str:
    """Send a plan as the browser does, and return where the bucket sends the browser back to."""
    agent = market.agents[place]
    page = market.runtime.get(f"{market.page}/quote", as_=agent).text
    assert "上传方案" in page
    action = re.search(r'<form class="form" action="([^"]+)" method="post" enctype', page)
    assert action is not None
    fields = hidden(page[action.start() : page.index("</form>", action.start())])
    answer = market.runtime.visit(agent).upload(unescape(action[1]), fields, content, "plan.pdf")
    assert answer.status == 303, answer.text
    return str(answer.location)


def file_id(back: str) -> str:
    found = re.search(r"plan=(sealed(?:%2F|/)f_[0-9A-Z]{26})", back)
    assert found is not None, back
    return found[1].replace("%2F", "/")


def test_the_plan_comes_first_and_goes_with_the_quote_to_its_receipt(runtime: Runtime) -> None:
    market = proposals(runtime)
    agent, plan = market.agents[0], file_id(upload(market))
    shown = runtime.get(f"{market.page}/quote?plan={plan}", as_=agent).text
    assert "方案文件已上传" in shown
    fields = form(**{"plan.file_id": plan})

    checked = runtime.post_form(f"{market.page}/quote/check", fields, as_=agent)
    assert checked.status == 200
    assert plan in checked.text
    sealed = runtime.post_form(f"{market.page}/quote", fields, as_=agent)

    assert sealed.status == 303, sealed.text
    assert runtime.get(f"{market.page}/receipt", as_=agent).status == 200


def test_what_was_typed_survives_a_refusal_with_its_plan(runtime: Runtime) -> None:
    market = proposals(runtime)
    plan = file_id(upload(market))

    refused = runtime.post_form(
        f"{market.page}/quote/check", form("", **{"plan.file_id": plan}), as_=market.agents[0]
    )

    assert refused.status == 422
    assert plan in refused.text


def test_the_owner_opens_the_plans_after_the_opening_and_nobody_before(runtime: Runtime) -> None:
    market = proposals(runtime)
    for place in range(2):
        quote = body(40_000_00 + place) | {"plan": {"file_id": file_id(upload(market, place))}}
        answer = runtime.post_json(
            f"/api/v1/sealed/notices/{market.number}/quote", quote, as_=market.agents[place]
        )
        assert answer.status == 201, answer.text
    early = runtime.get(f"/owner/notices/{market.notice.id}/plans/1", as_=market.agents[0])
    assert early.status == 403

    runtime.move_to(publication_of(market.notice).closes_at + timedelta(seconds=3))

    notice = runtime.house.queries.notice(market.notice.id).notice
    rows = read_before(runtime.house, notice).rows
    assert [row.plan_copy.size_bytes for row in rows if row.plan_copy] == [len(PDF), len(PDF)]


def test_a_notice_of_another_method_takes_no_plan(market: Market) -> None:
    answer = market.runtime.post_json(
        f"/api/v1/sealed/notices/{market.number}/plan-uploads", {}, as_=market.agents[0]
    )

    assert answer.status == 409
    assert answer.json()["type"].endswith("no-plan-asked")
