"""Writing and publishing service items: who may, what is asked, what is kept, what is said afterwards."""

import pytest

from chalicelib.domain.marketplace.service_items.checklist import ForbiddenKind
from chalicelib.kernel.actors import Role
from infra.local.people import people
from tests.factories.service_items import content
from tests.web.service_items.desk import CODE, NO_CHECKLIST, NOT_APPLICABLE, a, official_of
from tests.web.shell.markup import find_faults, parse, text

NEW = "/department/service-items/new"
PAGES = (
    "/department/service-items",
    f"/department/service-items/{CODE}",
    f"/department/service-items/{CODE}/draft",
    f"/department/service-items/{CODE}/version",
    f"/department/service-items/{CODE}/retirement",
)
DESK_PAGES = ("/desk/service-items", f"/desk/service-items/{CODE}")


def summary(answer) -> str:
    root = parse(answer.text)
    assert find_faults(root) == []
    return text(next(one for one in root.iter("section") if one.attrib.get("id") == "error-summary"))


def visible(answer) -> str:
    assert answer.status == 200
    root = parse(answer.text)
    assert find_faults(root) == []
    return text(root)


def inbox(runtime, recipient):
    return [letter.code for letter in runtime.outbox.letters(recipient)]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_the_department_is_sound(runtime, desk, page):
    desk.create()

    shown = visible(runtime.get(page, as_=desk.official))

    assert content().name in shown


def test_the_page_for_a_new_item_is_sound(runtime, desk):
    assert "新建服务事项" in visible(runtime.get(NEW, as_=desk.official))


@pytest.mark.parametrize("page", DESK_PAGES)
def test_every_page_of_the_operator_is_sound(runtime, desk, page):
    desk.create()
    desk.save(then="propose")

    assert content().name in visible(runtime.get(page, as_=desk.publisher))


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.DEPARTMENT, Role.OPERATOR_REVIEWER)]
)
def test_nobody_else_writes_items(runtime, role):
    assert runtime.get(NEW, as_=a(role)).status == 403


def test_all_six_kinds_must_be_answered_and_every_error_comes_at_once(runtime, desk):
    fields = {f"checklist.{kind}": "" for kind in ForbiddenKind}
    answer = desk.create("?", name="", **fields)

    assert answer.status == 422
    assert summary(answer).startswith("有 8 处需要修改")


@pytest.mark.parametrize("kind", list(ForbiddenKind))
def test_a_forbidden_kind_stops_the_item_and_names_its_article(runtime, desk, kind):
    answer = desk.create(**{f"checklist.{kind}": "yes"})

    assert answer.status == 422
    assert "属于禁止列为中介服务的情形" in summary(answer)
    assert "《济南市优化营商环境条例》第十六条" in text(parse(answer.text))
    assert runtime.get(f"/department/service-items/{CODE}", as_=desk.official).status == 404


def test_a_code_is_used_once_whatever_its_width_and_case(runtime, desk):
    desk.create()

    again = desk.create("ｈｐ－0001")

    assert again.status == 422
    assert "事项编码：这个事项编码已经使用过" in summary(again)


def test_the_same_form_sent_twice_begins_one_item(runtime, desk):
    body = {"_key": "k-1", "code": CODE, "name": "环境监测", **NOT_APPLICABLE}
    answers = [runtime.post_form("/department/service-items/new", body, as_=desk.official) for _ in range(2)]

    assert [answer.location for answer in answers] == [f"/department/service-items/{CODE}/draft"] * 2


def test_a_department_sees_and_writes_only_its_own_field(runtime, desk):
    desk.create()
    water = official_of("water")

    assert runtime.get(f"/department/service-items/{CODE}", as_=water).status == 403
    assert CODE not in runtime.get("/department/service-items", as_=water).text
    assert desk.create("SL-0001", department="ecology", person=water).status == 403


def test_the_operator_drafts_for_a_department_which_then_proposes(runtime, desk):
    reviewer = a(Role.OPERATOR_REVIEWER)
    assert desk.create(department="ecology", person=reviewer).status == 303

    page = visible(runtime.get(f"/department/service-items/{CODE}", as_=reviewer))

    assert "由行业主管部门核对并提交" in page
    assert runtime.post_form(f"/department/service-items/{CODE}/proposal", as_=reviewer).status == 403
    assert desk.save(then="propose").location.endswith("?done=proposed")


def test_an_unfinished_draft_is_kept_as_typed(runtime, desk):
    desk.create()
    body = {
        "_version": desk.version_of(),
        "_then": "save",
        "name": "只有名称",
        "materials": ["", "委托书", ""],
    }
    saved = runtime.post_form(f"/department/service-items/{CODE}/draft", body, as_=desk.official)

    form = runtime.get(f"/department/service-items/{CODE}/draft", as_=desk.official)

    assert saved.location.endswith("?done=saved")
    assert 'value="委托书"' in form.text
    assert 'value="只有名称"' in form.text


def test_what_a_proposal_lacks_is_listed_at_once_and_what_was_typed_stays(runtime, desk):
    desk.create()
    body = {"_version": desk.version_of(), "_then": "propose", "name": "环境监测", "kind": "approval"}
    answer = runtime.post_form(f"/department/service-items/{CODE}/draft", body, as_=desk.official)

    found = summary(answer)

    assert answer.status == 422
    for element in ("行使层级", "受理条件", "服务对象", "申请材料", "办理时限", "收费项目", "关联审批事项"):
        assert f"{element}：此项为必填" in found
    assert 'value="环境监测"' in answer.text


def test_proposing_an_unfinished_draft_from_its_page_leads_to_the_missing_fields(runtime, desk):
    desk.create()

    answer = runtime.post_form(f"/department/service-items/{CODE}/proposal", as_=desk.official)

    assert answer.status == 422
    assert "受理条件：此项为必填" in summary(answer)
    assert "建设项目环境影响报告书编制" in answer.text


def test_without_a_legal_basis_it_is_no_condition_of_an_approval(runtime, desk):
    desk.create()

    answer = desk.save(then="propose", legal_bases=())

    assert answer.status == 422
    assert "设定依据：" in summary(answer)


def test_a_colleagues_change_is_not_overwritten(runtime, desk):
    desk.create()
    seen = desk.version_of()
    desk.save(time_limit="20 个工作日")

    answer = desk.save(seen=seen, time_limit="10 个工作日")

    assert answer.status == 409
    assert "另一位工作人员修改了同一条记录" in summary(answer)
    assert "10 个工作日" in answer.text


def test_after_the_proposal_its_number_and_the_next_step_are_shown(runtime, desk):
    desk.create()
    answer = desk.save(then="propose")

    page = visible(runtime.get(answer.location, as_=desk.official))

    assert f"提交编号 {CODE}-V1" in page
    assert "发布人员核对后发布" in page
    assert inbox(runtime, "role:operator_publisher") == ["item-to-publish"]
    assert runtime.get(f"/department/service-items/{CODE}/draft", as_=desk.official).status == 303


def test_the_queue_holds_what_waits_and_says_so_when_it_is_empty(runtime, desk):
    assert "没有等待发布的服务事项" in visible(runtime.get("/desk/service-items", as_=desk.publisher))
    desk.create()
    desk.save(then="propose")

    assert CODE in visible(runtime.get("/desk/service-items", as_=desk.publisher))
    desk.publish()
    assert "没有等待发布的服务事项" in visible(runtime.get("/desk/service-items", as_=desk.publisher))


def test_a_returned_version_shows_its_reasons_and_can_be_proposed_again(runtime, desk):
    desk.create()
    desk.save(then="propose")
    note = {"note": "办理流程缺少评审环节"}

    empty = runtime.post_form(f"/desk/service-items/{CODE}/return", {"note": ""}, as_=desk.publisher)
    returned = runtime.post_form(f"/desk/service-items/{CODE}/return", note, as_=desk.publisher)

    assert empty.status == 422
    assert "退回意见：此项为必填" in summary(empty)
    assert returned.status == 303
    assert "缺少评审环节" in visible(
        runtime.get(f"/department/service-items/{CODE}/draft", as_=desk.official)
    )
    assert "item-returned" in inbox(runtime, f"org:{desk.official.org.uscc}")
    assert desk.save(then="propose").status == 303


def test_a_version_cannot_begin_in_the_past(runtime, desk):
    desk.create()
    desk.save(then="propose")

    answer = desk.publish(effective_from="2026-03-01")

    assert answer.status == 422
    assert "生效日期：日期已经过去" in summary(answer)
    assert desk.publish(effective_from="2026-03-02").status == 303


def test_a_version_cannot_begin_so_late_that_the_year_must_be_a_slip(runtime, desk):
    desk.create()
    desk.save(then="propose")

    for day in ("9999-12-31", "2028-03-02"):
        answer = desk.publish(effective_from=day)
        assert answer.status == 422
        assert "生效日期：日期太远，最晚可以填写 2028年3月1日" in summary(answer)
    assert desk.publish(effective_from="2028-03-01").status == 303


def test_publication_is_confirmed_and_told_to_the_department(runtime, desk):
    desk.create()
    desk.save(then="propose")
    answer = desk.publish()

    page = visible(runtime.get(answer.location, as_=desk.publisher))

    assert f"事项编号 {CODE}-V1" in page
    assert "item-published" in inbox(runtime, f"org:{desk.official.org.uscc}")
    assert desk.publish().status == 409


def test_only_publishers_publish(runtime, desk):
    desk.create()
    desk.save(then="propose")

    for person in (a(Role.OPERATOR_REVIEWER), desk.official):
        answer = runtime.post_form(f"/desk/service-items/{CODE}/publication", as_=person)
        assert answer.status == 403


def test_a_new_version_answers_the_checklist_anew(runtime, desk):
    desk.published()
    address = f"/department/service-items/{CODE}/version"

    assert runtime.post_form(address, as_=desk.official).status == 422
    assert runtime.post_form(address, NOT_APPLICABLE, as_=desk.official).status == 303
    assert runtime.post_form(address, NOT_APPLICABLE, as_=desk.official).status == 409


def test_a_retired_item_is_confirmed_and_stays_retired(runtime, desk):
    desk.published()
    address = f"/department/service-items/{CODE}/retirement"
    answer = runtime.post_form(address, as_=desk.official)

    assert "服务事项已停用" in visible(runtime.get(answer.location, as_=desk.official))
    assert "不能停用" in visible(runtime.get(address, as_=desk.official))
    assert runtime.post_form(address, as_=desk.official).status == 409


def test_the_whole_life_works_over_the_api(runtime, desk):
    path = f"/api/v1/service-items/{CODE}"
    body = {"code": CODE, "name": "环境监测", "checklist": NO_CHECKLIST}
    created = runtime.post_json("/api/v1/service-items", body, as_=desk.official, key="a")
    assert (created.status, created.header("Location")) == (201, f"{path}/draft")
    content = runtime.post_json("/api/v1/service-items", body, as_=desk.official, key="a").json()["content"]
    assert content == {"name": "环境监测"}

    whole = EXAMPLE
    assert desk.put(f"{path}/draft", whole, '"7"', desk.official).status == 412
    saved = desk.put(f"{path}/draft", whole, created.header("ETag"), desk.official)
    assert saved.json()["content"] == whole
    assert runtime.post_json(f"{path}/proposal", None, as_=desk.official).json()["state"] == "PROPOSED"
    returned = runtime.post_json(f"{path}/returns", {"note": "补充依据"}, as_=desk.publisher).json()
    assert (returned["state"], returned["return_note"]) == ("DRAFT", "补充依据")
    runtime.post_json(f"{path}/proposal", None, as_=desk.official)
    assert runtime.post_json(f"{path}/publication", {}, as_=desk.publisher).json()["state"] == "PUBLISHED"
    begun = runtime.post_json(f"{path}/versions", {"checklist": NO_CHECKLIST}, as_=desk.official)
    assert (begun.status, begun.json()["version"]) == (201, 2)
    assert runtime.post_json(f"{path}/retirement", {}, as_=desk.official).json()["state"] == "RETIRED"


def test_the_api_names_every_error_with_its_pointer(runtime, desk):
    body = {"code": "?", "checklist": {**NO_CHECKLIST, "split_service": "yes"}, "colour": "red"}

    refused = runtime.post_json("/api/v1/service-items", body, as_=desk.official)

    assert refused.status == 422
    assert {(one["pointer"], one["code"]) for one in refused.json()["errors"]} == {
        ("/code", "not-an-item-code"),
        ("/name", "required"),
        ("/checklist/split_service", "forbidden-kind"),
        ("/colour", "unknown-field"),
    }


def test_no_text_and_no_name_reach_the_ledger(runtime, desk):
    desk.published()
    item_id = runtime.house.queries.owners("item-code", [CODE])[CODE]

    rows = [entry.data for entry in runtime.house.queries.entries(f"ITEM#{item_id}")]

    assert len(rows) == 4
    assert all("报告书" not in row and "市场调节价" not in row for row in rows)
    assert all(person.display_name not in row for row in rows for person in people())


EXAMPLE = {
    "name": "环境监测",
    "kind": "voluntary",
    "legal_bases": [{"rank": "other", "title": "某局通知"}],
    "levels": ["city"],
    "conditions": "需要监测数据时",
    "audience": ["enterprise"],
    "materials": ["委托书"],
    "time_limit": "15 个工作日",
    "fee_type": "market",
    "fee_standard": "双方商定",
    "body_nature": "any",
    "deliverable": "监测报告",
    "procedure": "委托、采样、报告",
    "service_types": ["HP02"],
}
