"""The owner's selection room in pages and API: small list, scores, reasons (docs/rules.md §3.3, §3.4)."""

import re
from datetime import timedelta

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.quotes.quote import Plan
from chalicelib.usecases.choices.candidates import read_before
from tests.factories.agencies import SURVEY
from tests.factories.notices import credit_content, proposal_content
from tests.journeys.steps import uscc
from tests.web.notices.conftest import Desk
from tests.web.notices.test_prices import town_of

REASON = "信用良好,承接过同等规模的项目"


def opened(desk: Desk, content: NoticeContent, plans: bool = False) -> Notice:
    """Publish, let three agencies quote, open, and draw where there is something to draw."""
    town, runtime = town_of(desk), desk.runtime
    for number in range(3):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(content)
    for number in range(3):
        plan = Plan(runtime.house.files.put("sealed", b"%PDF-1.7", "application/pdf")) if plans else None
        town.quote(uscc(number), notice, 40_000_00 + number, plan=plan)
    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    if not plans:
        runtime.move_to(runtime.now() + timedelta(hours=16))
        town.reveal()
        runtime.drain()
    return runtime.house.queries.notice(notice.id).notice


def approve(desk: Desk, notice: Notice) -> None:
    answer = desk.runtime.post_form(f"/owner/notices/{notice.id}/choice/approval", {}, as_=desk.admin)
    assert answer.status == 303, answer.text


def test_the_owner_picks_one_of_the_small_list_and_is_told_what_comes_next(desk: Desk) -> None:
    notice, runtime = opened(desk, credit_content(service_type=SURVEY)), desk.runtime
    address = f"/owner/notices/{notice.id}"
    assert "书面选定机构" in runtime.get("/workbench", as_=desk.agent).text
    assert f"{address}/choice" in runtime.get(address, as_=desk.agent).text
    small = [row.uscc for row in read_before(runtime.house, notice).listed]
    page = runtime.get(f"{address}/choice", as_=desk.agent).text
    assert page.count('name="agency"') == len(small) == 2
    assert "信用得分" in page

    silent = runtime.post_form(f"{address}/choice", {"agency": small[1], "reason": ""}, as_=desk.agent)
    assert silent.status == 422
    picked = runtime.post_form(f"{address}/choice", {"agency": small[1], "reason": REASON}, as_=desk.agent)
    runtime.drain()

    assert picked.status == 303
    assert "等待贵单位管理员批准" in runtime.get(f"{address}/chosen", as_=desk.agent).text
    assert "批准选定" in runtime.get("/workbench", as_=desk.admin).text
    assert "批准选定" not in runtime.get("/workbench", as_=desk.agent).text
    assert REASON not in runtime.get(f"/notices/{notice.notice_no}/award").text

    approve(desk, notice)

    done = runtime.get(f"{address}/chosen", as_=desk.admin).text
    assert notice.notice_no in done
    assert "公示" in done
    assert REASON in runtime.get(f"{address}/choice", as_=desk.agent).text


def test_the_administrator_hands_a_decision_back_and_the_agent_reads_why(desk: Desk) -> None:
    notice, runtime = opened(desk, credit_content(service_type=SURVEY)), desk.runtime
    address = f"/owner/notices/{notice.id}"
    small = [row.uscc for row in read_before(runtime.house, notice).listed]
    picked = {"agency": small[1], "reason": REASON}
    runtime.post_form(f"{address}/choice", picked, as_=desk.agent)
    room = runtime.get(f"{address}/choice", as_=desk.admin).text
    assert "拟定的决定" in room
    assert 'name="agency"' not in room

    short = runtime.post_form(f"{address}/choice/return", {"sent_back": "改"}, as_=desk.admin)
    assert short.status == 422
    back = runtime.post_form(f"{address}/choice/return", {"sent_back": "请补充同类业绩"}, as_=desk.admin)
    runtime.drain()

    assert back.status == 303
    assert "请补充同类业绩" in runtime.get(f"{address}/choice", as_=desk.agent).text
    assert "请补充同类业绩" not in runtime.get(f"/notices/{notice.notice_no}").text
    assert "书面选定机构" in runtime.get("/workbench", as_=desk.agent).text
    gone = runtime.post_form(f"{address}/choice/approval", {}, as_=desk.admin)
    assert gone.status == 409
    assert runtime.post_form(f"{address}/choice/approval", {}, as_=desk.agent).status == 403


def test_a_decision_that_was_replaced_meanwhile_is_neither_approved_nor_handed_back(desk: Desk) -> None:
    notice, runtime = opened(desk, credit_content(service_type=SURVEY)), desk.runtime
    address = f"/owner/notices/{notice.id}/choice"
    small = [row.uscc for row in read_before(runtime.house, notice).listed]
    runtime.post_form(address, {"agency": small[0], "reason": REASON}, as_=desk.agent)
    seen = re.findall('name="seen_at" value="([^"]+)"', runtime.get(address, as_=desk.admin).text)
    runtime.advance(timedelta(minutes=1))
    runtime.post_form(address, {"agency": small[1], "reason": REASON}, as_=desk.agent)

    assert len(seen) == 2
    stale = runtime.post_form(f"{address}/approval", {"seen_at": seen[0]}, as_=desk.admin)
    assert stale.status == 409
    assert "修改了同一条记录" in stale.text
    returned = {"seen_at": seen[1], "sent_back": "请补充同类业绩"}
    assert runtime.post_form(f"{address}/return", returned, as_=desk.admin).status == 409
    over_api = runtime.post_json(
        f"/api/v1/notices/{notice.id}/choice/approval", {"seen_at": seen[0]}, as_=desk.admin
    )
    assert (over_api.status, over_api.json()["type"]) == (409, "/problems/changed-meanwhile")
    assert runtime.house.queries.notice_alone(notice.id).state == "PENDING_OWNER"


def test_the_reason_is_public_with_the_result(desk: Desk) -> None:
    notice, runtime = opened(desk, credit_content(service_type=SURVEY)), desk.runtime
    small = [row.uscc for row in read_before(runtime.house, notice).listed]
    assert REASON not in runtime.get(f"/notices/{notice.notice_no}").text

    runtime.post_form(
        f"/owner/notices/{notice.id}/choice", {"agency": small[0], "reason": REASON}, as_=desk.agent
    )
    approve(desk, notice)

    assert REASON in runtime.get(f"/notices/{notice.notice_no}/award").text


def test_every_proposal_is_scored_on_one_page_and_opened_from_there(desk: Desk) -> None:
    notice, runtime = opened(desk, proposal_content(service_type=SURVEY), plans=True), desk.runtime
    address = f"/owner/notices/{notice.id}"
    page = runtime.get(f"{address}/choice", as_=desk.agent).text
    assert page.count(".points") >= 6
    assert runtime.get(f"{address}/plans/1", as_=desk.agent).status == 303
    fields = {"reason": REASON}
    for sheet in range(3):
        fields[f"sheets.{sheet}.uscc"] = uscc(sheet)
        for criterion in range(2):
            fields[f"sheets.{sheet}.scores.{criterion}.criterion"] = str(criterion + 1)
            fields[f"sheets.{sheet}.scores.{criterion}.points"] = str(70 + 10 * sheet)

    gap = runtime.post_form(f"{address}/scores", {**fields, "sheets.1.scores.0.points": ""}, as_=desk.agent)
    assert gap.status == 422
    assert 'value="90"' in gap.text
    scored = runtime.post_form(f"{address}/scores", fields, as_=desk.agent)

    assert scored.status == 303
    room = runtime.get(f"{address}/choice", as_=desk.admin).text
    assert 'value="90"' not in room
    assert room.count(">90<") == 2
    approve(desk, notice)
    assert uscc(2) in runtime.get(f"/notices/{notice.notice_no}/award").text


def test_the_same_over_the_api(desk: Desk) -> None:
    notice, runtime = opened(desk, proposal_content(service_type=SURVEY), plans=True), desk.runtime
    api = f"/api/v1/notices/{notice.id}"
    listed = runtime.get_json(f"{api}/choice", as_=desk.agent).json()
    assert [one["uscc"] for one in listed["candidates"]] == [uscc(0), uscc(1), uscc(2)] or listed["is_open"]
    sheets = [
        {"uscc": one["uscc"], "scores": [{"criterion": 1, "points": 80}, {"criterion": 2, "points": place}]}
        for place, one in enumerate(listed["candidates"])
    ]

    answer = runtime.post_json(f"{api}/scores", {"sheets": sheets, "reason": REASON}, as_=desk.agent)

    assert answer.status == 201, answer.text
    assert (answer.json()["state"], answer.json()["next"]["code"]) == ("PENDING_OWNER", "approve-choice")
    waiting = runtime.get_json(f"{api}/choice", as_=desk.admin).json()["prepared"]
    assert [sheet["points"] for sheet in waiting["scores"]] == [[80, 0], [80, 1], [80, 2]]
    approved = runtime.post_json(f"{api}/choice/approval", {}, as_=desk.admin)
    assert approved.json()["state"] == "PUBLICITY"
    again = runtime.post_json(f"{api}/scores", {"sheets": sheets, "reason": REASON}, as_=desk.agent)
    assert again.status == 409


def test_the_wizard_takes_criteria_and_lists_what_is_wrong_with_their_weights(desk: Desk) -> None:
    address = desk.begin()
    fields = {
        "method": "proposal",
        "price.basis": "ceiling",
        "price.amount_fen": "5万",
        "method_terms.criteria.0.name": "技术方案",
        "method_terms.criteria.0.weight": "60",
        "method_terms.criteria.1.name": "人员配备",
        "method_terms.criteria.1.weight": "30",
        "method_terms.criteria.2.name": "",
        "method_terms.criteria.2.weight": "",
    }

    wrong = desk.save(address, "price", fields)
    assert wrong.status == 422
    assert "合计是 90" in wrong.text
    right = desk.save(address, "price", {**fields, "method_terms.criteria.1.weight": "40"})

    assert right.status == 303
    assert "技术方案" in desk.runtime.get(f"{address}/check", as_=desk.agent).text
