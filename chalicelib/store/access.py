"""What the house keeps about access: session epochs and marks that work once (implements identity_ports)."""

import json
from datetime import date, datetime, timedelta
from typing import Any

from pynamodb.exceptions import PutError, UpdateError

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import Clock, milliseconds_of
from chalicelib.store import keys
from chalicelib.store.tables import EntityItem, Tables
from chalicelib.usecases.identity_ports import Standing

ENDED = "ended"
"""State of the item of a person whose access was ended."""


def standing_of(person: str, item: EntityItem) -> Standing:
    """Read a person's item."""
    line: dict[str, Any] = json.loads(item.data or "{}")
    return Standing(
        person,
        epoch=int(item.number or 0),
        is_ended=item.state == ENDED,
        badge=line.get("badge", ""),
        org=line.get("org", ""),
        roles=frozenset(map(Role, line.get("roles", ()))),
        seen_on=date.fromisoformat(line["seen_on"]) if line else None,
    )


class SessionEpochs:
    """One instant a person, in milliseconds; it ends every session and token from before it."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def get(self, person: str) -> Standing:
        """Return the person's epoch and what is kept beside it, read consistently."""
        try:
            return standing_of(person, self._model.get(keys.person(person), keys.ROOT, consistent_read=True))
        except self._model.DoesNotExist:
            return Standing(person)

    def of(self, actor: Actor) -> Standing:
        """Return the standing of whoever a session or token names, read consistently."""
        return self.get(actor.person)

    def raise_to(self, person: str, wall_now: datetime) -> None:
        """Begin a new epoch now: 1 UpdateItem, 2 where another one's clock is ahead."""
        epoch, number = milliseconds_of(wall_now), self._model.number
        item = self._model(keys.person(person), keys.ROOT)
        named = self._model.kind.set("person")
        try:
            item.update(
                actions=[number.set(epoch), named], condition=number.does_not_exist() | (number < epoch)
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            item.update(actions=[number.add(1)])


class OneTimeMarks:
    """Names that can be used once."""

    def __init__(self, tables: Tables, clock: Clock) -> None:
        """Use a process's tables and clock."""
        self._model, self._clock = tables.marketplace, clock

    def use_once(self, key: str, ttl_seconds: int) -> bool:
        """Mark a key atomically; False when it was marked before."""
        item = self._model(keys.mark(key), keys.ROOT, kind="mark")
        expires_at = self._clock.product_now() + timedelta(seconds=ttl_seconds)
        item.expires_at = int(expires_at.timestamp())
        try:
            item.save(condition=self._model.pk.does_not_exist())
        except PutError as error:
            if error.cause_response_code == "ConditionalCheckFailedException":
                return False
            raise
        return True
