"""What the resident behind a bad rating is texted: the receipt at once, the feedback once it is mended."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.text_ports import OutgoingText, TextFate, TextNotTakenError
from chalicelib.usecases.texts.take_receipt import Receipt, take_receipt
from chalicelib.usecases.work_orders.order_texts import advance_order_text
from infra.local.telephones import NoWaiting, SurveyTelephones
from tests.web.ratings.conftest import Hall
from tests.web.ratings.order_desk import MEASURE, OrderDesk, rated_badly

PHONE = "13805360001"
GRACE = timedelta(minutes=31)


def mended(hall: Hall) -> OrderDesk:
    desk = rated_badly(hall, may_contact="true")
    desk.find()
    desk.must(desk.handler, "start-rectifying")
    desk.must(desk.handler, "submit-measure", **MEASURE)
    desk.must(desk.head, "approve-measure")
    return desk


def texts_of(desk: OrderDesk) -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in desk.read(desk.centre)["texts"]}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> list[Exception]:
    """Let the provider fail with each of these in turn, then take what it is given."""
    errors: list[Exception] = []
    send = SurveyTelephones.send

    def failing(self: SurveyTelephones, text: OutgoingText) -> str:
        if errors:
            raise errors.pop(0)
        return send(self, text)

    monkeypatch.setattr(SurveyTelephones, "send", failing)
    return errors


def test_the_receipt_goes_at_once_with_number_unit_date_and_the_same_link(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    order = desk.read(desk.centre)

    words = hall.texts(PHONE)[-1]

    assert len(hall.texts(PHONE)) == 2
    assert order["wo_no"] in words
    assert desk.link in words
    assert "前整改" in words
    assert texts_of(desk)["RECEIPT"]["state"] == "SENT"
    assert texts_of(desk)["RECEIPT"]["template"] == "RECEIPT/0"


def test_the_feedback_goes_by_itself_and_only_then_is_the_order_fed_back(hall: Hall) -> None:
    desk = mended(hall)
    waiting, page = desk.read(desk.centre)["state"], desk.tracking()

    hall.runtime.advance(GRACE)

    shown = desk.read(desk.centre)
    assert (waiting, shown["state"]) == ("RECTIFIED", "FEEDBACK_SENT")
    assert "反馈短信即将发送" in page
    assert "反馈短信已发送" in desk.tracking()
    assert "问题解决了吗？" in desk.tracking()
    words = hall.texts(PHONE)[-1]
    assert MEASURE["public_reply"][:20] in words
    assert desk.link in words
    assert texts_of(desk)["FEEDBACK"]["state"] == "SENT"
    assert "整改反馈" in desk.page(desk.centre)


def test_the_centre_that_tells_the_resident_itself_is_not_followed_by_a_text(hall: Hall) -> None:
    desk = mended(hall)
    desk.must(desk.centre, "send-feedback", note="已电话告知本人。")
    page = desk.tracking()

    hall.runtime.advance(GRACE)

    assert "反馈短信即将发送" not in page
    assert len(hall.texts(PHONE)) == 2
    assert texts_of(desk)["FEEDBACK"]["reason"] == "TOLD_ALREADY"


def test_nobody_is_texted_whose_number_is_somebody_elses_but_an_opt_out_does_not_matter(hall: Hall) -> None:
    wrong, out = rated_badly(hall, 1, may_contact="true"), rated_badly(hall, 2, may_contact="true")
    hall.runtime.post_form(wrong.link.replace("/r/", "/stop/"), {"way": "not-me"})
    hall.runtime.post_form(out.link.replace("/r/", "/stop/"), {"way": "opt-out"})
    for desk in (wrong, out):
        desk.find()
        desk.must(desk.handler, "start-rectifying")
        desk.must(
            desk.handler, "submit-measure", **{**MEASURE, "measure": f"{desk.order_id}{MEASURE['measure']}"}
        )
        desk.must(desk.head, "approve-measure")

    hall.runtime.advance(GRACE)

    assert texts_of(wrong)["FEEDBACK"]["reason"] == "WRONG_NUMBER"
    assert wrong.read(wrong.centre)["state"] == "RECTIFIED"
    assert texts_of(out)["FEEDBACK"]["state"] == "SENT"


def test_a_text_that_was_not_taken_is_tried_again_and_the_order_waits(
    hall: Hall, provider: list[Exception]
) -> None:
    desk = mended(hall)
    provider.append(TextNotTakenError("busy"))
    hall.runtime.advance(GRACE)
    first = texts_of(desk)["FEEDBACK"]["state"], desk.read(desk.centre)["state"]

    hall.runtime.advance(timedelta(minutes=31))

    assert first == ("FAILED_TEMP", "RECTIFIED")
    assert texts_of(desk)["FEEDBACK"]["state"] == "SENT"
    assert desk.read(desk.centre)["state"] == "FEEDBACK_SENT"


def test_a_lost_answer_is_settled_by_what_the_provider_knows_and_never_doubled(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = mended(hall)
    send = SurveyTelephones.send

    def lost(self: SurveyTelephones, text: OutgoingText) -> str:
        send(self, text)
        raise Unavailable

    asked: list[tuple[str, str]] = []
    fate = SurveyTelephones.fate

    def asking(self: SurveyTelephones, name: str, phone: str, since: datetime) -> TextFate:
        asked.append((name, phone))
        return fate(self, name, phone, since)

    monkeypatch.setattr(SurveyTelephones, "send", lost)
    monkeypatch.setattr(SurveyTelephones, "fate", asking)
    hall.runtime.advance(GRACE)
    claimed = texts_of(desk)["FEEDBACK"]["state"]
    hall.runtime.advance(timedelta(minutes=11))
    advance_order_text(hall.runtime.house, f"{desk.order_id}.feedback")

    assert claimed == "SENDING"
    assert asked == [(f"{desk.order_id}.feedback-1", PHONE)]
    assert texts_of(desk)["FEEDBACK"]["state"] == "SENT"
    assert desk.read(desk.centre)["state"] == "FEEDBACK_SENT"
    assert len(hall.texts(PHONE)) == 3


def test_a_provider_that_takes_it_never_leaves_it_to_the_centre(
    hall: Hall, provider: list[Exception]
) -> None:
    desk = mended(hall)
    provider.extend(TextNotTakenError("busy") for _ in range(3))

    hall.runtime.advance(timedelta(hours=6))

    assert texts_of(desk)["FEEDBACK"]["state"] == "FAILED_PERM"
    assert "没有发成，请由服务中心告知" in desk.page(desk.centre)
    assert desk.must(desk.centre, "send-feedback", note="已电话告知。")["state"] == "FEEDBACK_SENT"


def test_a_feedback_that_failed_for_now_is_sent_again_though_its_order_has_moved_on(hall: Hall) -> None:
    desk = mended(hall)
    hall.runtime.advance(GRACE)
    take_receipt(hall.runtime.house, f"{desk.order_id}.feedback-1", Receipt.TEMPORARY)
    failed = texts_of(desk)["FEEDBACK"]["state"], desk.read(desk.centre)["state"]
    page = desk.tracking()

    hall.runtime.advance(GRACE)

    assert failed == ("FAILED_TEMP", "FEEDBACK_SENT")
    assert "反馈短信已发送" not in page
    assert texts_of(desk)["FEEDBACK"]["state"] == "SENT"
    assert len(hall.texts(PHONE)) == 4
    assert desk.read(desk.centre)["state"] == "FEEDBACK_SENT"


def test_a_feedback_that_never_arrives_leaves_its_telling_to_the_centre(hall: Hall) -> None:
    desk = mended(hall)
    hall.runtime.advance(GRACE)

    take_receipt(hall.runtime.house, f"{desk.order_id}.feedback-1", Receipt.PERMANENT)
    hall.runtime.drain()

    shown = desk.read(desk.centre)
    assert (shown["state"], texts_of(desk)["FEEDBACK"]["state"]) == ("RECTIFIED", "FAILED_PERM")
    assert "send-feedback" in shown["steps"]
    assert "没有发成，请由服务中心告知" in desk.page(desk.centre)
    assert "反馈短信没有送达" in desk.page(desk.centre)
    assert desk.must(desk.centre, "send-feedback", note="已电话告知。")["state"] == "FEEDBACK_SENT"


def test_a_feedback_that_fails_after_its_resident_was_revisited_changes_nothing(hall: Hall) -> None:
    desk = mended(hall)
    hall.runtime.advance(GRACE)
    desk.must(desk.centre, "revisit", result="SATISFIED")

    take_receipt(hall.runtime.house, f"{desk.order_id}.feedback-1", Receipt.TEMPORARY)
    hall.runtime.advance(GRACE)

    assert texts_of(desk)["FEEDBACK"]["reason"] == "TOLD_ALREADY"
    assert desk.read(desk.centre)["state"] == "REVISITED"
    assert len(hall.texts(PHONE)) == 3


@pytest.mark.parametrize(
    ("receipt", "text", "order"),
    [
        (Receipt.DELIVERED, "DELIVERED", "FEEDBACK_SENT"),
        (Receipt.TEMPORARY, "FAILED_TEMP", "RECTIFIED"),
        (Receipt.TECHNICAL, "FAILED_TEMP", "RECTIFIED"),
        (Receipt.PERMANENT, "FAILED_PERM", "RECTIFIED"),
    ],
)
def test_a_receipt_that_is_faster_than_our_own_note_is_taken(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, receipt: Receipt, text: str, order: str
) -> None:
    desk, told = mended(hall), []
    send = SurveyTelephones.send

    def fast(self: SurveyTelephones, text: OutgoingText) -> str:
        taken = send(self, text)
        told.append(take_receipt(hall.runtime.house, text.name, receipt))
        return taken

    monkeypatch.setattr(SurveyTelephones, "send", fast)
    before = hall.runtime.house.lists.counts("invitations")["order-segments"]
    hall.runtime.advance(GRACE)

    assert told == [True]
    assert (texts_of(desk)["FEEDBACK"]["state"], desk.read(desk.centre)["state"]) == (text, order)
    assert hall.runtime.house.lists.counts("invitations")["order-segments"] > before


def test_a_text_that_arrives_after_all_is_not_sent_again(hall: Hall) -> None:
    desk = mended(hall)
    hall.runtime.advance(GRACE)
    name = f"{desk.order_id}.feedback-1"

    told = [
        take_receipt(hall.runtime.house, name, one)
        for one in (Receipt.TEMPORARY, Receipt.TECHNICAL, Receipt.DELIVERED)
    ]
    hall.runtime.advance(timedelta(hours=6))

    assert told == [True, False, True]
    assert texts_of(desk)["FEEDBACK"]["state"] == "DELIVERED"
    assert len(hall.texts(PHONE)) == 3


def test_a_receipt_of_the_provider_is_noted_once(hall: Hall) -> None:
    desk = rated_badly(hall, may_contact="true")
    name = f"{desk.order_id}.receipt-1"

    first, again = (take_receipt(hall.runtime.house, name, Receipt.DELIVERED) for _ in range(2))

    assert (first, again) == (True, False)
    assert texts_of(desk)["RECEIPT"]["state"] == "DELIVERED"


def test_what_the_texts_cost_stands_in_the_monitor(hall: Hall) -> None:
    rated_badly(hall, may_contact="true")

    assert hall.runtime.house.lists.counts("invitations")["order-segments"] == 2


def test_a_text_without_a_place_at_the_providers_pace_waits_a_minute(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = mended(hall)
    taken = [False]
    monkeypatch.setattr(NoWaiting, "wait", lambda *_: taken[0])

    hall.runtime.advance(GRACE)
    held = texts_of(desk)["FEEDBACK"]["state"]
    taken[0] = True
    hall.runtime.advance(timedelta(minutes=1))

    assert held == "SCHEDULED"
    assert texts_of(desk)["FEEDBACK"]["state"] == "SENT"
