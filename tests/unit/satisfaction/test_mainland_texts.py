"""The mainland provider against its documented answers: what is sent, what an answer means, what is asked."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

import pytest

from chalicelib.gateways.http import HttpAnswer, HttpCall
from chalicelib.gateways.mainland_texts import MainlandAccount, MainlandTexts, sign
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.text_ports import OutgoingText, TextFate, TextNotTakenError, TextRefusedError

NAME, PHONE = "0a" * 16 + "-1", "13805360101"
TEMPLATES = {
    "SMS_1": "您有${count}次办件待评价,请回复字母加数字(如A5):${services}",
    "SMS_2": "您的业务已办结,请评价:https://pj.example.cn/r/${code},5日内有效,拒收回R",
}
WORDS = "【高新政务】您的业务已办结,请评价:https://pj.example.cn/r/Ab12Cd34Ef56Gh78,5日内有效,拒收回R"


class Aliyun:
    """Answers as the vendor's documentation shows, and checks the signature as the vendor does."""

    def __init__(self, *answers: object) -> None:
        self.calls: list[dict[str, str]] = []
        self._answers = list(answers)

    def send(self, call: HttpCall) -> HttpAnswer:
        given = {name: values[0] for name, values in parse_qs((call.body or b"").decode()).items()}
        signature = given.pop("Signature")
        assert signature == sign("POST", given, "testsecret")
        assert PHONE not in call.url
        self.calls.append(given)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return HttpAnswer(200, answer if isinstance(answer, bytes) else json.dumps(answer).encode())


def texts(far: Aliyun, at: datetime | None = None) -> MainlandTexts:
    account = MainlandAccount("https://dysmsapi.example/", "testid", "testsecret", TEMPLATES)
    now = at or datetime(2026, 3, 9, 10, tzinfo=CHINA)
    return MainlandTexts(account, lambda: now, far)


def fate(far: Aliyun, now: datetime, since: datetime) -> TextFate:
    return texts(far, now).fate(NAME, PHONE, since)


def details(*names: str) -> dict[str, Any]:
    found = [{"OutId": name, "SendStatus": 3, "PhoneNum": PHONE, "ErrCode": "DELIVERED"} for name in names]
    return {
        "Code": "OK",
        "Message": "OK",
        "TotalCount": len(names),
        "SmsSendDetailDTOs": {"SmsSendDetailDTO": found},
    }


def test_the_signature_is_that_of_the_vendors_worked_example() -> None:
    parameters = {
        "Timestamp": "2016-02-23T12:46:24Z",
        "Format": "XML",
        "AccessKeyId": "testid",
        "Action": "DescribeRegions",
        "SignatureMethod": "HMAC-SHA1",
        "SignatureNonce": "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
        "Version": "2014-05-26",
        "SignatureVersion": "1.0",
    }

    assert sign("GET", parameters, "testsecret") == "OLeaidS1JvxuMvnyHOwuJ+uX5qY="


def test_a_text_goes_out_as_the_approved_template_that_fits_it() -> None:
    far = Aliyun({"Code": "OK", "Message": "OK", "BizId": "9006197469364984", "RequestId": "R"})

    assert texts(far).send(OutgoingText(NAME, PHONE, WORDS)) == "9006197469364984"

    (call,) = far.calls
    assert (call["Action"], call["Version"]) == ("SendSms", "2017-05-25")
    assert (call["SignName"], call["TemplateCode"]) == ("高新政务", "SMS_2")
    assert json.loads(call["TemplateParam"]) == {"code": "Ab12Cd34Ef56Gh78"}
    assert (call["PhoneNumbers"], call["OutId"]) == (PHONE, NAME)


@pytest.mark.parametrize(
    "words", ["【高新政务】没有报备过的话", "没有签名:https://pj.example.cn/r/x,5日内有效,拒收回R"]
)
def test_words_that_nobody_approved_are_refused_before_anything_is_sent(words: str) -> None:
    far = Aliyun()

    with pytest.raises(TextRefusedError, match="no-approved-template"):
        texts(far).send(OutgoingText(NAME, PHONE, words))
    assert far.calls == []


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ({"Code": "isv.MOBILE_NUMBER_ILLEGAL"}, TextRefusedError, "isv.MOBILE_NUMBER_ILLEGAL"),
        ({"Code": "isv.BUSINESS_LIMIT_CONTROL"}, TextNotTakenError, "isv.BUSINESS_LIMIT_CONTROL"),
        ({"Code": "isv.AMOUNT_NOT_ENOUGH"}, TextNotTakenError, "isv.AMOUNT_NOT_ENOUGH"),
        ({"Code": "isv.SMS_TEMPLATE_ILLEGAL"}, TextNotTakenError, "isv.SMS_TEMPLATE_ILLEGAL"),
        ({"Code": "SignatureDoesNotMatch"}, TextNotTakenError, "SignatureDoesNotMatch"),
        ({"Code": "Throttling.User"}, TextNotTakenError, "Throttling.User"),
        ({"Code": "13805360101 坏"}, Unavailable, "try-again-later"),
        ({"Code": "isv.坏"}, Unavailable, "try-again-later"),
        ({"Code": "SomethingNew"}, Unavailable, "try-again-later"),
        ({"Code": "isp.SYSTEM_ERROR"}, Unavailable, "try-again-later"),
        ({}, Unavailable, "try-again-later"),
        (b"<html>502</html>", Unavailable, "try-again-later"),
        (b"[]", Unavailable, "try-again-later"),
        (Unavailable(), Unavailable, "try-again-later"),
    ],
)
def test_an_answer_means_never_or_later_or_that_nobody_knows(
    answer: object, kind: type[Exception], code: str
) -> None:
    with pytest.raises(kind) as raised:
        texts(Aliyun(answer)).send(OutgoingText(NAME, PHONE, WORDS))

    assert raised.value.code == code  # type: ignore[attr-defined]


MORNING = datetime(2026, 3, 9, 10, tzinfo=CHINA)


def test_a_lost_text_is_asked_for_by_number_and_day_and_known_by_our_name() -> None:
    far = Aliyun(details("other-1", NAME), details("other-1"))

    assert fate(far, MORNING, MORNING) is TextFate.TAKEN
    assert fate(far, MORNING, MORNING) is TextFate.NOT_THERE
    assert [(call["Action"], call["PhoneNumber"], call["SendDate"]) for call in far.calls] == [
        ("QuerySendDetails", PHONE, "20260309")
    ] * 2


def test_every_day_since_the_claim_is_asked_for_however_late_that_is() -> None:
    far = Aliyun(details(), details(), details(NAME))
    evening, later = datetime(2026, 3, 9, 23, 59, tzinfo=CHINA), datetime(2026, 3, 11, 9, tzinfo=CHINA)

    assert fate(far, later, evening) is TextFate.TAKEN
    assert [call["SendDate"] for call in far.calls] == ["20260309", "20260310", "20260311"]


def test_a_text_taken_in_the_evening_is_known_the_next_morning() -> None:
    far = Aliyun(details(NAME))

    found = fate(far, datetime(2026, 3, 10, 9, tzinfo=CHINA), datetime(2026, 3, 9, 19, 55, tzinfo=CHINA))

    assert found is TextFate.TAKEN


def test_a_day_that_the_provider_has_forgotten_says_nothing() -> None:
    far = Aliyun()

    assert fate(far, datetime(2026, 4, 9, 9, tzinfo=CHINA), MORNING) is TextFate.UNKNOWN
    assert far.calls == []


def test_what_the_provider_does_not_say_is_not_taken_for_a_no() -> None:
    with pytest.raises(Unavailable):
        fate(Aliyun({"Code": "isp.SYSTEM_ERROR"}), MORNING, MORNING)
