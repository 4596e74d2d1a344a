"""Amazon SNS, which knows no name of a text: it is asked once, and only its own no is a no."""

from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from chalicelib.gateways.clients import Clients
from chalicelib.gateways.notifier import SnsTexts
from chalicelib.gateways.survey_texts import SnsSurveyTexts
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.notifier_ports import TextMessage
from chalicelib.usecases.text_ports import OutgoingText, TextFate, TextNotTakenError, TextRefusedError
from tests.factories.notices import MONDAY

TEXT = OutgoingText("0a" * 16 + "-1", "13805360101", "【潍坊政务】您的业务已办结")
MESSAGE = TextMessage("13805360101", "NOTICE#n_1#3", "notice-returned", MONDAY, {}, "todo")
LOST = ReadTimeoutError(endpoint_url="https://sns.example")


class Line:
    """The network below the real client: gives one answer again and again, and counts who asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: Exception | tuple[int, str]) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        self.clients, self.asked, self._answer = Clients("us-east-1"), 0, answer
        self.clients.sns.meta.events.register_first("before-send.sns.Publish", self._send)

    def _send(self, **_: Any) -> AWSResponse:
        self.asked += 1
        if isinstance(self._answer, Exception):
            raise self._answer
        status, code = self._answer
        error = f"<ErrorResponse><Error><Code>{code}</Code></Error></ErrorResponse>"
        response = AWSResponse("https://sns.example", status, {}, None)
        response._content = error.encode()
        return response


FATES = [
    (LOST, Unavailable),
    ((500, "InternalError"), Unavailable),
    ((503, "ServiceUnavailable"), Unavailable),
    ((500, "InvalidParameter"), Unavailable),
    ((400, "SomethingNew"), Unavailable),
    ((429, "Throttled"), TextNotTakenError),
    ((403, "AuthorizationError"), TextNotTakenError),
    (EndpointConnectionError(endpoint_url="https://sns.example"), TextNotTakenError),
    (ConnectTimeoutError(endpoint_url="https://sns.example"), TextNotTakenError),
    ((400, "InvalidParameter"), TextRefusedError),
    ((400, "OptedOut"), TextRefusedError),
]


@pytest.mark.parametrize(("answer", "kind"), FATES)
def test_sns_is_asked_once_and_its_answer_means_never_or_later_or_that_nobody_knows(
    monkeypatch: pytest.MonkeyPatch, answer: Exception | tuple[int, str], kind: type[Exception]
) -> None:
    line = Line(monkeypatch, answer)

    with pytest.raises(kind):
        SnsSurveyTexts(line.clients).send(TEXT)

    assert line.asked == 1


@pytest.mark.parametrize(("answer", "kind"), FATES)
def test_an_organisation_is_texted_again_only_if_it_certainly_was_not(
    monkeypatch: pytest.MonkeyPatch, answer: Exception | tuple[int, str], kind: type[Exception]
) -> None:
    line = Line(monkeypatch, answer)
    comes_again = False

    try:
        SnsTexts(line.clients, "潍坊市").send(MESSAGE)
    except Unavailable:
        comes_again = True

    assert line.asked == 1
    assert comes_again == (kind is not Unavailable)


def test_nothing_is_known_of_a_text_that_was_broken_off() -> None:
    assert SnsSurveyTexts(Clients("us-east-1")).fate(TEXT.name, TEXT.phone, MONDAY) is TextFate.UNKNOWN
