"""The operator's desk: everything to mend at once, warnings answered, published by another person."""

import re
from datetime import datetime

import pytest

from chalicelib.domain.marketplace.service_items import publishing
from chalicelib.kernel.actors import Role
from chalicelib.usecases.ports import UnitOfWork
from chalicelib.usecases.service_items.changing import noted
from infra.local.http_event import Answer
from infra.local.people import DemoPerson
from tests.factories.agencies import SURVEY, department_for, service_types
from tests.factories.notices import AGENCY
from tests.web.notices.conftest import Desk, another, complete, person


def at_desk(address: str) -> str:
    return address.replace("/owner/", "/desk/")


def test_a_submitted_notice_waits_in_the_review_queue_with_its_deadline(desk: Desk) -> None:
    desk.submit()

    page = desk.runtime.get("/desk/notices", as_=desk.reviewer).text

    assert "滨河路改造工程测绘服务" in page
    assert "2026年3月10日 24:00" in page


def test_a_draft_is_not_on_the_desk(desk: Desk) -> None:
    assert desk.runtime.get(at_desk(desk.begin()), as_=desk.reviewer).status == 404


def test_a_return_carries_every_correction_and_the_owner_finds_them_at_the_steps(desk: Desk) -> None:
    address = desk.submit()

    answer = desk.runtime.post_form(
        f"{at_desk(address)}/return",
        {
            "corrections.scope": "请写明成果格式。",
            "corrections.closes_on": "",
            "corrections.price": "请核对金额。",
        },
        as_=desk.reviewer,
    )

    assert answer.status == 303
    tasks = desk.runtime.get(address, as_=desk.agent).text
    assert "请写明成果格式。" in tasks
    assert "请核对金额。" in tasks
    assert tasks.count("需要更正") == 2
    assert "请写明成果格式。" in desk.runtime.get(f"{address}/service", as_=desk.agent).text
    assert "请写明成果格式。" not in desk.runtime.get(f"{address}/price", as_=desk.agent).text


def test_a_return_without_a_word_is_refused(desk: Desk) -> None:
    address = desk.submit()

    answer = desk.runtime.post_form(
        f"{at_desk(address)}/return", {"corrections.scope": ""}, as_=desk.reviewer
    )

    assert answer.status == 422


def test_a_returned_notice_keeps_its_number_when_it_comes_back(desk: Desk) -> None:
    address = desk.submit()
    send_back(desk, address)

    desk.save(address, "project", renamed(desk))
    desk.runtime.post_form(f"{address}/submission", as_=desk.agent)
    other = desk.submit()

    assert "ZJ-370700-2026-000001" in desk.runtime.get(address, as_=desk.agent).text
    assert "ZJ-370700-2026-000002" in desk.runtime.get(other, as_=desk.agent).text


def send_back(desk: Desk, address: str, by: DemoPerson | None = None) -> Answer:
    note = {"corrections.title": "请写全名"}
    return desk.runtime.post_form(f"{at_desk(address)}/return", note, as_=by or desk.reviewer)


def renamed(desk: Desk) -> dict[str, str]:
    return complete(desk.item_id)["project"] | {"title": "滨河路（北段）改造工程测绘服务"}


def test_a_return_cannot_be_handed_in_again_unchanged(desk: Desk) -> None:
    address = desk.submit()
    send_back(desk, address)
    desk.save(address, "project", complete(desk.item_id)["project"])

    answer = desk.runtime.post_form(f"{address}/submission", as_=desk.agent)

    assert answer.status == 409
    assert "内容没有变化，不能原样再次提交" in answer.text


def test_a_step_is_cleared_as_its_field_is_mended_and_the_reviewer_sees_what_changed(desk: Desk) -> None:
    address = desk.submit()
    send_back(desk, address)
    assert "需要更正" in desk.runtime.get(address, as_=desk.agent).text

    desk.save(address, "project", renamed(desk) | {"contact_name": "联系人乙"})

    assert "需要更正" not in desk.runtime.get(address, as_=desk.agent).text
    desk.runtime.post_form(f"{address}/submission", as_=desk.agent)
    page = desk.runtime.get(at_desk(address), as_=desk.reviewer).text
    assert "上次退回的意见" in page
    assert "请写全名" in page
    assert "<del>滨河路改造工程测绘服务</del>" in page
    assert "<ins>滨河路（北段）改造工程测绘服务</ins>" in page
    assert "联系人和投诉电话：已重新填写" in page


def test_the_publisher_sends_back_what_waits_for_publication_with_reasons(desk: Desk) -> None:
    address = desk.submit()
    assert send_back(desk, address, by=desk.publisher).status == 409
    desk.runtime.post_form(f"{at_desk(address)}/approval", as_=desk.reviewer)
    assert "退回修改" in desk.runtime.get(at_desk(address), as_=desk.publisher).text
    assert "退回修改" in desk.runtime.get(at_desk(address), as_=desk.reviewer).text

    answer = send_back(desk, address, by=desk.publisher)

    assert answer.status == 303
    tasks = desk.runtime.get(address, as_=desk.agent).text
    assert "请写全名" in tasks
    assert "草稿" in tasks


def test_a_warning_must_be_answered_before_the_review_is_passed(desk: Desk) -> None:
    scope = complete(desk.item_id)["service"]["scope"] + "成果应当交给本市的测绘机构复核。"
    address = desk.submit(service={"scope": scope})
    page = desk.runtime.get(at_desk(address), as_=desk.reviewer).text
    assert "<mark>" in page
    key = page.split('name="dismissals.0.finding" value="')[1].split('"')[0]

    without = desk.runtime.post_form(
        f"{at_desk(address)}/approval",
        {"dismissals.0.finding": key, "dismissals.0.reason": ""},
        as_=desk.reviewer,
    )
    answered = desk.runtime.post_form(
        f"{at_desk(address)}/approval",
        {"dismissals.0.finding": key, "dismissals.0.reason": "复核机构不是参加采购的机构"},
        as_=desk.reviewer,
    )

    assert without.status == 422
    assert answered.status == 303


def test_the_reviewer_sees_why_the_button_to_publish_is_not_his(desk: Desk) -> None:
    address = desk.submit()
    desk.runtime.post_form(f"{at_desk(address)}/approval", as_=desk.reviewer)

    page = desk.runtime.get(at_desk(address), as_=desk.reviewer).text

    assert "发布由另一名发布人员办理" in page
    assert desk.runtime.post_form(f"{at_desk(address)}/publication", as_=desk.reviewer).status == 403


def test_a_publisher_publishes_what_was_reviewed_and_everybody_can_read_it(desk: Desk) -> None:
    address = desk.publish()

    page = desk.runtime.get(address, as_=desk.agent).text
    assert "报名中" in page
    assert desk.runtime.get("/notices/ZJ-370700-2026-000001").status == 200
    assert "2026年3月20日 17:30" in page


def test_nothing_is_published_before_its_review(desk: Desk) -> None:
    address = desk.submit()

    assert desk.runtime.post_form(f"{at_desk(address)}/publication", as_=desk.publisher).status == 409


def test_a_second_reviewer_finds_the_review_done(desk: Desk) -> None:
    address = desk.submit()
    second = another(Role.OPERATOR_REVIEWER, desk.reviewer)
    desk.runtime.post_form(f"{at_desk(address)}/approval", as_=desk.reviewer)

    assert desk.runtime.post_form(f"{at_desk(address)}/approval", as_=second).status == 409


def test_the_owner_cannot_open_the_desk(desk: Desk) -> None:
    assert desk.runtime.get("/desk/notices", as_=desk.agent).status == 403


def test_the_desk_learns_how_many_are_excluded_and_why_but_not_who(desk: Desk) -> None:
    excluded = {"exclusions": [AGENCY], "exclusion_reason": "正在与本单位进行合同诉讼"}
    address = desk.submit(requirements=excluded)

    page = desk.runtime.get(at_desk(address), as_=desk.reviewer).text

    assert "排除 1 家机构" in page
    assert "正在与本单位进行合同诉讼" in page
    assert AGENCY not in page
    assert AGENCY in desk.runtime.get(address, as_=desk.agent).text


def test_a_requirement_beyond_the_law_is_cited_and_must_be_answered(desk: Desk) -> None:
    demanding = {
        "qualifications.0.lowest_rank": "1",
        "practitioners.0.count": "5",
        "practitioners.0.certificate": "registered-surveyor",
        "practitioner_note": "工期较紧，需要较多人员",
    }
    address = desk.submit(requirements=demanding)
    page = desk.runtime.get(at_desk(address), as_=desk.reviewer).text
    assert "测绘资质 甲级及以上" in page
    assert "资质等级高于法定要求" in page
    assert "注册测绘师 不少于 5 人" in page
    assert "《政府采购法实施条例》第二十条第二项" in page
    keys = [part.split('"')[0] for part in page.split('.finding" value="')[1:]]
    assert len(keys) == 2

    unanswered = desk.runtime.post_form(f"{at_desk(address)}/approval", as_=desk.reviewer)
    answers = {}
    for place, key in enumerate(keys):
        answers[f"dismissals.{place}.finding"] = key
        answers[f"dismissals.{place}.reason"] = "项目属于一级控制测量，确有必要"
    answered = desk.runtime.post_form(f"{at_desk(address)}/approval", answers, as_=desk.reviewer)

    assert unanswered.status == 409
    assert answered.status == 303


def retire_item(desk: Desk) -> None:
    official, types = department_for(SURVEY), service_types()

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        decision = publishing.retire(uow.service_items.load(desk.item_id), official, now, types)
        uow.service_items.save(noted(desk.runtime.house, uow, decision), official)

    desk.runtime.house.transact(attempt)
    desk.runtime.drain()


def test_nothing_can_be_handed_in_under_a_retired_service_item(desk: Desk) -> None:
    address = desk.begin()
    desk.fill(address)
    retire_item(desk)

    answer = desk.runtime.post_form(f"{address}/submission", as_=desk.agent)

    assert answer.status == 422
    assert "这个中介服务事项已经停用" in answer.text
    assert "这个中介服务事项已经停用" in desk.runtime.get(f"{address}/check", as_=desk.agent).text


def test_nothing_is_published_under_an_item_that_was_retired_after_the_review(desk: Desk) -> None:
    address = desk.submit()
    desk.runtime.post_form(f"{at_desk(address)}/approval", as_=desk.reviewer)
    retire_item(desk)

    answer = desk.runtime.post_form(f"{at_desk(address)}/publication", as_=desk.publisher)

    assert answer.status == 409
    assert "停用或者换了版本，不能再按原来的内容发布" in answer.text


@pytest.mark.parametrize("heading", ["见证人", "Witnesses"])
def test_the_supervisor_sees_who_witnesses_the_draw_in_either_language(desk: Desk, heading: str) -> None:
    address = desk.submit(price={"witnesses.0.name": "见证人丙", "witnesses.0.phone": "13800138005"})
    own = address.replace("/owner/", "/supervisor/")
    supervisor = person(Role.SUPERVISOR)
    visit = desk.runtime.visit(supervisor)
    visit.get(f"/preferences?lang={'zh-Hans' if heading == '见证人' else 'en'}")

    page = visit.get(own).text
    visit.get("/preferences?lang=zh-Hans")
    told = desk.runtime.get_json(f"/api/v1{own}", as_=supervisor).json()

    assert f"<h3>{heading}</h3><ul><li>见证人丙 13800138005</li></ul>" in re.sub("</?span[^>]*>", "", page)
    assert told["witnesses"] == [{"name": "见证人丙", "phone": "13800138005"}]


def test_of_the_operator_the_reviewer_alone_sees_who_witnesses_the_draw(desk: Desk) -> None:
    witness = {"witnesses.0.name": "见证人丙", "witnesses.0.phone": "13800138005"}
    address = desk.submit(price=witness)

    page = desk.runtime.get(at_desk(address), as_=desk.reviewer).text
    told = desk.runtime.get_json(f"/api/v1{at_desk(address)}", as_=desk.reviewer).json()
    kept = desk.runtime.get_json(f"/api/v1{at_desk(address)}", as_=desk.publisher).json()

    assert "见证人丙 13800138005" in page
    assert told["witnesses"] == [{"name": "见证人丙", "phone": "13800138005"}]
    assert kept["witnesses"] == []


def test_everybody_reads_the_approval_project_and_whether_the_platform_must_be_used(desk: Desk) -> None:
    named = {"approval_project": "滨河路（一期）市政工程"}
    desk.publish(project=named)

    page = desk.runtime.get("/notices/ZJ-370700-2026-000001").text
    told = desk.runtime.get("/api/v1/notices/ZJ-370700-2026-000001").json()

    assert "滨河路（一期）市政工程" in page
    assert "必须使用本平台" in page
    assert told["mandatory_use"] is True
    assert told["content"]["approval_project"] == "滨河路（一期）市政工程"
