"""What Lambda hands to the event handlers: schedule and queue events in their genuine shape, and a context.

Stream events come from `streams.py`. Sources: Lambda Developer Guide, "Using Lambda with Amazon SQS";
EventBridge User Guide, "AWS service event metadata".
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from chalicelib.kernel.clock import format_instant
from infra.local.fifo_queues import Message

ACCOUNT = "000000000000"


@dataclass(frozen=True, slots=True)
class LambdaContext:
    """What Lambda tells a function about itself, as far as loggers read it."""

    function_name: str
    aws_request_id: str = field(default_factory=lambda: str(uuid4()))
    memory_limit_in_mb: int = 1024
    function_version: str = "$LATEST"

    @property
    def invoked_function_arn(self) -> str:
        """Return the function's name in the cloud's way."""
        return f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:{self.function_name}"

    def get_remaining_time_in_millis(self) -> int:
        """Return API Gateway's own limit: no answer may take longer."""
        return 29_000


def schedule_event(region: str, at: datetime) -> dict[str, Any]:
    """Return the event of a timer that fires."""
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": format_instant(at),
        "region": region,
        "resources": [f"arn:aws:events:{region}:{ACCOUNT}:rule/timers"],
        "detail": {},
    }


def queue_event(region: str, messages: Sequence[Message]) -> dict[str, Any]:
    """Return the event of one batch of a FIFO queue."""
    return {"Records": [_record(region, message) for message in messages]}


def _record(region: str, message: Message) -> dict[str, Any]:
    sent_ms = str(int(message.sent_at.timestamp() * 1000))
    return {
        "messageId": message.id,
        "receiptHandle": f"{message.id}#{message.receives}",
        "body": message.body,
        "attributes": {
            "ApproximateReceiveCount": str(message.receives),
            "SentTimestamp": sent_ms,
            "SequenceNumber": f"{message.sequence:020}",
            "MessageGroupId": message.group,
            "SenderId": ACCOUNT,
            "MessageDeduplicationId": message.dedup,
            "ApproximateFirstReceiveTimestamp": sent_ms,
        },
        "messageAttributes": {},
        "md5OfBody": hashlib.md5(message.body.encode(), usedforsecurity=False).hexdigest(),
        "eventSource": "aws:sqs",
        "eventSourceARN": f"arn:aws:sqs:{region}:{ACCOUNT}:{message.queue}",
        "awsRegion": region,
    }
