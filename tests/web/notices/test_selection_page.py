"""The public page and record of a selection: a digest before the award, all after (docs/rules.md §3)."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.content import NoticeContent, Price, PriceBasis
from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection import statement
from chalicelib.kernel.canonical import digest
from chalicelib.usecases.choices.candidates import read_before
from tests.factories.agencies import SURVEY
from tests.factories.notices import credit_content, lowest_content, make_content, proposal_content
from tests.journeys.steps import uscc
from tests.unit.selection.test_statement import run_script
from tests.web.notices.conftest import Desk
from tests.web.notices.test_choice import REASON, opened

RANDOM = make_content(service_type=SURVEY, price=Price(PriceBasis.CEILING, amount_fen=50_000_00))
CASES: dict[str, NoticeContent] = {
    "random": RANDOM,
    "lowest": lowest_content(service_type=SURVEY),
    "mean": lowest_content(service_type=SURVEY, method=Method.MEAN),
    "credit": credit_content(service_type=SURVEY),
    "proposal": proposal_content(service_type=SURVEY),
}


def decide(desk: Desk, notice_id: str, method: Method | None) -> None:
    address, as_ = f"/api/v1/notices/{notice_id}", desk.agent
    if method is Method.CREDIT:
        notice = desk.runtime.house.queries.notice(notice_id).notice
        first = read_before(desk.runtime.house, notice).listed[0].uscc
        desk.runtime.post_json(f"{address}/choice", {"agency": first, "reason": REASON}, as_=as_)
    if method is Method.PROPOSAL:
        points = [{"criterion": 1, "points": 80}, {"criterion": 2, "points": 70}]
        sheets = [{"uscc": uscc(number), "scores": points} for number in range(3)]
        desk.runtime.post_json(f"{address}/scores", {"sheets": sheets, "reason": REASON}, as_=as_)
    if method in (Method.CREDIT, Method.PROPOSAL):
        assert desk.runtime.post_json(f"{address}/choice/approval", {}, as_=desk.admin).status == 201


@pytest.mark.parametrize("name", CASES)
def test_the_record_of_every_method_is_a_digest_before_the_award_and_recomputable_after_it(
    desk: Desk, name: str
) -> None:
    content, runtime = CASES[name], desk.runtime
    notice = opened(desk, content, plans=content.method is Method.PROPOSAL)
    address = f"/selections/{notice.notice_no}"
    before: dict[str, Any] = runtime.get_json(f"{address}.json").json()
    assert before["inputs"] is before["order"] is None
    assert uscc(0) not in str(before)
    assert run_script(before).returncode == 2

    decide(desk, notice.id, content.method)
    runtime.move_to(runtime.now() + timedelta(days=10))

    after: dict[str, Any] = runtime.get_json(f"{address}.json").json()
    assert after["inputs_hash"] == before["inputs_hash"] == digest(after["inputs"])
    assert statement.verify(after) is None
    assert run_script(after).returncode == 0, run_script(after).stdout

    page = runtime.get(address).text
    assert f"{name} {statement.ALGORITHM_VERSION}" not in page
    assert "算法，第 1 版" in page
    assert after["order"][0]["uscc"] in page
    assert "verify_selection.py" in page

    paper = runtime.get(f"/notices/{notice.notice_no}/file").text
    assert after["inputs_hash"] in paper
    assert (REASON in paper) is (content.method in (Method.CREDIT, Method.PROPOSAL))


def test_a_draft_and_an_unknown_number_have_no_record(desk: Desk) -> None:
    assert desk.runtime.get("/selections/ZJ-370700-2026-999999").status == 404
    assert desk.runtime.get_json("/api/v1/selections/ZJ-370700-2026-999999").status == 404


def test_a_withdrawn_notice_promises_no_record_to_come(desk: Desk) -> None:
    address = desk.publish()
    sent = {"reason": "项目取消，不再采购。"}
    assert desk.runtime.post_form(f"{address}/withdrawal", sent, as_=desk.agent).status == 303

    page = desk.runtime.get("/selections/ZJ-370700-2026-000001").text

    assert "报价没有开启，没有依据" in page
    assert "开启报价后公布" not in page
    assert "自己复算" not in page


def test_the_verifier_is_served_as_a_file(desk: Desk) -> None:
    assert "selection/1" in desk.runtime.get("/verify_selection.py").text
