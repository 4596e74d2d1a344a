"""What the owner does with a live notice, and what its page and workbench say meanwhile."""

from datetime import timedelta

from tests.web.notices.conftest import Desk
from tests.web.notices.test_desk import at_desk

AMENDED = {
    "reason": "道路长度填写有误",
    "changes.title": "滨河路改造工程测绘服务",
    "changes.scope": "滨河路改造工程全长五公里，需完成一比五百地形图测绘并提交成果报告。",
    "changes.scale_hundredths": "50万",
    "changes.term.days": "30",
    "changes.price.basis": "fixed",
    "changes.price.amount_fen": "4.85万",
    "changes.qualification_note": "测绘资质乙级及以上方可从事本项目",
    "changes.closes_on": "2026-03-20",
}


def propose(desk: Desk, address: str) -> None:
    practitioners = desk.runtime.house.queries.notice(address.rsplit("/", 1)[1]).notice.content
    fields = AMENDED | {"changes.practitioner_note": practitioners.practitioner_note}
    answer = desk.runtime.post_form(f"{address}/amendment", fields, as_=desk.agent)
    assert answer.status == 303, answer.text


def test_an_amendment_shows_its_difference_and_the_old_text_stays_live(desk: Desk) -> None:
    address = desk.publish()

    propose(desk, address)

    page = desk.runtime.get(address, as_=desk.agent).text
    assert "<del>滨河路改造工程全长三公里" in page
    assert "<ins>滨河路改造工程全长五公里" in page
    public = desk.runtime.get("/notices/ZJ-370700-2026-000001").text
    assert "全长三公里" in public
    assert "全长五公里" not in public


def test_an_applied_amendment_moves_a_near_deadline(desk: Desk) -> None:
    address = desk.publish(dates={"closes_on": "2026-03-12"})
    desk.runtime.advance(timedelta(days=2))
    near = AMENDED | {"changes.closes_on": "2026-03-12"}
    note = desk.runtime.house.queries.notice(address.rsplit("/", 1)[1]).notice.content.practitioner_note
    fields = near | {"changes.practitioner_note": note}
    assert desk.runtime.post_form(f"{address}/amendment", fields, as_=desk.agent).status == 303

    passed = desk.runtime.post_form(f"{at_desk(address)}/amendment/approval", as_=desk.reviewer)

    assert passed.status == 303
    assert "2026年3月13日 17:30" in desk.runtime.get(address, as_=desk.agent).text


def test_an_amendment_without_any_change_is_refused(desk: Desk) -> None:
    address = desk.publish()
    content = desk.runtime.house.queries.notice(address.rsplit("/", 1)[1]).notice.content
    same = AMENDED | {
        "changes.scope": content.scope,
        "changes.practitioner_note": content.practitioner_note,
    }

    answer = desk.runtime.post_form(f"{address}/amendment", same, as_=desk.agent)

    assert answer.status == 422
    assert "内容没有变化" in answer.text


def test_a_returned_amendment_is_on_the_owners_workbench(desk: Desk) -> None:
    address = desk.publish()
    propose(desk, address)

    desk.runtime.post_form(
        f"{at_desk(address)}/amendment/return", {"corrections.scope": "请附说明"}, as_=desk.reviewer
    )

    assert "按审核意见修改更正" in desk.runtime.get("/workbench", as_=desk.agent).text
    assert "请附说明" in desk.runtime.get(address, as_=desk.agent).text


def test_a_withdrawal_needs_a_reason_that_becomes_public(desk: Desk) -> None:
    address = desk.publish()
    assert desk.runtime.post_form(f"{address}/withdrawal", {"reason": "不"}, as_=desk.agent).status == 422

    desk.runtime.post_form(f"{address}/withdrawal", {"reason": "项目资金计划调整，不再采购"}, as_=desk.agent)

    assert "项目资金计划调整" in desk.runtime.get("/notices/ZJ-370700-2026-000001").text


def test_a_second_withdrawal_is_refused_for_the_state_and_not_for_a_deadline_to_come(desk: Desk) -> None:
    address = desk.publish()
    sent = {"reason": "项目资金计划调整，不再采购"}
    desk.runtime.post_form(f"{address}/withdrawal", sent, as_=desk.agent)

    again = desk.runtime.post_json(
        f"/api/v1/notices/{address.rsplit('/', 1)[1]}/withdrawal", sent, as_=desk.agent
    )

    assert (again.status, again.json()["type"]) == (409, "/problems/wrong-state")


def test_a_failed_notice_can_be_begun_again_once(desk: Desk) -> None:
    address = desk.publish()
    desk.runtime.advance(timedelta(days=12))
    assert "流选" in desk.runtime.get(address, as_=desk.agent).text
    assert "重新发起采购" in desk.runtime.get("/workbench", as_=desk.agent).text

    draft = desk.runtime.post_form(f"{address}/renotices", as_=desk.agent).location

    assert "ZJ-370700-2026-000001" in desk.runtime.get(draft, as_=desk.agent).text
    listed = desk.runtime.get("/owner/notices?state=DRAFT", as_=desk.agent).text
    assert "滨河路改造工程测绘服务" in listed
    assert desk.runtime.post_form(f"{address}/renotices", as_=desk.agent).status == 409


def test_the_history_names_events_and_sides_and_no_person(desk: Desk) -> None:
    address = desk.publish()

    page = desk.runtime.get(address, as_=desk.agent).text

    for words in ("提交审核", "审核通过", "发布公告"):
        assert words in page
    assert desk.reviewer.display_name not in page
    assert desk.reviewer.subject not in page


def test_an_address_with_the_number_leads_to_the_same_notice(desk: Desk) -> None:
    desk.publish()

    assert desk.runtime.get("/owner/notices/ZJ-370700-2026-000001", as_=desk.agent).status == 200


def test_the_list_counts_by_state(desk: Desk) -> None:
    desk.publish()
    desk.begin()

    page = desk.runtime.get("/owner/notices", as_=desk.agent).text

    assert "全部 (2)" in page
    assert "草稿 (1)" in page
    assert "报名中 (1)" in page


def test_the_form_of_a_withdrawal_is_not_offered_after_the_deadline(desk: Desk) -> None:
    address = desk.publish(dates={"closes_on": "2026-03-12"})
    assert desk.runtime.get(f"{address}/withdrawal", as_=desk.agent).status == 200

    desk.runtime.advance(timedelta(days=4))

    assert desk.runtime.get(f"{address}/withdrawal", as_=desk.agent).status == 409
