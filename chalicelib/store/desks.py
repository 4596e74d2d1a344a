"""Claims and absences of a desk, one partition, read by one Query (implements desk_ports, ADR 0065).

Both lapse by comparing with now; TTL only sweeps what has lapsed. A condition on the item decides between
two people, here and in the transaction of whatever is decided about the task.
"""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from pynamodb.expressions.condition import Condition

from chalicelib.domain.desk import Absence, Claim, Colleague, Task, come_back, passed_on
from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.clock import format_instant, milliseconds_of
from chalicelib.kernel.errors import Conflict, Unavailable
from chalicelib.store import keys
from chalicelib.store.connection import pause
from chalicelib.store.tables import EntityItem, Tables
from chalicelib.store.writes import ConcurrentChangeError, Write, commit
from chalicelib.usecases.desk_ports import DeskView

if TYPE_CHECKING:
    from chalicelib.store.unit_of_work import UnitOfWork

TRIES = 8


class Desks:
    """Claims and absences by desk."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._tables, self._model = tables, tables.marketplace

    def look(self, desk: str, now: datetime) -> DeskView:
        """Return everything that runs at a desk: 1 consistent Query."""
        items = [
            item
            for item in self._model.query(keys.desk(desk), consistent_read=True)
            if int(item.number or 0) > milliseconds_of(now)
        ]
        return DeskView(
            claims=tuple(_claim_of(item) for item in items if item.kind == "claim"),
            absences=tuple(_absence_of(item) for item in items if item.kind == "absence"),
        )

    def find(self, desk: str, task: Task, identifier: str, now: datetime) -> Claim | None:
        """Return who is at work on a task: 1 consistent GetItem."""
        return find_claim(self._model, desk, task, identifier, now)

    def take(self, desk: str, claim: Claim, now: datetime) -> None:
        """Claim a task: 1 conditional PutItem."""
        model, me = self._model, claim.holder.person
        is_mine = _may_go_on(model, me, now) | model.data.contains('"deputy":')

        def landed() -> bool:
            found = find_claim(model, desk, claim.task, claim.identifier, now)
            return found is not None and found.holder.person == me

        refusal = _held(model, desk, claim.task, claim.identifier, now)
        write = Write("put", _claim_item(model, desk, claim), is_mine, refusal)
        self._commit(lambda: [write], landed)

    def give_back(self, desk: str, task: Task, identifier: str, person: str, now: datetime) -> None:
        """Give a task back: 1 conditional DeleteItem."""
        write = settling(self._model, desk, task, identifier, person, now)
        self._commit(lambda: [write], lambda: find_claim(self._model, desk, task, identifier, now) is None)

    def register(self, desk: str, absence: Absence, now: datetime) -> None:
        """Keep an absence with its claims: 1 Query and 1 TransactWriteItems."""
        model, who = self._model, absence.who.person
        is_free = model.pk.does_not_exist() | (model.number <= milliseconds_of(now))
        put = Write(
            "put", _absence_item(model, desk, absence), is_free, lambda: Conflict("absence-registered")
        )

        def writes() -> list[Write]:
            return [put, *self._kept(desk, passed_on(self.look(desk, now).claims, absence, now))]

        self._commit(writes, lambda: self.look(desk, now).absence_of(who) == absence)

    def end(self, desk: str, person: str, until: datetime, now: datetime) -> None:
        """Forget an absence and give claims back to their holder: 1 Query and 1 TransactWriteItems."""
        gone = Write(
            "delete", self._model(keys.desk(desk), keys.absence(person)), None, ConcurrentChangeError
        )

        def writes() -> list[Write]:
            return [gone, *self._kept(desk, come_back(self.look(desk, now).claims, person, until))]

        self._commit(writes, lambda: self.look(desk, now).absence_of(person) is None)

    def _kept(self, desk: str, claims: Sequence[Claim]) -> list[Write]:
        """Write claims anew that are still their holder's."""
        model = self._model
        items = [(_claim_item(model, desk, claim), claim.holder.person) for claim in claims]
        return [Write("put", item, model.state == holder, ConcurrentChangeError) for item, holder in items]

    def _commit(self, writes: Callable[[], Sequence[Write]], landed: Callable[[], bool]) -> None:
        """Look and send again as long as somebody else is in the way."""
        for number in range(TRIES):
            try:
                commit(self._tables, writes(), landed)
                return
            except ConcurrentChangeError:
                pause(number)
        raise Unavailable


def settle(uow: "UnitOfWork", desk: str, task: Task, identifier: str, person: str, *, is_done: bool) -> None:
    """Let a unit hold only while nobody else is at work on the task, and release it with what is done."""
    write = settling(uow.tables.marketplace, desk, task, identifier, person, uow.now)
    write.operation = "delete" if is_done else "check"
    uow.write(write)


def settling(
    model: type[EntityItem], desk: str, task: Task, identifier: str, person: str, now: datetime
) -> Write:
    """Return the write that takes a claim away unless somebody else holds it."""
    item = model(keys.desk(desk), keys.claim(task, identifier))
    refusal = _held(model, desk, task, identifier, now)
    return Write("delete", item, _may_go_on(model, person, now), refusal)


def find_claim(
    model: type[EntityItem], desk: str, task: Task, identifier: str, now: datetime
) -> Claim | None:
    """Return a claim that runs, read consistently, or None."""
    try:
        item = model.get(keys.desk(desk), keys.claim(task, identifier), consistent_read=True)
    except model.DoesNotExist:
        return None
    claim = _claim_of(item)
    return claim if claim.is_running(now) else None


def _may_go_on(model: type[EntityItem], person: str, now: datetime) -> Condition:
    """Hold for a task that is free, lapsed, the person's own, or theirs as a deputy."""
    conditions: tuple[Condition, ...] = (
        model.pk.does_not_exist(),
        model.number <= milliseconds_of(now),
        model.state == person,
        model.data.contains(f'"deputy":{canonical_json(person)}'),
    )
    return reduce(or_, conditions)


def _held(model: type[EntityItem], desk: str, task: Task, identifier: str, now: datetime) -> Any:
    """Return what makes the refusal: who holds the task, or to look again when it was just given back."""

    def refusal() -> Exception:
        claim = find_claim(model, desk, task, identifier, now)
        if claim is None:
            return ConcurrentChangeError()
        badge = (claim.deputy or claim.holder).badge
        return Conflict("claimed-by-another", badge=badge, until_at=format_instant(claim.until))

    return refusal


def _claim_item(model: type[EntityItem], desk: str, claim: Claim) -> EntityItem:
    data: dict[str, Json] = {"badge": claim.holder.badge, "title": claim.title}
    if claim.deputy:
        data |= {"deputy": claim.deputy.person, "deputy_badge": claim.deputy.badge}
    return _lapsing(
        model(keys.desk(desk), keys.claim(claim.task, claim.identifier), kind="claim"),
        claim.holder.person,
        claim.until,
        data,
    )


def _absence_item(model: type[EntityItem], desk: str, absence: Absence) -> EntityItem:
    data: dict[str, Json] = {
        "badge": absence.who.badge,
        "from_on": absence.from_on.isoformat(),
        "until_on": absence.until_on.isoformat(),
        "deputy": absence.deputy.person,
        "deputy_badge": absence.deputy.badge,
    }
    item = model(keys.desk(desk), keys.absence(absence.who.person), kind="absence")
    return _lapsing(item, absence.who.person, absence.ends_at, data)


def _lapsing(item: EntityItem, person: str, until: datetime, data: dict[str, Json]) -> EntityItem:
    item.state, item.number, item.data = person, milliseconds_of(until), canonical_json(data)
    item.expires_at = int(until.timestamp()) + 1
    return item


def _claim_of(item: EntityItem) -> Claim:
    data: dict[str, Any] = json.loads(item.data or "{}")
    _, task, identifier = item.sk.split("#", 2)
    until = datetime.fromtimestamp(int(item.number or 0) / 1000, UTC)
    holder = Colleague(str(item.state), data["badge"])
    return Claim(Task(task), identifier, data["title"], holder, until, _deputy(data))


def _absence_of(item: EntityItem) -> Absence:
    data: dict[str, Any] = json.loads(item.data or "{}")
    from_on, until_on = (date.fromisoformat(data[name]) for name in ("from_on", "until_on"))
    return Absence(
        Colleague(str(item.state), data["badge"]),
        from_on,
        until_on,
        Colleague(data["deputy"], data["deputy_badge"]),
    )


def _deputy(data: dict[str, Any]) -> Colleague | None:
    return Colleague(data["deputy"], data["deputy_badge"]) if "deputy" in data else None
