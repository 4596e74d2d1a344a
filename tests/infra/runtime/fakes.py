"""Fakes of what the dispatcher drives."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import botocore.session
from botocore.model import ServiceModel

from chalicelib.usecases.due_ports import DueItem
from infra.local.calls import Call

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
REGION = "us-east-1"
SQS = ServiceModel(
    botocore.session.get_session().get_component("data_loader").load_service_model("sqs", "service-2")
)


def send_call(queue: str, body: str = "{}", group: str = "g", dedup: str = "d", **more: Any) -> Call:
    client = SimpleNamespace(meta=SimpleNamespace(service_model=SQS, region_name=REGION))
    params = {
        "QueueUrl": f"https://sqs/{queue}",
        "MessageBody": body,
        "MessageGroupId": group,
        "MessageDeduplicationId": dedup,
        **more,
    }
    return Call(
        client, "sqs", "SendMessage", {key: value for key, value in params.items() if value is not None}
    )


class Now:
    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        return self.at

    def pass_(self, by: timedelta) -> None:
        self.at += by


def records(count: int) -> list[dict[str, Any]]:
    return [
        {"eventID": f"e{number}", "dynamodb": {"SequenceNumber": str(number)}}
        for number in range(1, count + 1)
    ]


class ListFeed:
    def __init__(self, count: int) -> None:
        self.records = records(count)

    def read(self, after, limit):
        first = int(after or 0)
        return [(each["dynamodb"]["SequenceNumber"], each) for each in self.records[first : first + limit]]


@dataclass
class Recorder:
    """A handler that remembers its batches and fails the items it is told to."""

    bad: set[str] = field(default_factory=set)
    explode: bool = False
    batches: list[list[str]] = field(default_factory=list)

    def __call__(self, event, _context):
        ids = [each.get("messageId") or each["dynamodb"]["SequenceNumber"] for each in event["Records"]]
        self.batches.append(
            [each.get("body") or each["dynamodb"]["SequenceNumber"] for each in event["Records"]]
        )
        failing = [place for place, each in enumerate(event["Records"]) if self._is_bad(each)]
        if failing and self.explode:
            raise RuntimeError("boom")
        left = ids[failing[0] :] if failing else []
        return {"batchItemFailures": [{"itemIdentifier": each} for each in left]}

    def _is_bad(self, record):
        return (record.get("body") or record["dynamodb"]["SequenceNumber"]) in self.bad


class FakeDue:
    """Due items by queue; a worker takes them away."""

    def __init__(self) -> None:
        self.items: list[DueItem] = []

    def add(self, queue: str, at: datetime, identifier: str = "x") -> None:
        text = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        self.items.append(DueItem(queue, "notice", identifier, text))

    def overdue(self, queue, now):
        return iter(
            sorted((item for item in self.items if item.queue == queue and _at(item) <= now), key=_at)
        )

    def earliest(self, queue):
        return min((_at(item) for item in self.items if item.queue == queue), default=None)


def _at(item: DueItem) -> datetime:
    return datetime.fromisoformat(item.due_at)
