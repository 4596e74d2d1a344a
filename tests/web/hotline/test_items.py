"""An item from its registration to its end, over pages, API and the resident's own link (§2.7)."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from chalicelib.kernel.actors import Role
from infra.local.people import people
from tests.web.hotline.conftest import PHONE, REASON, REPLY, SAID, HotlineDesk, person_of

NUMBER = re.compile(r"RX-370700-2026-\d{6}-[0-9A-Z*]")


def test_a_resident_complains_and_follows_it_by_a_secret_to_the_reply_and_back(desk: HotlineDesk) -> None:
    link = desk.complain(phone=PHONE, about=desk.unit, may_contact="true").location
    item = desk.newest()
    first = desk.runtime.get(link)
    desk.must(desk.operator, item, "dispatch", unit=desk.unit)
    desk.must(desk.handler, item, "reply", reply=REPLY)

    replied = desk.runtime.get(link).text
    said = desk.runtime.post_form(f"{link}/outcome", {"solved": "NO", "level": "2", "text": "还是没拿到。"})
    desk.runtime.drain()

    assert re.fullmatch(r"/items/[0-9A-Za-z]{24}", link)
    assert NUMBER.search(first.text)
    assert (first.header("Cache-Control"), first.header("Referrer-Policy")) == ("no-store", "no-referrer")
    assert "已受理" in first.text
    assert REPLY in replied
    assert said.status == 303
    assert "没有解决" in desk.runtime.get(link).text
    shown = desk.read(desk.regulator, item)
    assert (shown["state"], shown["marks"][0]["reason"]) == ("UNSATISFIED", "UNSATISFIED")
    assert shown["words"]["said"] == "还是没拿到。"
    assert "写督办意见" in desk.page(desk.regulator, "/workbench")


def test_a_closed_item_is_reopened_once_by_its_resident(desk: HotlineDesk) -> None:
    link = desk.complain().location
    item = desk.newest()
    desk.must(desk.operator, item, "answer", reply=REPLY)

    opened = desk.runtime.post_form(f"{link}/reopening", {"text": "电话打不通。"})
    again = desk.runtime.post_form(f"{link}/reopening", {})

    assert opened.status == 303
    assert again.status == 409
    assert desk.read(desk.operator, item)["state"] == "REOPENED"


def test_two_taps_raise_one_item_and_a_page_that_was_never_shown_raises_none(desk: HotlineDesk) -> None:
    ticket = re.search(r'name="ticket" value="(\w{22})"', desk.runtime.get("/complain").text)
    assert ticket
    said = {"door": "GRIPE", "type": "SUGGESTION", "content": SAID, "ticket": ticket[1]}

    with ThreadPoolExecutor(2) as pool:
        links = {
            one.location for one in pool.map(lambda _: desk.runtime.post_form("/complain", said), range(2))
        }
    forged = desk.runtime.post_form("/complain", {**said, "ticket": "0123456789abcdefghijAB"})
    desk.runtime.drain()

    assert len(links) == 1
    assert forged.status == 422
    assert desk.runtime.get_json("/api/v1/items", as_=desk.operator).json()["count"] == 1


def test_the_form_has_its_style_and_no_cache_gives_one_ticket_to_two_people(desk: HotlineDesk) -> None:
    first, second = desk.runtime.get("/complain"), desk.runtime.get("/complain")

    assert first.header("Cache-Control") == "no-store"
    assert "style-src 'self'" in (first.header("Content-Security-Policy") or "")
    tickets = [re.findall(r'name="ticket" value="(\w{22})"', page.text) for page in (first, second)]
    assert tickets[0] != tickets[1]


def test_the_form_says_all_that_is_wrong_at_once_and_loses_nothing(desk: HotlineDesk) -> None:
    wrong = desk.complain(door="", type="", content="短", phone="12", name="王小明")

    assert wrong.status == 422
    assert wrong.text.count('href="#f-') >= 3
    assert "王小明" in wrong.text
    assert "短</textarea>" in wrong.text


def test_a_refused_registration_is_registered_and_goes_to_the_regulator_at_once(desk: HotlineDesk) -> None:
    by_window = desk.register(desk.clerk, source="WINDOW", door="STUCK", type="HELP", refused=True)
    link = desk.complain(door="STUCK", refused="true").location

    for item in (by_window["id"], desk.newest()):
        shown = desk.read(desk.regulator, item)
        assert shown["is_refused"]
        assert shown["marks"][0]["reason"] == "REFUSED_BY_WINDOW"
        assert f"/hotline/{item}" in desk.page(desk.regulator, "/workbench")
    assert desk.page(desk.regulator, "/messages").count("曾被窗口拒绝登记") == 2
    assert "监管人员正在督办" in desk.runtime.get(link).text
    assert desk.take(desk.clerk, by_window["id"], "answer", reply=REPLY).status == 409


def test_no_role_has_a_step_that_refuses_an_item(desk: HotlineDesk) -> None:
    item = desk.register(desk.clerk, source="WINDOW")["id"]

    for name in ("refuse", "reject", "decline", "delete"):
        assert desk.take(desk.clerk, item, name).status == 404
    assert desk.read(desk.clerk, item)["state"] == "RECEIVED"


def test_the_clerk_hands_out_a_receipt_that_nobody_else_prints(desk: HotlineDesk) -> None:
    form = {"source": "WINDOW", "door": "STUCK", "type": "HELP", "content": SAID}
    visit = desk.runtime.visit(desk.clerk)
    done = visit.post_form("/hotline/new", form)
    desk.runtime.drain()

    receipt = visit.get(done.location)

    assert NUMBER.search(receipt.text)
    address = re.search(r"/items/[0-9A-Za-z]{24}", receipt.text)
    assert address
    assert desk.runtime.get(address[0]).status == 200
    assert desk.runtime.get(done.location, as_=desk.operator).status == 403


def test_what_could_not_be_done_is_sorted_at_the_window_and_sent_by_the_office(desk: HotlineDesk) -> None:
    item = desk.register(desk.clerk, source="WINDOW", door="STUCK", type="HELP")["id"]

    early = desk.take(desk.operator, item, "dispatch", unit=desk.unit)
    desk.must(desk.clerk, item, "triage", triage="COMPLEX")
    sent = desk.must(desk.operator, item, "dispatch", unit=desk.unit)
    told = desk.must(desk.handler, item, "progress", reply="已召开联席会，三个部门分工如下。")

    assert early.json()["type"].endswith("triage-first")
    assert [one["step"] for one in sent["clocks"] if one["is_running"]] == ["progress"]
    assert told["words"]["progress-1"].startswith("已召开联席会")


def test_units_see_no_name_no_number_and_no_item_of_others(desk: HotlineDesk) -> None:
    item = desk.register(name="王小明", content="打我 13805360001 吧，" + SAID, may_contact=True)["id"]
    early = desk.runtime.get(f"/hotline/{item}", as_=desk.handler)
    desk.must(desk.operator, item, "dispatch", unit=desk.unit)

    seen = desk.page(desk.handler, f"/hotline/{item}") + str(desk.read(desk.handler, item))

    assert early.status == 403
    assert "138****0101" in seen
    assert not [one for one in ("13805360001", "13805360101", "王小明") if one in seen]
    other = next(one for one in people() if Role.UNIT_HANDLER in one.roles and one.org != desk.handler.org)
    assert desk.runtime.get(f"/hotline/{item}", as_=other).status == 403
    assert desk.runtime.get_json("/api/v1/items", as_=other).json()["count"] == 0
    assert desk.runtime.get("/hotline", as_=person_of(Role.DEPARTMENT)).status == 403


def test_whoever_opens_the_identity_is_shown_to_the_resident(desk: HotlineDesk) -> None:
    link = desk.complain(phone=PHONE, name="王小明").location
    item = desk.newest()

    opened = desk.runtime.post_json(
        f"/api/v1/items/{item}/identity", {"reason": "CONTACT"}, as_=desk.operator
    )
    refused = desk.runtime.post_json(
        f"/api/v1/items/{item}/identity", {"reason": "CONTACT"}, as_=desk.handler
    )

    assert opened.json() == {"name": "王小明", "phone": PHONE}
    assert refused.status == 403
    page = desk.runtime.get(link).text
    assert "热线受理人员" in page
    assert "核对联系方式" in page


def test_a_report_is_not_sent_to_whom_it_is_about(desk: HotlineDesk) -> None:
    item = desk.register(type="REPORT", about=desk.unit, may_contact=True)

    sent = desk.take(desk.operator, item["id"], "dispatch", unit=desk.unit)

    assert item["is_confidential"]
    assert not item["may_unit_contact"]
    assert sent.json()["type"].endswith("about-this-unit")


def test_time_cards_urges_and_supervises_whoever_is_late(desk: HotlineDesk) -> None:
    item = desk.register()["id"]
    desk.must(desk.operator, item, "dispatch", unit=desk.unit)

    desk.runtime.advance(timedelta(days=20))

    shown = desk.read(desk.regulator, item)
    assert [one["kind"] for one in shown["cards"]] == ["YELLOW", "RED", "URGED", "CRITICISED"]
    assert [one["reason"] for one in shown["marks"]] == ["OVERDUE"]
    assert "已列入督办" in desk.page(desk.regulator, "/messages")
    assert desk.runtime.get_json("/api/v1/items?facet=late", as_=desk.handler).json()["count"] == 1
    desk.must(desk.regulator, item, "instruct", instruction="请在三个工作日内办结并说明原因。")
    assert "写督办意见" not in desk.page(desk.regulator, "/workbench")


def test_the_unit_reports_once_on_an_instruction_and_regulator_and_resident_read_it(
    desk: HotlineDesk,
) -> None:
    link = desk.complain(about=desk.unit).location
    item = desk.newest()
    desk.must(desk.operator, item, "dispatch", unit=desk.unit)
    desk.must(desk.handler, item, "reply", reply=REPLY)
    for step in ("NO", "NO"):
        desk.runtime.post_form(f"{link}/outcome", {"solved": step, "level": "1"})
        if desk.read(desk.operator, item)["steps"] == ["redispatch"]:
            desk.must(desk.operator, item, "redispatch", reason=REASON)
            desk.runtime.advance(timedelta(minutes=1))
            desk.must(desk.handler, item, "reply", reply=REPLY)
    early = desk.take(desk.handler, item, "report-back", reply=REPLY)
    desk.must(desk.regulator, item, "instruct", instruction="请三日内报告处理结果和原因。")
    waits = "报告督办意见的办理情况" in desk.page(desk.handler, "/workbench")
    report = "已上门核对，营业执照已经送达本人。"

    told = desk.must(desk.handler, item, "report-back", reply=report)
    again = desk.take(desk.handler, item, "report-back", reply=report)

    assert (early.json()["type"], again.json()["type"]) == ("/problems/nothing-to-report",) * 2
    assert (told["state"], waits) == ("UNSATISFIED", True)
    assert "报告督办意见的办理情况" not in desk.page(desk.handler, "/workbench")
    assert "的督办意见办理情况，请查看" in desk.page(desk.regulator, "/messages")
    assert report in desk.page(desk.regulator, f"/hotline/{item}")
    page = desk.runtime.get(link).text
    assert report in page
    assert "因为您不满意，退回重办" in page
    assert re.search(r"第 1 次答复.*您当时的意见：没有解决；非常不满意", page, re.DOTALL)


def test_the_office_returns_extends_calls_back_and_closes(desk: HotlineDesk) -> None:
    item = desk.register()["id"]
    desk.must(desk.operator, item, "dispatch", unit=desk.unit)
    desk.must(desk.handler, item, "return", reason=REASON)
    desk.must(desk.operator, item, "dispatch", unit=desk.unit)
    desk.must(desk.handler, item, "ask-extension", days=5, reason=REASON)
    longer = desk.must(desk.operator, item, "grant-extension")
    desk.must(desk.handler, item, "reply", reply=REPLY)
    noted = desk.must(desk.operator, item, "callback", solved="YES", level=5)
    early = desk.take(desk.operator, item, "close")
    desk.runtime.advance(timedelta(days=1, seconds=1))

    closed = desk.must(desk.operator, item, "close")

    assert longer["words"]["extension"] == REASON
    assert (noted["state"], closed["state"]) == ("SATISFIED", "CLOSED")
    assert early.json()["type"].endswith("correction-open")
    for step in ("dispatch", "callback", "reply", "ask-extension"):
        assert desk.runtime.get(f"/hotline/{item}/{step}", as_=desk.operator).status in (303, 403)


def test_every_page_of_a_step_shows_its_form(desk: HotlineDesk) -> None:
    item = desk.register()["id"]

    assert "派单" in desk.page(desk.operator, f"/hotline/{item}/dispatch")
    wrong = desk.runtime.visit(desk.operator).post_form(f"/hotline/{item}/answer", {"reply": "好"})
    assert wrong.status == 422
    assert "好</textarea>" in wrong.text
    assert SAID in desk.page(desk.operator, f"/hotline/{item}")
    assert "RX-370700" in desk.page(desk.operator, "/hotline?facet=HOTLINE")


def test_an_unknown_secret_looks_like_any_other_shut_link_and_guessing_ends(desk: HotlineDesk) -> None:
    unknown = desk.runtime.get("/items/" + "0" * 24)

    assert unknown.status == 404
    assert unknown.text == desk.runtime.get("/r/" + "0" * 16).text


def test_nothing_readable_holds_what_was_said_who_said_it_or_the_secret(desk: HotlineDesk) -> None:
    link = desk.complain(phone=PHONE, name="王小明").location
    desk.must(desk.operator, desk.newest(), "answer", reply=REPLY)

    tables = desk.runtime.house.transact(lambda uow, _now: uow).tables  # type: ignore[attr-defined]
    models = (tables.satisfaction, tables.ledger, tables.reporting, tables.marketplace)
    dumped = " ".join(str(item.attribute_values) for model in models for item in model.scan())

    assert desk.newest() in dumped
    for secret in (SAID, REPLY, PHONE, "王小明", link.rpartition("/")[2]):
        assert secret not in dumped


def test_the_resident_is_texted_the_receipt_the_extension_and_the_reply_with_the_secret_link(
    desk: HotlineDesk,
) -> None:
    item = desk.register()["id"]
    desk.must(desk.operator, item, "dispatch", unit=desk.unit)
    desk.must(desk.handler, item, "ask-extension", days=5, reason=REASON)
    desk.must(desk.operator, item, "grant-extension")
    desk.must(desk.handler, item, "reply", reply=REPLY)

    texts = desk.texts()

    assert [any(word in text for text in texts) for word in ("已登记", "需延长到", "已答复")] == [True] * 3
    found = {one for text in texts for one in re.findall(r"/items/[0-9A-Za-z]{24}", text)}
    assert len(found) == 1
    assert desk.runtime.get(found.pop()).status == 200


def test_a_landline_is_called_and_never_texted(desk: HotlineDesk) -> None:
    item = desk.register(phone="0536-8091234")

    assert item["is_contactable"]
    assert desk.texts("05368091234") == []
    desk.must(desk.operator, item["id"], "dispatch", unit=desk.unit)
    desk.must(desk.handler, item["id"], "reply", reply=REPLY)
    assert desk.read(desk.operator, item["id"])["phone"].endswith("234")


def test_the_bridge_rings_for_the_unit_before_it_replies_and_for_the_office_afterwards(
    desk: HotlineDesk,
) -> None:
    item = desk.register(may_contact=True)["id"]
    assert desk.take(desk.operator, item, "dial").json()["type"].endswith("nobody-to-call")
    desk.must(desk.operator, item, "dispatch", unit=desk.unit)

    rung = desk.take(desk.handler, item, "dial")

    assert rung.json()["connection"].startswith(f"local-{item}-")
    assert PHONE not in rung.text
    assert f'action="/hotline/{item}/dial"' in desk.page(desk.handler, f"/hotline/{item}")
    desk.must(desk.handler, item, "reply", reply=REPLY)
    assert desk.take(desk.handler, item, "dial").status == 409
    assert desk.take(desk.operator, item, "dial").status == 200


def test_the_figures_by_unit_are_shown_to_office_and_regulator_only(desk: HotlineDesk) -> None:
    desk.replied()

    page = desk.page(desk.regulator, "/hotline/figures")

    assert "100.00%（1/1）" in page
    assert desk.runtime.get("/hotline/figures?period=2026-03", as_=desk.operator).status == 200
    assert desk.runtime.get("/hotline/figures", as_=desk.handler).status == 403


def test_a_year_after_its_closing_person_and_words_are_gone_and_the_course_stays(desk: HotlineDesk) -> None:
    desk.complain(phone=PHONE, name="王小明")
    item = desk.newest()
    desk.must(desk.operator, item, "answer", reply=REPLY)

    desk.runtime.advance(timedelta(days=364))
    for _ in range(3):
        desk.runtime.advance(timedelta(days=1))
        desk.runtime.drain()

    shown = desk.read(desk.operator, item)
    assert "content" not in shown["words"]
    assert shown["words"]["reply"] == REPLY
    opened = desk.runtime.post_json(
        f"/api/v1/items/{item}/identity", {"reason": "CONTACT"}, as_=desk.operator
    )
    assert opened.status == 404
    assert "已删除" in desk.page(desk.operator, f"/hotline/{item}")
