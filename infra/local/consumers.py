"""Who consumes what: a function on the ledger's stream, a function on a FIFO queue (design §5).

Both retry with a bound, keep the order and bury what cannot be done where /dev/outbox shows it. A stream
batch that fails as a whole is halved until the one bad record stands alone, as the deployed event source
does (BisectBatchOnFunctionError).
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from infra.local.fifo_queues import MAX_RECEIVES, FifoQueues
from infra.local.invocations import Handler, invoke
from infra.local.lambda_events import queue_event
from infra.local.stream_feeds import Feed, Placed
from infra.local.streams import lambda_event

STREAM_BATCH = 100
FIRST_PAUSE_SECONDS = 0.02

Pause = Callable[[float], None]


class Consumer(Protocol):
    """Something that has work now and then."""

    def step(self) -> int:
        """Deliver one batch; returns how many items were settled or tried, 0 when there was nothing."""


@dataclass(frozen=True, slots=True)
class BuriedRecord:
    """A stream record that a function could not deal with."""

    function: str
    event_id: str


class StreamConsumer:
    """One function on the stream, with a position of its own."""

    def __init__(self, name: str, handler: Handler, feed: Feed, pause: Pause = time.sleep) -> None:
        """Begin at the beginning of the stream."""
        self._name, self._handler, self._feed, self._pause = name, handler, feed, pause
        self.buried: list[BuriedRecord] = []
        self.restart()

    def restart(self) -> None:
        """Read the stream from its beginning again, as after a reset or an import."""
        self._position: str | None = None
        self._limit, self._tries = STREAM_BATCH, 0
        self.buried.clear()

    def step(self) -> int:
        """Deliver one batch."""
        batch = self._feed.read(self._position, self._limit)
        if not batch:
            return 0
        ids = [record["dynamodb"]["SequenceNumber"] for _, record in batch]
        failed = invoke(self._name, self._handler, lambda_event([record for _, record in batch]), ids)
        settled = next((place for place, each in enumerate(ids) if each in failed), len(ids))
        if settled:
            self._settle(batch[settled - 1])
        elif len(batch) > 1:
            self._limit = len(batch) // 2
        else:
            self._try_again_or_bury(batch[0])
        return max(settled, 1)

    def _settle(self, last: Placed) -> None:
        self._position, self._tries = last[0], 0
        self._limit = min(STREAM_BATCH, self._limit * 2)

    def _try_again_or_bury(self, placed: Placed) -> None:
        self._tries += 1
        if self._tries < MAX_RECEIVES:
            self._pause(FIRST_PAUSE_SECONDS * 2**self._tries)
            return
        self.buried.append(BuriedRecord(self._name, placed[1]["eventID"]))
        self._settle(placed)


class QueueConsumer:
    """One function on one queue."""

    def __init__(
        self,
        queue: str,
        handler: Handler,
        queues: FifoQueues,
        *,
        region: str,
        batch_size: int,
        pause: Pause = time.sleep,
    ) -> None:
        """Consume a queue by its full name."""
        self._queue, self._handler, self._queues = queue, handler, queues
        self._region, self._batch_size = region, batch_size
        self._pause = pause

    def step(self) -> int:
        """Deliver one batch."""
        batch = self._queues.receive(self._queue, self._batch_size)
        if not batch:
            return 0
        ids = [message.id for message in batch]
        failed = invoke(self._queue, self._handler, queue_event(self._region, batch), ids)
        self._queues.finish(self._queue, batch, failed)
        if failed:
            self._pause(FIRST_PAUSE_SECONDS * 2 ** min(message.receives for message in batch))
        return len(batch)
