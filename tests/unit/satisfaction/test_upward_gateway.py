"""The reference adapter against a province that answers as its interface says, and as it does not."""

import json
from datetime import date
from urllib.parse import urlsplit

import pytest

from chalicelib.gateways.http import HttpAnswer, HttpCall
from chalicelib.gateways.upward import HttpUpward, sign
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.upward_ports import Listed, ReportNotTakenError, ReportRefusedError
from infra.local.province import Province
from tests.factories.notices import MONDAY

KEY = b"k" * 40
NAME = "r_01KJZ8T3M4N5P6Q7R8S9TAVBWC-RATED-1"
MESSAGE = {"messageId": NAME, "reportDate": "2026-03-09", "satisfaction": "5", "projectNo": "P-1"}


class Answering:
    """A province that gives one answer and keeps what it was asked."""

    def __init__(self, status: int, body: object) -> None:
        self.calls: list[HttpCall] = []
        self._answer = HttpAnswer(status, body if isinstance(body, bytes) else json.dumps(body).encode())

    def send(self, call: HttpCall) -> HttpAnswer:
        self.calls.append(call)
        return self._answer


def upward(transport: object, key: bytes = KEY) -> HttpUpward:
    return HttpUpward("https://province.example/dev/upward/", key, lambda: MONDAY, transport)  # type: ignore[arg-type]


def test_a_report_is_signed_named_and_answered_with_a_receipt() -> None:
    far = Answering(201, {"receipt": "SD-1"})

    receipt = upward(far).report(NAME, MESSAGE)

    (call,) = far.calls
    assert receipt == "SD-1"
    assert call.url == "https://province.example/dev/upward/reports"
    assert call.headers["Idempotency-Key"] == NAME
    seconds = int(MONDAY.timestamp())
    assert call.headers["X-Signature"] == sign(KEY, seconds, "POST", "/dev/upward/reports", call.body or b"")


@pytest.mark.parametrize(
    ("status", "body", "kind", "code", "text"),
    [
        (422, {"code": "no-case", "message": "办件\n不存在"}, ReportRefusedError, "no-case", "办件 不存在"),
        (400, b"<html>", ReportNotTakenError, "http-400", ""),
        (404, b"<html>", ReportNotTakenError, "http-404", ""),
        (405, {}, ReportNotTakenError, "http-405", ""),
        (404, {"code": 404, "message": "no route"}, ReportNotTakenError, "404", "no route"),
        (404, {"code": "no-case", "message": "办件不存在"}, ReportRefusedError, "no-case", "办件不存在"),
        (422, {"code": "坏 码", "message": "长" * 900}, ReportRefusedError, "http-422", "长" * 200),
        (401, {"code": "bad-signature"}, ReportNotTakenError, "bad-signature", ""),
        (429, {}, ReportNotTakenError, "http-429", ""),
        (503, b"", ReportNotTakenError, "http-503", ""),
        (200, {"receipt": "王小明 13805360101"}, ReportNotTakenError, "no-receipt", ""),
        (200, b"[]", ReportNotTakenError, "no-receipt", ""),
    ],
)  # fmt: skip
def test_an_answer_that_is_no_receipt_is_a_refusal_or_comes_again(
    status: int, body: object, kind: type[Exception], code: str, text: str
) -> None:
    with pytest.raises(kind) as raised:
        upward(Answering(status, body)).report(NAME, MESSAGE)

    assert (raised.value.code, raised.value.text) == (code, text)  # type: ignore[attr-defined]


def test_what_it_was_told_can_be_asked_and_told_twice_is_told_once() -> None:
    far = upward(Province(KEY))

    before = far.receipt_of(NAME)
    receipts = {far.report(NAME, MESSAGE), far.report(NAME, MESSAGE), far.receipt_of(NAME)}

    assert before is None
    assert len(receipts) == 1
    assert list(far.listed(date(2026, 3, 9))) == [Listed(NAME, "5")]
    assert list(far.listed(date(2026, 3, 8))) == []


def test_a_days_list_is_read_to_its_end_page_by_page() -> None:
    far = upward(Province(KEY))
    for number in range(450):
        far.report(f"r-{number:03d}", {**MESSAGE, "messageId": f"r-{number:03d}"})

    names = [one.name for one in far.listed(date(2026, 3, 9))]

    assert names == [f"r-{number:03d}" for number in range(450)]


def test_a_call_with_another_key_says_nothing_of_the_report() -> None:
    with pytest.raises(ReportNotTakenError):
        upward(Province(KEY), b"x" * 40).report(NAME, MESSAGE)


def test_without_an_address_nothing_is_connected_and_nothing_is_called() -> None:
    off = HttpUpward("", b"", lambda: MONDAY, Answering(200, {}))

    assert not off.is_connected
    with pytest.raises(Unavailable):
        off.report(NAME, MESSAGE)


def test_a_name_goes_into_the_address_as_one_segment() -> None:
    far = Answering(404, {})

    assert upward(far).receipt_of("a/../b?c") is None
    assert urlsplit(far.calls[0].url).path == "/dev/upward/reports/a%2F..%2Fb%3Fc"
