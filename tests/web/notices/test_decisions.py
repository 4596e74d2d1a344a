"""After a decision: what was done and what comes next; no message into nothing, no queue behind the times."""

import re
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.kernel.canonical import Json
from infra.local.capacity import meter
from infra.local.people import DemoPerson
from tests.web.notices.conftest import Desk, person
from tests.web.notices.filled import filled_form
from tests.web.notices.test_desk import at_desk, renamed, send_back

NUMBER = "ZJ-370700-2026-000001"
NOTE = {"corrections.scope": "请写明成果格式。"}


def read(desk: Desk, address: str, who: DemoPerson) -> str:
    answer = desk.runtime.get(address, as_=who)
    assert answer.status == 200, (address, answer.status)
    return answer.text


def confirmation(page: str) -> str:
    """Return the words of the confirmation panel and of what comes next."""
    found = re.search(
        r'<section class="confirmation".*?</section>\s*<section class="what-next">.*?</section>', page, re.S
    )
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


def messages(desk: Desk, who: DemoPerson) -> list[Json]:
    return list(desk.runtime.get_json("/api/v1/messages", as_=who).json()["items"])


def test_who_sent_a_notice_back_still_reads_why_and_the_text_of_then(desk: Desk) -> None:
    address = desk.submit()
    send_back(desk, address)
    desk.save(
        address,
        "project",
        renamed(desk) | {"title": "正在修改的名称", "contact_name": "联系人乙"},
    )

    page = read(desk, at_desk(address), desk.reviewer)
    answer = desk.runtime.get_json(f"/api/v1/desk/notices/{NUMBER}", as_=desk.reviewer)

    assert answer.status == 200
    for text in (page, answer.text):
        assert "请写全名" in text
        assert "全长三公里" in text
        for unfinished in ("正在修改的名称", "联系人乙", "联系人甲"):
            assert unfinished not in text
    assert answer.json()["task"] is None


@pytest.mark.parametrize("state", ["returned", "withdrawn", "amendment-returned", "published"])
def test_no_message_about_a_notice_leads_its_reader_into_nothing(desk: Desk, state: str) -> None:
    if state in ("published", "amendment-returned"):
        address = desk.publish()
    else:
        address = desk.submit()
        desk.approve(at_desk(address))
        send_back(desk, address, desk.publisher)
    if state == "withdrawn":
        desk.runtime.post_form(f"{address}/withdrawal", {"reason": "项目资金计划调整"}, as_=desk.agent)
    if state == "amendment-returned":
        changed = {"changes.title": "滨河路改造工程测绘服务（二次）", "reason": "名称写错"}
        desk.runtime.post_form(f"{address}/amendment", changed, as_=desk.agent)
        desk.runtime.post_form(f"{at_desk(address)}/amendment/return", NOTE, as_=desk.reviewer)

    told = [
        (who, one["href"])
        for who in (desk.agent, desk.reviewer, desk.publisher)
        for one in messages(desk, who)
        if NUMBER in one["href"]
    ]

    assert len(told) >= 3
    for who, href in told:
        assert desk.runtime.get(href, as_=who).status in (200, 303), href


def test_a_decision_on_a_notice_that_went_back_is_a_conflict_with_its_page(desk: Desk) -> None:
    address = desk.submit()
    send_back(desk, address)

    answer = desk.runtime.post_form(f"{at_desk(address)}/return", NOTE, as_=desk.reviewer)

    assert answer.status == 409
    assert "请写全名" in answer.text


def test_each_decision_says_what_was_done_and_what_comes_next(desk: Desk) -> None:
    address = desk.submit()
    at = at_desk(address)

    def decided(where: str, who: DemoPerson, fields: dict[str, Any] | None = None) -> str:
        answer = desk.runtime.post_form(f"{at}/{where}", fields or {}, as_=who)
        assert answer.status == 303, answer.text
        return confirmation(read(desk, answer.location, who))

    back = decided("return", desk.reviewer, NOTE)
    desk.save(address, "project", renamed(desk))
    assert desk.runtime.post_form(f"{address}/submission", as_=desk.agent).status == 303
    passed = confirmation(read(desk, desk.approve(at).location, desk.reviewer))
    published = decided("publication", desk.publisher)
    propose(desk, address)
    refused = decided("amendment/return", desk.reviewer, NOTE)
    propose(desk, address)
    amended = confirmation(read(desk, desk.approve(at, "amendment/approval").location, desk.reviewer))

    told = [
        (back, "已退回业主修改", "修改后重新提交"),
        (passed, "审核已通过", "由审核人以外的人发布"),
        (published, "公告已发布", "2026年3月20日 17:30"),
        (refused, "更正已退回", "公告仍按原内容进行"),
        (amended, "更正已生效", "新的报名截止时间"),
    ]
    for panel, done, follows in told:
        assert done in panel
        assert NUMBER in panel
        assert follows in panel


def propose(desk: Desk, address: str) -> None:
    page = read(desk, f"{address}/amendment", desk.agent)
    sent = filled_form(page, f"{address}/amendment")
    changed = sent | {"changes.title": "滨河路改造工程测绘服务（二次）", "reason": "名称写错了字"}
    assert desk.runtime.post_form(f"{address}/amendment", changed, as_=desk.agent).status == 303


def test_a_queue_that_lags_behind_does_not_offer_again_what_was_just_decided(desk: Desk) -> None:
    address = desk.submit()
    desk.runtime.advance(timedelta(minutes=1))
    reviewer = desk.runtime.visit(desk.reviewer)

    with meter() as before:
        assert "滨河路" in reviewer.get("/desk/notices").text
    assert reviewer.post_form(f"{at_desk(address)}/return", NOTE).status == 303
    with meter() as after:
        queue = reviewer.get("/desk/notices").text
    bench = reviewer.get("/workbench").text.split("没有待办事项")

    assert "滨河路" not in queue
    assert "(0)" in queue
    assert len(bench) == 2
    assert after.calls == before.calls
    others = desk.runtime.get("/desk/notices", as_=person(Role.OPERATOR_PUBLISHER)).text
    assert "滨河路" in others


def test_what_comes_back_soon_after_a_decision_stands_in_the_queue(desk: Desk) -> None:
    address = desk.submit()
    desk.runtime.advance(timedelta(minutes=1))
    send_back(desk, address)
    desk.runtime.advance(timedelta(minutes=1))
    desk.save(address, "project", renamed(desk))

    assert desk.runtime.post_form(f"{address}/submission", as_=desk.agent).status == 303

    assert "滨河路" in read(desk, "/desk/notices", desk.reviewer)
