"""Similar items and bad ratings become one problem by a person's word; what changed is public (§8.16)."""

import pytest

from chalicelib.entrypoints import listing
from tests.web.hotline.conftest import SAID, HotlineDesk

ALIKE = "变更营业执照早过了承诺日期，跑了三趟还没有办好。"
OTHER = "大厅没有无障碍叫号屏，老人看不见叫到几号。"
CHANGED = {
    "changed": "变更登记改为当场办结，窗口增加一名复核人员。",
    "before": "3 个工作日",
    "after": "当场办结",
}


def _registered(desk: HotlineDesk, content: str, **more: str) -> str:
    item: str = desk.register(content=content, topic="TIME_LIMIT", about=desk.unit, **more)["id"]
    return item


def _joined(desk: HotlineDesk) -> tuple[str, str]:
    """Have six people over three channels raise one problem; return an item and the problem's address."""
    first = _registered(desk, SAID)
    for number in range(1, 5):
        _registered(desk, ALIKE + "。" * number, source="WINDOW", phone=f"1380536020{number}")
    _registered(desk, ALIKE, source="SMS", phone="13805360301")
    _registered(desk, ALIKE + "！", phone="13805360101")
    cards = desk.runtime.get_json("/api/v1/items?facet=all", as_=desk.operator).json()["items"]
    others = [card["id"] for card in cards if card["id"] != first]
    form = {"items": others, "title": "营业执照变更超过承诺时限"}
    done = desk.runtime.visit(desk.operator).post_form(f"/hotline/{first}/similar", form)
    assert done.status == 303, done.text
    desk.runtime.drain()
    return first, done.location.split("?")[0]


def test_what_reads_alike_is_proposed_and_nothing_else(desk: HotlineDesk) -> None:
    first = _registered(desk, SAID)
    alike, other = _registered(desk, ALIKE), _registered(desk, OTHER)
    secret = _registered(desk, ALIKE, type="REPORT")

    page = desk.page(desk.operator, f"/hotline/{first}/similar")

    assert f'value="{alike}"' in page
    assert f'value="{other}"' not in page
    assert f'value="{secret}"' not in page
    assert "没有相似的诉求" in desk.page(desk.operator, f"/hotline/{secret}/similar")


def test_what_a_person_rejects_is_not_proposed_again(desk: HotlineDesk) -> None:
    first, alike = _registered(desk, SAID), _registered(desk, ALIKE)

    desk.runtime.visit(desk.operator).post_form(f"/hotline/{first}/similar/none", {"unlike": alike})

    assert "没有相似的诉求" in desk.page(desk.operator, f"/hotline/{first}/similar")


def test_one_telephone_is_one_person_over_all_channels(desk: HotlineDesk) -> None:
    first, address = _joined(desk)

    page = desk.page(desk.handler, address)

    assert "6 人，3 个渠道" in page
    assert address in desk.page(desk.operator, f"/hotline/{first}")
    assert "多人反映同一个问题" in desk.page(desk.handler, "/messages")


def test_a_problem_lists_what_was_joined_as_far_as_the_reader_may_read_it(desk: HotlineDesk) -> None:
    first, address = _joined(desk)
    before = desk.page(desk.handler, address)
    sent = desk.must(desk.operator, first, "dispatch", unit=desk.unit)

    unit, regulator = desk.page(desk.handler, address), desk.page(desk.regulator, address)
    over_api = desk.runtime.get_json(f"/api/v1{address.removeprefix('/hotline')}", as_=desk.handler).json()

    assert (before.count("RX-370700"), "一共 7 件，这里列出您可以查看的最近 0 件" in before) == (0, True)
    assert (unit.count("RX-370700"), sent["item_no"] in unit) == (1, True)
    assert (regulator.count("RX-370700"), "一共" in regulator) == (7, False)
    assert [(one["number"], one["channel"]) for one in over_api["members"]] == [(sent["item_no"], "PHONE")]
    assert "13805360" not in regulator


def test_a_problem_needs_two_and_an_item_is_in_one_only(desk: HotlineDesk) -> None:
    first, alike = _registered(desk, SAID), _registered(desk, ALIKE)
    visit = desk.runtime.visit(desk.operator)

    alone = visit.post_form(f"/hotline/{first}/similar", {"title": "营业执照变更超过承诺时限"})
    nameless = visit.post_form(f"/hotline/{first}/similar", {"items": alike})

    assert alone.status == 409
    assert nameless.status == 422
    assert f'value="{alike}" checked' in nameless.text
    assert "问题的名称" in nameless.text


def test_what_changed_is_public_once_a_regulator_published_it(desk: HotlineDesk) -> None:
    _, address = _joined(desk)
    early = desk.runtime.get("/problems-solved").text
    changed = desk.runtime.visit(desk.handler).post_form(f"{address}/change", CHANGED)
    desk.runtime.drain()
    own = desk.runtime.visit(desk.operator).post_form(f"{address}/publish", {})

    published = desk.runtime.visit(desk.regulator).post_form(f"{address}/publish", {})
    desk.runtime.drain()

    page = desk.runtime.get("/problems-solved").text
    assert CHANGED["changed"] not in early
    assert (changed.status, own.status, published.status) == (303, 403, 303)
    for words in (*CHANGED.values(), "6 人，3 个渠道", "营业执照变更超过承诺时限"):
        assert words in page
    answer = desk.runtime.get_json("/api/v1/problems-solved").json()
    assert (answer["items"][0]["people"], answer["items"][0]["channels"]) == (6, ["PHONE", "SMS", "WINDOW"])
    assert ",6,PHONE SMS WINDOW," in desk.runtime.get("/problems-solved.csv").text


def test_no_telephone_number_gets_into_what_will_be_public(desk: HotlineDesk) -> None:
    _first, address = _joined(desk)
    with_number = {**CHANGED, "changed": "已改为当场办结，有事打 138 1234 5678。", "after": "电话13812345678"}
    title = {"items": _registered(desk, ALIKE), "title": "找王经理 0536-8091234"}

    refused = desk.runtime.visit(desk.handler).post_form(f"{address}/change", with_number)
    named = desk.runtime.visit(desk.operator).post_form(f"/hotline/{_registered(desk, SAID)}/similar", title)

    assert (refused.status, refused.text.count("公开的文字里不能有电话号码")) == (422, 4)
    assert (named.status, "公开的文字里不能有电话号码" in named.text) == (422, True)
    assert "修改前" not in desk.page(desk.regulator, address)


def test_the_table_of_problems_has_more_than_a_page_and_says_what_it_leaves_out(
    desk: HotlineDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        first = _registered(desk, SAID + "。" * number)
        form = {"items": _registered(desk, ALIKE + "。" * number), "title": "营业执照变更超过承诺时限"}
        visit = desk.runtime.visit(desk.operator)
        address = visit.post_form(f"/hotline/{first}/similar", form).location.split("?")[0]
        desk.runtime.visit(desk.handler).post_form(f"{address}/change", CHANGED)
        desk.runtime.visit(desk.regulator).post_form(f"{address}/publish", {})
    desk.runtime.drain()

    monkeypatch.setattr(listing, "MAX_LIMIT", 1)
    whole = desk.runtime.get("/problems-solved.csv").text
    monkeypatch.setattr(listing, "MOST_PAGES", 2)
    bounded = desk.runtime.get("/problems-solved.csv").text

    assert whole.count("WT-") == 3
    assert (bounded.count("WT-"), "另有 1 条没有列出" in bounded) == (2, True)


def test_the_api_takes_a_problem_from_what_reads_alike_to_the_public_ledger(desk: HotlineDesk) -> None:
    first, alike, other = _registered(desk, SAID), _registered(desk, ALIKE), _registered(desk, ALIKE + "。")
    similar = f"/api/v1/items/{first}/similar"
    proposed = desk.runtime.get_json(similar, as_=desk.operator).json()["items"]
    desk.runtime.post_json(f"{similar}/none", {"unlike": [other]}, as_=desk.operator)

    body = {"items": [alike], "title": "营业执照变更超过承诺时限"}
    joined = desk.runtime.post_json(similar, body, as_=desk.operator)
    address = f"/api/v1/problems/{joined.json()['id']}"
    early = desk.runtime.post_json(f"{address}/publish", {}, as_=desk.regulator)
    changed = desk.runtime.post_json(f"{address}/change", CHANGED, as_=desk.handler)
    published = desk.runtime.post_json(f"{address}/publish", {}, as_=desk.regulator)
    desk.runtime.drain()

    assert {one["id"] for one in proposed} == {alike, other}
    assert (joined.status, joined.json()["people"], joined.json()["state"]) == (201, 1, "OPEN")
    assert (early.status, changed.json()["changed"]) == (409, CHANGED["changed"])
    assert (published.json()["state"], published.json()["steps"]) == ("PUBLISHED", [])
    listed = desk.runtime.get_json("/api/v1/problems", as_=desk.handler).json()["items"]
    assert [one["id"] for one in listed] == [joined.json()["id"]]
    assert CHANGED["after"] in desk.runtime.get("/problems-solved").text


def test_fewer_than_five_are_not_told_as_a_number(desk: HotlineDesk) -> None:
    first, alike = _registered(desk, SAID), _registered(desk, ALIKE)
    form = {"items": alike, "title": "营业执照变更超过承诺时限"}
    address = desk.runtime.visit(desk.operator).post_form(f"/hotline/{first}/similar", form).location
    desk.runtime.drain()
    address = address.split("?")[0]
    desk.runtime.visit(desk.handler).post_form(f"{address}/change", CHANGED)
    desk.runtime.visit(desk.regulator).post_form(f"{address}/publish", {})
    desk.runtime.drain()

    assert "不足 5 人，1 个渠道" in desk.runtime.get("/problems-solved").text
    assert desk.runtime.get_json("/api/v1/problems-solved").json()["items"][0]["people"] is None
    assert ",<5,PHONE," in desk.runtime.get("/problems-solved.csv").text
