"""What the workstation reads of callback tasks outside a command, and how it dials."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.callbacks.ready import Place
    from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
    from chalicelib.domain.satisfaction.cases.served_case import ServedCase


class CallbackReads(Protocol):
    """Callback tasks by id."""

    def find(self, identifier: str) -> CallbackTask | None:
        """Return a task, read consistently in one call, or None."""


class CaseReads(Protocol):
    """Served interactions by id."""

    def find(self, identifier: str) -> ServedCase | None:
        """Return a case, read consistently in one call, or None."""


class ReadyTasks(Protocol):
    """Tasks that can be called, by campaign and shard."""

    def look(self, campaign: str, shard: int, now: datetime, wanted: int) -> list[Place]:
        """Return at most so many places of a shard, the present day-part's first; eventually consistent."""

    def held_by(self, person: str, now: datetime) -> str | None:
        """Return the task that an agent holds, read consistently, or None."""


class CallBridge(Protocol):
    """Connects an agent's telephone with a resident's, so that neither sees the other's number."""

    @property
    def is_connected(self) -> bool:
        """Tell whether there is a bridge at all."""

    def connect(self, agent: str, phone: str, ref: str, /) -> str:
        """Ring both ends and return what the bridge calls the connection; Unavailable when it cannot."""
