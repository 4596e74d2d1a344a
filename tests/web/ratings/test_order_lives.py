"""A bad rating from the answer to the end of its work order, in each main branch (evaluation.md §2.3–2.4)."""

from datetime import timedelta

from chalicelib.domain.satisfaction.statistics.columns import COLUMNS
from tests.web.ratings.conftest import Hall
from tests.web.ratings.order_desk import MEASURE, REASON, OrderDesk, rated_badly, rated_without_a_name
from tests.web.ratings.test_unasked import MATTER, register


def test_a_bad_rating_is_mended_and_its_resident_content(hall: Hall) -> None:
    desk = rated_badly(hall, text="跑了三趟。", may_contact="true")

    desk.find()
    desk.mend()
    told = desk.must(desk.centre, "revisit", result="SATISFIED", note="已电话回访。")
    early = desk.take(desk.regulator, "close")
    hall.runtime.advance(timedelta(hours=24))
    closed = desk.must(desk.regulator, "close")

    assert early.json()["type"] == "/problems/correction-open"
    assert (told["state"], closed["state"]) == ("REVISITED", "CLOSED_OK")
    assert closed["steps"] == []
    assert [one["event"] for one in closed["history"]][:4] == ["created", "dispatched", "signed", "contacted"]
    assert closed["words"]["rating"] == "跑了三趟。"
    assert closed["words"]["reply"] == MEASURE["public_reply"]


def test_the_resident_corrects_by_the_link_what_staff_has_noted(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find()
    desk.mend()
    by_itself = desk.take(desk.regulator, "revisit", result="SATISFIED")
    desk.must(desk.centre, "revisit", result="SATISFIED")
    noted = desk.tracking()

    answered = hall.runtime.post_form(f"{desk.link}/outcome", {"result": "NOT_SATISFIED"})

    assert by_itself.status == 403
    assert "工作人员记录您的意见" in noted
    assert answered.status == 303
    assert desk.must(desk.regulator, "reopen", reason=REASON)["state"] == "REOPENED"


def test_a_complex_matter_gets_more_days_once(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find("COMPLEX", "SYSTEM")
    before = due_of(desk.read(desk.handler), "rectify")

    desk.must(desk.handler, "ask-extension", days=5, reason=REASON)
    own = desk.take(desk.head, "grant-extension")
    longer = desk.must(desk.regulator, "grant-extension")
    again = desk.take(desk.handler, "ask-extension", days=1, reason=REASON)

    assert own.status == 403
    assert due_of(longer, "rectify") > before
    assert again.json()["type"] == "/problems/extension-asked"


def test_a_resident_who_stays_discontent_gets_one_redoing_and_then_supervision(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.find()
    desk.mend()
    desk.must(desk.centre, "revisit", result="NOT_SATISFIED")
    early = desk.take(desk.regulator, "close-unresolved", reason=REASON)
    desk.must(desk.regulator, "reopen", reason=REASON)
    desk.mend(measure="已重新核对并安排专人上门补办，全程免费，并向本人道歉。")
    desk.must(desk.centre, "revisit", result="NOT_SATISFIED")
    twice = desk.take(desk.regulator, "reopen", reason=REASON)
    soon = desk.take(desk.regulator, "close-unresolved", reason=REASON)
    hall.runtime.advance(timedelta(hours=24))

    ended = desk.must(desk.regulator, "close-unresolved", reason=REASON)

    assert early.json()["type"] == "/problems/not-reopened-yet"
    assert twice.json()["type"] == "/problems/reopened-once"
    assert soon.json()["type"] == "/problems/correction-open"
    assert ended["state"] == "CLOSED_UNRESOLVED"


def test_an_anonymous_bad_rating_is_mended_too_and_nobody_is_called(hall: Hall) -> None:
    desk = rated_without_a_name(hall)

    desk.must(desk.handler, "sign")
    called = desk.take(desk.centre, "contact")
    desk.must(desk.handler, "propose-finding", finding="CLEAR_REASONABLE", cause="QUEUE")
    desk.must(desk.head, "verify")
    desk.mend()
    ended = desk.must(desk.regulator, "close")

    assert called.json()["type"] == "/problems/not-contactable"
    assert ended["state"] == "CLOSED_OK"


def test_an_upheld_appeal_ends_rating_and_order_together_and_the_resident_can_turn_it(hall: Hall) -> None:
    desk = rated_badly(hall, text="材料退了两次。", may_contact="true")
    desk.appeal()

    first = desk.must(desk.reviewers[0], "vote", decision="uphold", reason=REASON)
    own = desk.take(desk.reviewers[0], "vote", decision="uphold", reason=REASON)
    upheld = desk.must(desk.reviewers[1], "vote", decision="uphold", reason=REASON)

    assert (first["appeal"], first["rating_state"]) == ("UNDER_REVIEW", "EFFECTIVE")
    assert own.json()["type"] == "/problems/same-person-judged"
    assert (upheld["state"], upheld["rating_state"]) == ("ANNULLED", "INVALIDATED")
    hall.runtime.advance(timedelta(minutes=2))
    told = [text for text in hall.texts("13805360001") if "不再计入统计" in text]
    assert len(told) == 1
    assert desk.link.rpartition("/")[2] in told[0]


def test_malice_needs_one_of_its_signs(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    desk.appeal("MALICIOUS")

    bare = desk.take(desk.reviewers[0], "vote", decision="uphold", reason=REASON)
    uncounted = desk.take(
        desk.reviewers[0], "vote", decision="uphold", reason=REASON, criteria=["SAME_DEVICE"]
    )

    assert bare.json()["errors"][0]["pointer"] == "/criteria"
    assert uncounted.json()["errors"][0]["pointer"] == "/criteria"


def test_a_late_unit_gets_its_cards_and_they_are_shown(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")

    hall.runtime.advance(timedelta(days=4))

    shown = desk.read(desk.regulator)
    assert {"RED", "URGED"} <= {card["kind"] for card in shown["cards"]}
    late = hall.runtime.get("/api/v1/orders?facet=late", as_=desk.regulator).json()
    assert late["count"] == 1
    assert "红牌" in desk.page(desk.regulator)


def due_of(order: dict[str, object], step: str) -> str:
    clocks: list[dict[str, str]] = order["clocks"]  # type: ignore[assignment]
    return next(one["due_at"] for one in clocks if one["step"] == step)


def test_a_name_alone_is_no_way_to_reach_somebody(hall: Hall) -> None:
    desk = _rated_on_paper(hall, phone="", user_name="王小明")

    assert desk.read(desk.centre)["is_contactable"] is False
    desk.must(desk.handler, "sign")
    desk.must(desk.handler, "propose-finding", finding="CLEAR_REASONABLE", cause="MATERIALS")


def test_a_landline_is_shown_in_part_to_whoever_calls_and_whole_for_a_recorded_reason(hall: Hall) -> None:
    desk = _rated_on_paper(hall, phone="0536-8091234")
    desk.must(desk.handler, "sign")

    page = desk.page(desk.centre)
    opened = desk.must(desk.regulator, "identity", reason="CONTACT")

    assert "********234" in page
    assert "05368091234" not in page
    assert opened["landline"] == "05368091234"


def _rated_on_paper(hall: Hall, **case: str) -> OrderDesk:
    """Serve somebody who leaves a paper form with the worst level."""
    hall.serve(1, **case)
    fields = {
        "form_no": "MYD-1",
        "window": f"{register(hall)}|{MATTER}",
        "level": "1",
        "receipt_no": "370700-2026-000001",
    }
    assert hall.runtime.post_form("/paper-forms", fields, as_=hall.centre).status == 303
    hall.runtime.drain()
    (one,) = hall.runtime.get("/api/v1/orders", as_=hall.centre).json()["items"]
    return OrderDesk(hall, "", one["id"])


def test_an_appeal_counts_at_the_unit_that_lost_it_wherever_the_order_goes_then(hall: Hall) -> None:
    desk = rated_badly(hall)
    desk.appeal()
    for reviewer in desk.reviewers[:2]:
        desk.must(reviewer, "vote", decision="reject", reason=REASON)
    desk.must(desk.handler, "request-return", reason=REASON)
    known = hall.runtime.house.service_types.departments.values()
    other = next(one for one in known if one.org != desk.handler.org.uscc)
    hall.serve(2, phone="", dept_code=other.org, dept_name=other.name)
    desk.must(desk.regulator, "grant-return", unit=other.org)

    figures = hall.runtime.house.lists.figures("ratings", "2026")
    counted = {name.split("#")[0]: one.get(COLUMNS["appeals"], 0) for name, one in figures.items()}
    assert counted[desk.handler.org.uscc] == 1
    assert counted[other.org] == 0
