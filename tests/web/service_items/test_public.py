"""What everybody sees of service items: the list by department, the page, its versions and differences."""

from datetime import timedelta

import pytest

from chalicelib.usecases.service_items.catalogue import published_items
from tests.factories.service_items import content
from tests.web.service_items.desk import CODE, official_of
from tests.web.shell.markup import find_faults, parse, text

LATER = timedelta(days=20)


def visible(answer) -> str:
    assert answer.status == 200
    root = parse(answer.text)
    assert find_faults(root) == []
    return text(root)


def test_the_empty_list_says_what_will_stand_there(runtime):
    page = visible(runtime.get("/service-items"))

    assert "还没有发布中介服务事项" in page
    assert "共 0 条" in page


def test_an_unpublished_item_is_nowhere_public(runtime, desk):
    desk.create()

    assert runtime.get(f"/service-items/{CODE}").status == 404
    assert runtime.get_json(f"/api/v1/service-items/{CODE}").status == 404
    assert runtime.get_json("/api/v1/service-items").json()["count"] == 0


def test_the_list_counts_items_by_department_and_sorts_by_code(runtime, desk):
    desk.published("HP-0002", name="环境现状监测")
    desk.published("HP-0001")

    answer = runtime.get("/service-items?department=ecology")
    page = visible(answer)

    assert "生态环境局 (2)" in page
    assert page.index("HP-0001") < page.index("HP-0002")
    assert runtime.get_json("/api/v1/service-items?department=water").json()["count"] == 0


def test_the_page_shows_the_ten_elements_in_their_order(runtime, desk):
    desk.published()

    page = visible(runtime.get(f"/service-items/{CODE}"))

    names = (
        "事项名称", "事项编码", "事项类型", "设定依据", "行使层级", "受理条件", "服务对象",
        "申请材料", "办理时限", "收费项目",
    )  # fmt: skip
    places = [page.index(name, page.index("十项要素")) for name in names]
    assert places == sorted(places)
    assert "中华人民共和国环境影响评价法 第二十条" in page
    assert "环境影响评价文件审批 370100-EIA · 生态环境局" in page


def test_what_is_required_and_what_is_voluntary_is_said_plainly(runtime, desk):
    desk.published("HP-0001")
    desk.published("HP-0002", kind="voluntary", is_approval_condition=False)

    assert "任何部门不得指定" in visible(runtime.get("/service-items/HP-0001"))
    assert "不委托不影响办理审批" in visible(runtime.get("/service-items/HP-0002"))


def test_each_version_names_what_it_changed_and_old_ones_stay_readable(runtime, desk):
    desk.published()
    runtime.advance(LATER)
    desk.next_version(time_limit="20 个工作日", materials=("委托书", "监测数据"))

    answer = runtime.get(f"/service-items/{CODE}")

    visible(answer)
    deleted = [text(one) for one in parse(answer.text).iter("del")]
    inserted = [text(one) for one in parse(answer.text).iter("ins")]
    assert deleted == ["项目资料", "30 个工作日"]
    assert inserted == ["监测数据", "20 个工作日"]
    old = visible(runtime.get(f"/service-items/{CODE}?version=1"))
    assert "正在执行的是第 2 版" in old
    assert "办理时限 30 个工作日" in old
    assert runtime.get(f"/service-items/{CODE}?version=9").status == 404


def test_a_later_version_takes_over_at_the_first_instant_of_its_day(runtime, desk):
    desk.published()
    desk.next_version(effective_from="2026-03-10", name="新名称")
    begins_at = runtime.now() + timedelta(days=7, hours=15)

    runtime.move_to(begins_at - timedelta(milliseconds=1))
    before = runtime.get_json("/api/v1/service-items").json()["items"]
    chosen_before = published_items(runtime.house)
    runtime.move_to(begins_at)

    assert [card["name"] for card in before] == [content().name]
    assert [card.version for card in chosen_before] == [1]
    assert runtime.get_json("/api/v1/service-items").json()["items"][0]["name"] == "新名称"
    assert [card.version for card in published_items(runtime.house)] == [2]
    assert runtime.get_json(f"/api/v1/service-items/{CODE}").json()["in_force"] == 2


def test_an_item_that_ends_leaves_the_list_and_the_counts_at_that_instant(runtime, desk):
    desk.published()
    ending = {"effective_to": "2026-03-10"}
    runtime.post_form(f"/department/service-items/{CODE}/retirement", ending, as_=desk.official)
    assert runtime.get_json("/api/v1/service-items").json()["count"] == 1

    runtime.move_to(runtime.now() + timedelta(days=7, hours=15))

    assert runtime.get_json("/api/v1/service-items").json()["count"] == 0
    assert runtime.get_json("/api/v1/service-items?state=RETIRED").json()["count"] == 1
    assert published_items(runtime.house) == ()
    assert "已经停用" in visible(runtime.get(f"/service-items/{CODE}"))
    assert "已停用 (1)" in visible(runtime.get("/service-items?state=RETIRED"))


def test_the_catalogue_offers_what_is_in_force_with_its_types_and_department(runtime, desk):
    desk.published("HP-0002", name="环境监测", service_types=("HP02",))
    desk.published("HP-0001")
    desk.create("HP-0003")

    cards = published_items(runtime.house)

    assert [(card.code, card.service_types, card.department) for card in cards] == [
        ("HP-0001", ("HP01",), "ecology"),
        ("HP-0002", ("HP02",), "ecology"),
    ]
    assert runtime.house.queries.service_item(cards[0].id)[0].code == "HP-0001"


def test_the_json_of_an_item_names_versions_and_changes(runtime, desk):
    desk.published()
    desk.next_version(effective_from="2026-04-01", time_limit="20 个工作日")

    found = runtime.get_json(f"/api/v1/service-items/{CODE}")

    body = found.json()
    assert found.header("ETag")
    assert [version["standing"] for version in body["versions"]] == ["scheduled", "in-force"]
    assert body["versions"][0]["changes"] == [
        {"element": "time_limit", "before": "30 个工作日", "after": "20 个工作日"}
    ]
    assert body["versions"][0]["effective_from"] == "2026-03-31T16:00:00.000Z"


@pytest.mark.parametrize("hostile", ["<script>alert(1)</script>", "𠮷" * 50, "１２３", "a\u200bb"])
def test_hostile_text_is_shown_as_text(runtime, desk, hostile):
    desk.published(name=hostile, conditions=hostile)

    answer = runtime.get(f"/service-items/{CODE}")

    assert find_faults(parse(answer.text)) == []
    assert "<script>alert" not in answer.text


def test_the_page_reads_in_english(runtime, desk):
    desk.published()
    visit = runtime.visit()
    visit.get("/preferences?lang=en&back=/")

    page = visible(visit.get(f"/service-items/{CODE}"))

    assert "The ten elements" in page
    assert "Materials to provide" in page
    assert official_of("ecology").org.name not in page
