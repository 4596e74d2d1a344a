"""The roster: who has signed in, by work number and by organisation (implements identity_ports, ADR 0064).

A line is kept twice, with the person's epoch and below the organisation, and written in one transaction
when somebody signs in for the first time of a day or as somebody else. No name is ever part of it.
"""

import json
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.domain.access import Access
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.badges import badges_of
from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.clock import milliseconds_of
from chalicelib.kernel.errors import AccessEnded, AlreadyExists, NotFound, Unavailable
from chalicelib.kernel.paging import PageRequest
from chalicelib.store import aggregates, keys
from chalicelib.store.access import ENDED, SessionEpochs
from chalicelib.store.card_pages import read_page
from chalicelib.store.connection import pause
from chalicelib.store.tables import EntityItem, Tables
from chalicelib.store.writes import ConcurrentChangeError, Write, commit
from chalicelib.usecases.identity_ports import Standing
from chalicelib.usecases.ports import Card, ListPage

if TYPE_CHECKING:
    from chalicelib.store.unit_of_work import UnitOfWork

BADGE_SCOPE = "badge"
TRIES = 8


class Roster:
    """Lines of persons by work number."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._tables, self._model = tables, tables.marketplace
        self._epochs = SessionEpochs(tables)

    def enter(self, actor: Actor, known: Standing, on: date) -> str:
        """Bring a person's line up to date: nothing, or 1 TransactWriteItems of 2 to 3 items."""
        if known.is_of(actor) and known.seen_on == on:
            return known.badge
        choices = badges_of(actor.person)
        badge = known.badge or next(choices)
        for number in range(TRIES):
            try:
                commit(
                    self._tables,
                    self._writes(actor, known, badge, on),
                    lambda: self._epochs.get(actor.person).is_of(actor),
                )
                return badge
            except AlreadyExists:
                badge = next(choices)
            except ConcurrentChangeError:
                pause(number)
                known = self._epochs.get(actor.person)
                badge = known.badge or badge
        raise Unavailable

    def find(self, badge: str) -> Standing:
        """Return who holds a work number: 2 consistent GetItems."""
        try:
            guard = self._model.get(keys.unique(BADGE_SCOPE, badge), keys.ROOT, consistent_read=True)
        except self._model.DoesNotExist as error:
            raise NotFound("not-found", kind="person") from error
        return self._epochs.get(str(guard.state))

    def access(self, person: str) -> Access:
        """Return what was decided about a person's access: 1 consistent GetItem."""
        try:
            item = self._model.get(*aggregates.PERSON.place(person), consistent_read=True)
        except self._model.DoesNotExist:
            return Access(person)
        return aggregates.from_item(aggregates.PERSON, item)

    def page(self, org: str, request: PageRequest) -> ListPage:
        """Return a page of an organisation's lines: 1 consistent Query, in which a bar shows at once."""
        partition = keys.roster(org)
        return read_page(
            self._model,
            partition,
            f"roster/{org}",
            request,
            newest_first=False,
            consistent=True,
            read=_card_of,
        )

    def _writes(self, actor: Actor, known: Standing, badge: str, on: date) -> list[Write]:
        model = self._model
        line: dict[str, Json] = {"org": actor.org, "roles": sorted(actor.roles), "seen_on": on.isoformat()}
        writes = [
            Write(
                "update",
                model(keys.person(actor.person), keys.ROOT),
                model.state.does_not_exist(),
                AccessEnded,
                _set(model, "person", {**line, "badge": badge}),
            ),
            Write(
                "update",
                model(keys.roster(actor.org), badge),
                None,
                ConcurrentChangeError,
                _set(model, "roster", line),
            ),
        ]
        if not known.badge:
            guard = model(keys.unique(BADGE_SCOPE, badge), keys.ROOT, kind="unique", state=actor.person)
            is_free = model.pk.does_not_exist() | (model.state == actor.person)
            writes.append(Write("put", guard, is_free, AlreadyExists))
        elif known.org != actor.org:
            left = model(keys.roster(known.org), badge)
            writes.append(Write("delete", left, None, ConcurrentChangeError))
        return writes


def bar(uow: "UnitOfWork", known: Standing, wall_now: datetime, *, is_ended: bool) -> None:
    """Begin a new epoch of a person and close or open the door, in a unit's own transaction."""
    model = uow.tables.marketplace
    door = model.state.set(ENDED) if is_ended else model.state.remove()
    epoch = max(milliseconds_of(wall_now), known.epoch + 1)
    unmoved = model.number == known.epoch if known.epoch else model.number.does_not_exist()
    uow.write(
        Write(
            "update",
            model(keys.person(known.person), keys.ROOT),
            unmoved & model.data.contains(f'"org":"{known.org}"'),
            ConcurrentChangeError,
            [model.number.set(epoch), door],
        )
    )
    line = model(keys.roster(known.org), known.badge)
    uow.write(Write("update", line, model.pk.exists(), ConcurrentChangeError, [door]))


def _set(model: type[EntityItem], kind: str, line: dict[str, Json]) -> list[Any]:
    return [model.kind.set(kind), model.data.set(canonical_json(line))]


def _card_of(item: EntityItem) -> Card:
    return Card(item.sk, {**json.loads(item.data or "{}"), "badge": item.sk, "is_ended": item.state == ENDED})
