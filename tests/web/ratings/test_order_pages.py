"""Work orders on the pages: who reads what, forms that say all errors, nobody's name, copies, guides."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.kernel.actors import Role
from chalicelib.kernel.badges import badges_of
from infra.local.call_bridge import LocalBridge
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.order_desk import MEASURE, REASON, everybody, rated_badly


def test_the_rated_clerk_is_refused_everywhere(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    runtime, order = hall.runtime, f"/orders/{desk.order_id}"

    for address in ("/orders", order, f"/api/v1{order}", f"{order}/submit-measure"):
        assert runtime.get(address, as_=desk.clerk).status == 403, address
    for step in ("sign", "contact", "verify", "approve-measure", "appeal", "close", "vote", "identity"):
        assert desk.take(desk.clerk, step).status == 403, step


def test_a_handler_who_served_at_the_window_has_no_part_in_the_order(hall: Hall) -> None:
    handler = person_of(Role.UNIT_HANDLER)
    number = next(badges_of(handler.subject))
    hall.serve(staff_id=f"{number[:3].lower()} {number[3:]}")
    hall.answer(hall.link(), level="1", may_contact="true")
    hall.runtime.drain()
    (order,) = hall.runtime.get_json("/api/v1/orders", as_=person_of(Role.REGULATOR)).json()["items"]

    signed = hall.runtime.post_json(f"/api/v1/orders/{order['id']}/sign", {}, as_=handler)

    assert signed.status == 403
    assert signed.json()["type"].endswith("rated-clerk")
    assert hall.runtime.get(f"/orders/{order['id']}", as_=handler).status == 403


def test_no_page_of_the_unit_names_or_numbers_the_resident(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true", text="请打我电话 13805360001，跑了三趟。")
    assert desk.read(desk.handler)["phone"] == ""
    desk.must(desk.handler, "sign")
    assert desk.read(desk.handler)["phone"] == "138****0001"

    for who in (desk.handler, desk.head):
        seen = desk.page(who) + hall.runtime.get("/orders", as_=who).text
        seen += hall.runtime.get("/workbench", as_=who).text + str(desk.read(who))
        assert "跑了三趟" in seen
        assert "13805360001" not in seen
        assert "王小明" not in seen


def test_the_bridge_rings_whose_turn_it_is_and_nobody_else(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    assert desk.take(desk.handler, "dial").json()["type"].endswith("nobody-to-call")
    desk.must(desk.handler, "sign")
    visit = hall.runtime.visit(desk.handler)

    assert f'action="/orders/{desk.order_id}/dial"' in desk.page(desk.handler)
    assert f'action="/orders/{desk.order_id}/dial"' not in desk.page(desk.head)
    clicked = visit.post_form(f"/orders/{desk.order_id}/dial", {})
    assert "正在接通" in visit.get(clicked.location).text
    rung = desk.take(desk.centre, "dial")
    assert rung.json()["connection"].startswith(f"local-{desk.order_id}-")
    assert "13805360001" not in rung.text
    for who in (desk.head, desk.clerk, person_of(Role.CALLBACK_AGENT)):
        assert desk.take(who, "dial").status == 403


def test_a_right_that_still_holds_is_not_called_stopped(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    new = {"sign": "runs", "rectify": "runs", "returning": "open", "dispatch": "-"}
    assert _standing(desk.read(desk.handler)) == new

    desk.must(desk.handler, "sign")

    begun = _standing(desk.read(desk.handler))
    rights = {step for step, state in begun.items() if state == "open"}
    assert rights == {"returning", "contact_hard", "appeal"}
    assert "尚未到期" in desk.page(desk.handler)
    hall.runtime.advance(timedelta(days=30))
    assert "open" not in _standing(desk.read(desk.handler)).values()


def _standing(order: dict[str, Any]) -> dict[str, str]:
    words = {(True, False): "runs", (False, True): "open", (False, False): "-"}
    return {one["step"]: words[one["is_running"], one["is_open"]] for one in order["clocks"]}


def test_what_happened_is_told_in_words_and_as_of_its_own_instant(hall: Hall) -> None:
    desk = rated_badly(hall)
    hall.runtime.advance(timedelta(days=30))

    page, history = desk.page(desk.centre), desk.read(desk.centre)["history"]

    midnight = [one["event"] for one in history if one["at"] == "2026-03-16T16:00:00.000Z"]
    assert midnight == ["red_carded", "fell_due"]
    assert [one["event"] for one in history].count("criticised") == 2
    assert not {one["event"] for one in history if one["event"] in page}


def test_the_unit_rings_nobody_who_did_not_agree(hall: Hall) -> None:
    desk = rated_badly(hall)
    desk.must(desk.handler, "sign")

    refused = desk.take(desk.handler, "dial")

    assert refused.status == 403
    assert refused.json()["type"].endswith("centre-calls")
    assert desk.take(desk.centre, "dial").status == 200


def test_those_who_call_back_ring_once_the_measure_is_told_and_the_unit_no_more(hall: Hall) -> None:
    desk, agent = rated_badly(hall, may_contact="true"), person_of(Role.CALLBACK_AGENT)
    desk.find()
    desk.mend()

    assert desk.take(agent, "dial").status == 200
    assert desk.take(desk.handler, "dial").status == 403


def test_where_no_bridge_is_connected_the_page_says_what_to_do(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.must(desk.handler, "sign")
    monkeypatch.setattr(LocalBridge, "is_connected", False)

    page, refused = desk.page(desk.handler), desk.take(desk.handler, "dial")

    assert "没有接入电话转接" in page
    assert f"/orders/{desk.order_id}/dial" not in page
    assert refused.status == 503
    assert refused.json()["type"].endswith("no-call-bridge")


def test_another_unit_does_not_read_the_order(hall: Hall) -> None:
    desk = rated_badly(hall)
    stranger = next(one for one in everybody(Role.UNIT_HANDLER) if one.org != desk.handler.org)

    assert hall.runtime.get(f"/orders/{desk.order_id}", as_=stranger).status == 403
    assert hall.runtime.get("/api/v1/orders", as_=stranger).json()["count"] == 0
    assert hall.runtime.get("/api/v1/orders", as_=desk.handler).json()["count"] == 1


def test_a_form_says_all_that_is_wrong_at_once_and_keeps_what_was_typed(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find()
    desk.must(desk.handler, "start-rectifying")
    visit = hall.runtime.visit(desk.handler)

    wrong = visit.post_form(
        f"/orders/{desk.order_id}/submit-measure", {"measure": "好", "public_reply": "行"}
    )
    right = visit.post_form(f"/orders/{desk.order_id}/submit-measure", MEASURE)
    done = visit.get(right.location)

    assert wrong.status == 422
    assert wrong.text.count('href="#f-') >= 2
    assert "好</textarea>" in wrong.text
    assert "已办理：提交整改情况" in done.text


def test_two_who_take_one_step_at_once_take_it_once(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    sign = f"/api/v1/orders/{desk.order_id}/sign"
    hall.runtime.get("/api/v1/orders", as_=desk.handler)

    with ThreadPoolExecutor(2) as pool:
        answers = list(
            pool.map(lambda _: hall.runtime.post_json(sign, {}, as_=desk.handler).status, range(2))
        )

    assert sorted(answers) == [200, 409]
    events = [one["event"] for one in desk.read(desk.handler)["history"]]
    assert events.count("signed") == 1


def test_a_head_who_read_an_older_measure_is_told(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find()
    desk.must(desk.handler, "start-rectifying")
    desk.must(desk.handler, "submit-measure", **MEASURE)
    seen = desk.read(desk.head)["seen_at"]["approve-measure"]
    hall.runtime.advance(timedelta(minutes=1))
    desk.must(
        desk.handler, "submit-measure", **{**MEASURE, "measure": "又补充了窗口公示牌，并更新了网上样表。"}
    )

    stale = desk.take(desk.head, "approve-measure", seen_at=seen)

    assert stale.status in (409, 412)
    assert stale.json()["type"] == "/problems/changed-meanwhile"


def test_a_copied_measure_is_refused_and_a_close_one_asks(hall: Hall) -> None:
    first, second = rated_badly(hall, 1, may_contact="true"), rated_badly(hall, 2, may_contact="true")
    for desk in (first, second):
        desk.find()
        desk.must(desk.handler, "start-rectifying")
    first.must(first.handler, "submit-measure", **MEASURE)
    close = {**MEASURE, "measure": MEASURE["measure"].replace("了培训", "了轮训")}

    copied = second.take(second.handler, "submit-measure", **MEASURE)
    asked = second.take(second.handler, "submit-measure", **close)

    assert copied.json()["errors"][0] == {**copied.json()["errors"][0], "code": "measure-copied"}
    assert asked.json()["errors"][0]["pointer"] == "/is_confirmed"
    second.must(second.handler, "submit-measure", **close, is_confirmed=True)


def test_a_changed_guide_is_public_before_and_after_once_it_is_approved(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find(cause="GUIDE")
    desk.must(desk.handler, "start-rectifying")
    guide = {"guide_before": "申请表（自备）", "guide_after": "申请表（窗口免费领取，附样表）"}
    same = desk.take(desk.handler, "submit-measure", **MEASURE, **{**guide, "guide_after": "申请表（自备）"})
    numbered = desk.take(
        desk.handler,
        "submit-measure",
        **{**MEASURE, "public_reply": "样表已附上，有事请打 13812345678。"},
        **guide,
    )
    desk.must(desk.handler, "submit-measure", **MEASURE, **guide)
    early = hall.runtime.get("/changes").text

    desk.must(desk.head, "approve-measure")

    shown = hall.runtime.get("/changes").text
    assert same.status == 422
    assert [(one["pointer"], one["code"]) for one in numbered.json()["errors"]] == [
        ("/public_reply", "public-number")
    ]
    assert guide["guide_after"] not in early
    assert guide["guide_before"] in shown
    assert guide["guide_after"] in shown
    assert hall.runtime.get("/api/v1/changes").json()["count"] == 1


def test_boards_and_messages_say_whose_turn_it_is(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")

    assert "签收差评工单" in hall.runtime.get("/workbench", as_=desk.handler).text
    assert "已派给您单位" in hall.runtime.get("/messages", as_=desk.handler).text
    desk.appeal()
    assert "复核申诉" in hall.runtime.get("/workbench", as_=desk.reviewers[0]).text
    assert "等待复核" in hall.runtime.get("/messages", as_=desk.reviewers[0]).text


def test_a_unit_that_returns_an_order_has_nothing_more_to_do_with_it(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.must(desk.handler, "request-return", reason=REASON)
    other = next(
        one
        for one in hall.runtime.house.service_types.departments.values()
        if one.org != desk.handler.org.uscc
    )

    unknown = desk.take(desk.regulator, "grant-return", unit=other.org)
    hall.serve(2, phone="", dept_code=other.org, dept_name=other.name)
    offered = desk.page(desk.regulator, "/grant-return")
    desk.must(desk.regulator, "grant-return", unit=other.org)

    assert [one["code"] for one in unknown.json()["errors"]] == ["unit-without-cases"]
    assert other.org in offered
    assert hall.runtime.get(f"/api/v1/orders/{desk.order_id}", as_=desk.handler).status == 403
    assert hall.runtime.get("/api/v1/orders", as_=desk.handler).json()["count"] == 0


def test_an_order_reads_in_english_and_says_nothing_is_done_before_a_step(hall: Hall) -> None:
    desk = rated_badly(hall, indicators="108")
    reader = hall.runtime.visit(desk.regulator)
    reader.get("/preferences?lang=en&back=/")

    page = reader.get(f"/orders/{desk.order_id}").text

    assert "POT-Creation-Date" not in page
    assert "Done:" not in page
    assert hall.runtime.house.indicators.by_code["108"].text_en in page


def test_the_unit_reads_no_number_however_it_is_written_apart(hall: Hall) -> None:
    said = "打我 138 0536-0001，或１３８０５３６０００１，证号37070019900101123X，来了3次，2026年5月"
    desk = rated_badly(hall, text=said)

    seen = desk.page(desk.handler)

    assert not [
        one for one in ("0536", "０５３６", "123X", "1990") if one in seen.partition("评价内容")[2][:200]
    ]
    assert "来了3次，2026年5月" in seen
