"""Aggregates of one kind within one unit of work: loaded once, saved with the version they had (design §1).

An aggregate's item carries the head of its ledger chain, so that every version and its entry are
committed together or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Generic, TypeVar

from chalicelib.domain import ledger
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.store import aggregates, keys
from chalicelib.store.aggregates import AggregateKind
from chalicelib.store.batch import batch_get
from chalicelib.store.tables import EntityItem
from chalicelib.store.writes import ConcurrentChangeError, Write

if TYPE_CHECKING:
    from chalicelib.domain.decisions import Decision
    from chalicelib.store.unit_of_work import UnitOfWork

S = TypeVar("S")


class Repository(Generic[S]):
    """Aggregates of one kind within one unit of work."""

    def __init__(self, uow: UnitOfWork, kind: AggregateKind[S]) -> None:
        """Remember what is loaded, so that it is saved with the version it had."""
        self._uow, self._kind = uow, kind
        self._model = aggregates.model_of(kind, uow.tables)
        self._items: dict[str, EntityItem] = {}
        self._absent: set[str] = set()
        self._pending: dict[str, Write] = {}

    def load(self, identifier: str) -> S:
        """Return the aggregate, read consistently.

        Raises:
            NotFound: when there is none.
        """
        state = self.find(identifier)
        if state is None:
            raise aggregates.missing(self._kind)
        return state

    def find(self, identifier: str) -> S | None:
        """Return the aggregate, read consistently once a unit, or None; what was saved in it is found."""
        if identifier not in self._items and identifier not in self._absent:
            self.keep(identifier, self._read(identifier))
        item = self._items.get(identifier)
        return None if item is None else aggregates.from_item(self._kind, item)

    def find_many(self, identifiers: Sequence[str]) -> dict[str, S]:
        """Return the aggregates that are there, read consistently, a hundred a call; nothing read twice."""
        known = self._items.keys() | self._absent
        wanted = [one for one in dict.fromkeys(identifiers) if one not in known]
        items = (
            batch_get(self._uow.tables, [self.place(one) for one in wanted], consistent=True)
            if wanted
            else []
        )
        for identifier, item in zip(wanted, items, strict=True):
            self.keep(identifier, item)
        found = {one: self._items.get(one) for one in identifiers}
        return {
            one: aggregates.from_item(self._kind, item) for one, item in found.items() if item is not None
        }

    def place(self, identifier: str) -> aggregates.Place:
        """Return table and keys of an aggregate."""
        return (self._model, *self._kind.place(identifier))

    def keep(self, identifier: str, item: EntityItem | None) -> None:
        """Take an item, or that there is none, for what this unit has read of an aggregate."""
        if item is None:
            self._absent.add(identifier)
        else:
            self._items[identifier] = item

    def add(self, decision: Decision[S], actor: Actor) -> None:
        """Put a new aggregate and the first entry of its chain.

        One that this unit looked for and did not find may be there by now: the command decides again on it.
        """
        was_absent = decision.state.id in self._absent  # type: ignore[attr-defined]

        def refusal() -> Exception:
            return ConcurrentChangeError() if was_absent else aggregates.taken(self._kind)

        self._write(decision, actor, 0, ledger.Head(), refusal)

    def save(self, decision: Decision[S], actor: Actor) -> None:
        """Put the next version of a loaded aggregate and its ledger entry.

        Several decisions in one unit follow each other: one item with the last state, an entry each.
        """
        identifier: str = decision.state.id  # type: ignore[attr-defined]
        if identifier in self._pending:
            self._follow(decision, actor)
            return
        item = self._items[identifier]
        self._write(
            decision, actor, int(item.version or 0), aggregates.head_of(item), lambda: ConcurrentChangeError()
        )

    def hold(self, identifier: str) -> None:
        """Let the transaction hold only while a loaded aggregate is as it was read, which it does not change.

        One that is saved in this unit is held by that.
        """
        item = self._items[identifier]
        if identifier not in self._pending:
            condition = self._model.version == int(item.version or 0)
            self._uow.write(Write("check", item, condition, lambda: ConcurrentChangeError()))

    def version(self, identifier: str) -> int:
        """Return the version as loaded or as saved in this unit; 0 for one that is not there."""
        item = self._items.get(identifier)
        return int(item.version or 0) if item else 0

    def _read(self, identifier: str) -> EntityItem | None:
        model = self._model
        try:
            return model.get(*self._kind.place(identifier), consistent_read=True)
        except model.DoesNotExist:
            return None

    def _write(
        self,
        decision: Decision[S],
        actor: Actor,
        version: int,
        head: ledger.Head,
        refusal: Callable[[], Exception],
    ) -> None:
        model = self._model
        condition = model.version == version if version else model.pk.does_not_exist()
        item = self._next(decision, actor, version, head)
        write = Write("put", item, condition, refusal)
        self._uow.write(write)
        self._pending[decision.state.id] = write  # type: ignore[attr-defined]

    def _follow(self, decision: Decision[S], actor: Actor) -> None:
        identifier: str = decision.state.id  # type: ignore[attr-defined]
        write = self._pending[identifier]
        earlier: EntityItem = write.model
        write.model = self._next(decision, actor, int(earlier.version or 0) - 1, aggregates.head_of(earlier))

    def _next(self, decision: Decision[S], actor: Actor, version: int, head: ledger.Head) -> EntityItem:
        identifier: str = decision.state.id  # type: ignore[attr-defined]
        name = self._kind.name
        text = aggregates.text_of(self._kind, decision.state)
        silent = aggregates.silent_events(self._kind)
        if decision.event.type not in silent:
            # Of what also moves silently an entry cannot say how it is stored now.
            stored = "" if silent else sha256_hex(text)
            place, now = keys.aggregate(name, identifier), self._uow.now
            entry = ledger.append(head, place, name, decision.event, actor, now, stored)
            self._uow.record(entry)
            head = ledger.head_of(entry)
        item = aggregates.to_item(
            self._model,
            self._kind,
            identifier,
            decision.state,
            version + 1,
            head,
            text,
        )
        self._items[identifier] = item
        return item
