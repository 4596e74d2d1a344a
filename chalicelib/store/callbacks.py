"""Callback tasks as those who call look for them: one Query of the sparse index (ADR 0090)."""

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.domain.satisfaction.callbacks.ready import Place, first_place, read_place
from chalicelib.kernel.clock import milliseconds_of
from chalicelib.kernel.errors import Conflict
from chalicelib.store import keys
from chalicelib.store.tables import EntityItem, Tables
from chalicelib.store.writes import ConcurrentChangeError, Write

if TYPE_CHECKING:
    from chalicelib.store.unit_of_work import UnitOfWork


class ReadyTasks:
    """Tasks that can be called, by campaign and shard, the most urgent first."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.satisfaction

    def look(self, campaign: str, shard: int, now: datetime, wanted: int) -> list[Place]:
        """Return at most so many places of a shard, the present day-part's first: 1 Query, 1 RCU for 40."""
        index = self._model.due  # type: ignore[attr-defined]
        since = type(index).due_sk >= first_place(now)
        found = index.query(keys.ready(campaign, shard), since, limit=wanted, page_size=wanted)
        return [read_place(item.due_sk) for item in found]

    def held_by(self, person: str, now: datetime) -> str | None:
        """Return the task that an agent holds, read consistently, or None."""
        item = find_hold(self._model, person)
        return str(item.state) if item is not None and int(item.number or 0) > milliseconds_of(now) else None


def hold(uow: "UnitOfWork", person: str, task: str, until: datetime) -> None:
    """Let a unit hold only while the agent holds no other task; it lapses by comparing with now."""
    model = uow.tables.satisfaction
    item = model(keys.hold(person), keys.ROOT, kind="hold", state=task, number=milliseconds_of(until))
    item.expires_at = int(until.timestamp()) + 1
    is_free = model.pk.does_not_exist() | (model.number <= milliseconds_of(uow.now)) | (model.state == task)
    uow.write(Write("put", item, is_free, lambda: Conflict("task-held")))


def let_go(uow: "UnitOfWork", person: str) -> None:
    """Let an agent hold nothing."""
    uow.write(
        Write("delete", uow.tables.satisfaction(keys.hold(person), keys.ROOT), None, ConcurrentChangeError)
    )


def find_hold(model: type[EntityItem], person: str) -> EntityItem | None:
    """Return what an agent holds or held last."""
    try:
        return model.get(keys.hold(person), keys.ROOT, consistent_read=True)
    except model.DoesNotExist:
        return None
