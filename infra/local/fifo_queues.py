"""The FIFO queues of the local runtime, at the door where SDK calls pass (design §5).

moto's own forget a deduplication id once its message is deleted, measure its five minutes by the wall
clock while product time jumps by weeks, and count all messages for every send. Here the sends of
`gateways/queues.py` end in plain lists: first in, first out per group, one deduplication window by
product time, and dead letters after a bounded number of receives. Nothing is ever hidden by a visibility
timeout: the dispatcher is the only receiver and answers for every message before it takes the next.

Source: SQS Developer Guide, "FIFO queue delivery logic" and "Using the message deduplication ID".
"""

import hashlib
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from botocore.exceptions import ClientError, ParamValidationError
from botocore.validate import ParamValidator

from infra.local.calls import Answer, Call, Proceed

DEDUPLICATION_WINDOW = timedelta(minutes=5)
MAX_RECEIVES = 5
"""How often a message is tried before it is a dead letter, as in the deployed redrive policy."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message that waits, or a dead letter."""

    id: str
    queue: str
    group: str
    dedup: str
    body: str
    sequence: int
    sent_at: datetime
    receives: int = 0


class FifoQueues:
    """All queues by full name; `answer` is the layer that takes their SDK calls."""

    def __init__(self, product_now: Callable[[], datetime]) -> None:
        """Measure the deduplication window by this clock."""
        self._now = product_now
        self._lock = threading.Lock()
        self._sequence = count(1)
        self._waiting: dict[str, list[Message]] = {}
        self._seen: dict[str, dict[str, datetime]] = {}
        self._dead: list[Message] = []

    def create(self, name: str) -> None:
        """Create an empty queue."""
        self._waiting[name], self._seen[name] = [], {}

    def forget_all(self) -> None:
        """Empty every queue and forget what was sent."""
        with self._lock:
            self._dead.clear()
            for name in self._waiting:
                self.create(name)

    def answer(self, call: Call, proceed: Proceed) -> Answer:
        """Answer the calls a sender makes; every other call goes on."""
        if call.service != "sqs":
            return proceed(call.params)
        _validate(call)
        if call.operation == "GetQueueUrl" and call.params["QueueName"] in self._waiting:
            return {"QueueUrl": f"https://sqs.{call.region}.amazonaws.com/queues/{call.params['QueueName']}"}
        if call.operation == "SendMessage":
            return self._send(call)
        return proceed(call.params)

    def receive(self, queue: str, limit: int) -> tuple[Message, ...]:
        """Count a receive for the oldest messages and return them; they stay until `finish`."""
        with self._lock:
            waiting = self._waiting[queue]
            received = [replace(message, receives=message.receives + 1) for message in waiting[:limit]]
            waiting[: len(received)] = received
            return tuple(received)

    def finish(self, queue: str, received: Sequence[Message], failed_ids: Iterable[str]) -> int:
        """Delete what succeeded, keep what failed or bury it; returns how many left the queue."""
        failed = frozenset(failed_ids)
        gone = {message.id for message in received if message.id not in failed}
        buried = [
            message for message in received if message.id in failed and message.receives >= MAX_RECEIVES
        ]
        gone |= {message.id for message in buried}
        with self._lock:
            self._dead += buried
            self._waiting[queue] = [message for message in self._waiting[queue] if message.id not in gone]
        return len(gone)

    def waiting(self) -> int:
        """Return how many messages wait in all queues."""
        return sum(map(len, self._waiting.values()))

    def dead_letters(self) -> tuple[Message, ...]:
        """Return the messages that were given up, oldest first."""
        return tuple(self._dead)

    def _send(self, call: Call) -> Answer:
        name = call.params["QueueUrl"].rsplit("/", 1)[-1]
        if name not in self._waiting:
            raise _refusal(call, "AWS.SimpleQueueService.NonExistentQueue")
        if not call.params.get("MessageGroupId") or not call.params.get("MessageDeduplicationId"):
            raise _refusal(call, "MissingParameter")
        now, body = self._now(), call.params["MessageBody"]
        message = Message(
            id=str(uuid4()),
            queue=name,
            group=call.params["MessageGroupId"],
            dedup=call.params["MessageDeduplicationId"],
            body=body,
            sequence=next(self._sequence),
            sent_at=now,
        )
        with self._lock:
            self._accept(message)
        return {
            "MessageId": message.id,
            "MD5OfMessageBody": hashlib.md5(body.encode(), usedforsecurity=False).hexdigest(),
            "SequenceNumber": f"{message.sequence:020}",
        }

    def _accept(self, message: Message) -> None:
        seen = self._seen[message.queue]
        oldest = message.sent_at - DEDUPLICATION_WINDOW
        while seen and next(iter(seen.values())) <= oldest:
            del seen[next(iter(seen))]
        if message.dedup not in seen:
            seen[message.dedup] = message.sent_at
            self._waiting[message.queue].append(message)


def _validate(call: Call) -> None:
    shape = call.client.meta.service_model.operation_model(call.operation).input_shape
    report = ParamValidator().validate(dict(call.params), shape)
    if report.has_errors():
        raise ParamValidationError(report=report.generate_report())


def _refusal(call: Call, code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": code}}, call.operation)
