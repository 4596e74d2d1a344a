"""The workbench of each role: what waits, by deadline, with its figures."""

import pytest

from chalicelib.kernel.actors import Role
from infra.local.capacity import meter
from tests.web.agencies.applicant import ASSESSMENT, Applicant
from tests.web.notices.conftest import Desk, person
from tests.web.service_items.desk import Desk as ItemDesk


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_workbench_and_messages(desk: Desk, role: Role) -> None:
    assert desk.runtime.get("/workbench", as_=person(role)).status == 200
    assert desk.runtime.get("/messages", as_=person(role)).status == 200


def test_the_reviewer_finds_the_notice_to_review_and_the_figure(desk: Desk) -> None:
    desk.submit()

    page = desk.runtime.get("/workbench", as_=desk.reviewer).text

    assert "审核公告" in page
    assert "滨河路改造工程测绘服务" in page


def test_the_owner_is_told_of_the_publication_in_words(desk: Desk) -> None:
    desk.publish()

    page = desk.runtime.get("/workbench", as_=desk.agent).text

    assert "公告 ZJ-370700-2026-000001 已发布，报名于 2026年3月20日 17:30 截止。" in page


def test_only_the_agent_is_asked_to_finish_the_draft(desk: Desk) -> None:
    desk.begin()
    desk.runtime.drain()

    assert "完成草稿并提交" in desk.runtime.get("/workbench", as_=desk.agent).text
    assert "完成草稿并提交" not in desk.runtime.get("/workbench", as_=desk.admin).text


def test_a_signed_out_person_is_sent_to_sign_in(desk: Desk) -> None:
    assert desk.runtime.get("/workbench").location.startswith("/sign-in")


SESSION_CHECK = 1
"""Whether the person signed out everywhere is read once with every page."""


@pytest.mark.parametrize("address", ["/workbench", "/owner/notices", "/messages"])
def test_a_list_of_the_owner_costs_three_calls_beside_the_sessions_own(desk: Desk, address: str) -> None:
    desk.publish()
    desk.runtime.get(address, as_=desk.agent)

    with meter() as usage:
        assert desk.runtime.get(address, as_=desk.agent).status == 200

    assert usage.calls - SESSION_CHECK <= 3


def test_the_reviewer_finds_amendments_and_entries_by_deadline_and_is_told_things(desk: Desk) -> None:
    address = desk.publish()
    applicant = Applicant(desk.runtime)
    applicant.fill((ASSESSMENT,))
    applicant.submit()
    desk.runtime.post_form(
        f"{address}/amendment",
        {"scope": "更正后的服务内容,写得比原来更加清楚一些。", "reason": "说明清楚"},
        as_=desk.agent,
    )

    page = desk.runtime.get("/workbench", as_=desk.reviewer).text

    assert "审核更正" in page
    assert "机构入驻形式核对" in page
    assert applicant.admin.org.name in page
    assert "没有新消息" not in page


def test_an_agency_is_led_through_its_entry_by_its_workbench(desk: Desk) -> None:
    applicant = Applicant(desk.runtime)

    def waits() -> str:
        return desk.runtime.get("/workbench", as_=applicant.admin).text

    assert "开始入驻" in waits()
    applicant.fill((ASSESSMENT,))
    assert "完成入驻申请并提交" in waits()
    applicant.submit()
    assert "没有待办事项" in waits()
    applicant.done(
        f"/desk/agencies/{applicant.uscc}/return", {"notes.organisation": "地址不全"}, who=desk.reviewer
    )
    assert "按核查意见修改入驻申请" in waits()


def test_the_publisher_and_the_department_find_service_items_that_wait_for_them(desk: Desk) -> None:
    items = ItemDesk(desk.runtime)
    assert items.create().status == 303
    desk.runtime.drain()
    assert "完成服务事项并提交" in desk.runtime.get("/workbench", as_=items.official).text

    assert items.save(then="propose").status == 303
    desk.runtime.drain()

    assert "发布服务事项" in desk.runtime.get("/workbench", as_=desk.publisher).text
