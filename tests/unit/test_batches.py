import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.entrypoints import events
from chalicelib.kernel.errors import Unavailable
from tests.infra.package.aws_events import ledger_image, stream_batch

SECRET = "13800001111"


@dataclass
class Desk:
    """A house whose inboxes and queues fail for the recipients that are named."""

    failing: Mapping[str, Exception]
    told: list[str] = field(default_factory=list)

    def house(self) -> Any:
        nobody_asked_for_texts = SimpleNamespace(of=lambda _recipients: {})
        queues = SimpleNamespace(send=self.send)
        return SimpleNamespace(inbox=self, queues=queues, message_settings=nobody_asked_for_texts)

    def put(self, recipient: str, *_message: Any) -> None:
        if recipient in self.failing:
            raise self.failing[recipient]
        self.told.append(recipient)

    def send(self, _queue: str, group: str, *_message: Any) -> None:
        self.put(group)


def batch(*recipients: tuple[str, str]) -> dict[str, Any]:
    return {
        "Records": [
            {
                "messageId": f"m-{number}",
                "attributes": {"MessageGroupId": group},
                "body": json.dumps(
                    {"to": to, "code": "c", "event": "e", "at": "2026-03-09T01:00:00.000Z", "params": {}}
                ),
            }
            for number, (group, to) in enumerate(recipients, 1)
        ]
    }


def failures(answer: dict[str, Any]) -> list[str]:
    return [each["itemIdentifier"] for each in answer["batchItemFailures"]]


@pytest.mark.parametrize("failure", [ValueError(SECRET), KeyError(SECRET), Unavailable()])
def test_whatever_fails_a_message_fails_what_follows_in_its_group_and_nobody_elses(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk({"org:b": failure})

    answer = events.work(
        desk.house(), "messages", batch(("1", "org:a"), ("2", "org:b"), ("2", "org:c"), ("3", "org:d"))
    )

    assert failures(answer) == ["m-2", "m-3"]
    assert desk.told == ["org:a", "org:d"]
    (line,) = [record for record in caplog.records if record.message == "item failed"]
    assert SECRET not in str(vars(line))


def test_a_message_that_cannot_be_read_is_the_only_one_that_fails() -> None:
    desk = Desk({})
    event = batch(("1", "org:a"), ("2", "org:b"))
    event["Records"][0]["body"] = "no JSON"

    assert failures(events.work(desk.house(), "messages", event)) == ["m-1"]
    assert desk.told == ["org:b"]


def test_an_unexpected_failure_is_logged_by_its_type_and_place(caplog: pytest.LogCaptureFixture) -> None:
    events.work(Desk({"org:a": ValueError(SECRET)}).house(), "messages", batch(("1", "org:a")))

    (line,) = [record for record in caplog.records if record.message == "item failed"]
    assert line.levelno == logging.ERROR
    assert vars(line)["error"] == "ValueError"
    assert vars(line)["at"].startswith("test_batches.py:")


def test_effects_stop_at_the_entry_that_fails_and_keep_what_was_sent_before_it() -> None:
    desk = Desk({"NOTICE#n_2": ValueError()})
    entries = [ledger_image(f"NOTICE#n_{number}", 1, "notice.submitted") for number in (1, 2, 3)]

    assert failures(events.route_effects(desk.house(), stream_batch(*entries))) == ["102"]
    assert desk.told == ["NOTICE#n_1"]
