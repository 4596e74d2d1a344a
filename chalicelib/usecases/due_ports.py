"""What waits for an instant, as timers and workers see it (design §3)."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Protocol

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class DueItem:
    """An aggregate that waits for an instant that has come."""

    queue: str
    kind: str
    identifier: str
    due_at: str


class DueIndex(Protocol):
    """The sparse index of due work."""

    def overdue(self, queue: str, now: datetime) -> Iterator[DueItem]:
        """Yield everything a queue's duty has to do at or before now, oldest first within a shard."""

    def waiting(self, queue: str) -> Iterator[DueItem]:
        """Yield everything that waits for a queue's duty, whenever it is due."""

    def earliest(self, queue: str) -> datetime | None:
        """Return the instant of a queue's next due work."""


class Queues(Protocol):
    """FIFO queues between the timers and the duties."""

    def send(self, queue: str, group: str, dedup: str, body: Mapping[str, Json]) -> None:
        """Send one message; the same dedup within five minutes is sent once."""
