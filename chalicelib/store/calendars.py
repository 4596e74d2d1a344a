"""Secret addresses of calendars (implements calendar_ports): a pointer a person, and the secret's hash.

The address itself is kept nowhere. The item under the hash names the person; it is good while the person's
pointer still names it, so that a new address ends the one before without reading it.
"""

import json
from datetime import datetime
from typing import Any

from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.canonical import canonical_json, sha256_hex
from chalicelib.kernel.clock import format_instant, parse_instant
from chalicelib.store import keys
from chalicelib.store.tables import Tables
from chalicelib.usecases.calendar_ports import CalendarLink


class CalendarLinks:
    """One secret address a person."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.marketplace

    def make(self, secret: str, link: CalendarLink) -> None:
        """Keep the pointer and what lies under the hash: 2 PutItems; the second alone stands for nobody."""
        mark, person = sha256_hex(secret), link.actor.person
        named = self._item(keys.calendar(mark), link.ends_at)
        named.data = canonical_json({"person": person})
        named.save()
        pointer = self._item(keys.calendar_of(person), link.ends_at)
        pointer.data = canonical_json({"mark": mark, **_to_json(link)})
        pointer.save()

    def find(self, secret: str) -> CalendarLink | None:
        """Return whom an address stands for: 2 GetItems."""
        mark = sha256_hex(secret)
        named = self._read(keys.calendar(mark))
        pointer = self._read(keys.calendar_of(named["person"])) if named else None
        return _from_json(pointer) if pointer and pointer["mark"] == mark else None

    def of(self, person: str) -> CalendarLink | None:
        """Return a person's own: 1 GetItem."""
        pointer = self._read(keys.calendar_of(person))
        return _from_json(pointer) if pointer else None

    def end(self, person: str) -> None:
        """Delete the pointer: 1 DeleteItem."""
        self._model(keys.calendar_of(person), keys.ROOT).delete()

    def _item(self, partition: str, ends_at: datetime) -> Any:
        item = self._model(partition, keys.ROOT, kind="calendar")
        item.expires_at = int(ends_at.timestamp())
        return item

    def _read(self, partition: str) -> dict[str, Any] | None:
        try:
            item = self._model.get(partition, keys.ROOT, consistent_read=True)
        except self._model.DoesNotExist:
            return None
        found: dict[str, Any] = json.loads(str(item.data))
        return found


def _to_json(link: CalendarLink) -> dict[str, Any]:
    return {
        "person": link.actor.person,
        "org": link.actor.org,
        "roles": sorted(link.actor.roles),
        "locale": link.locale,
        "epoch": link.epoch,
        "made_at": format_instant(link.made_at),
        "ends_at": format_instant(link.ends_at),
    }


def _from_json(kept: dict[str, Any]) -> CalendarLink:
    return CalendarLink(
        Actor(kept["person"], kept["org"], frozenset(Role(role) for role in kept["roles"])),
        kept["locale"],
        kept["epoch"],
        parse_instant(kept["made_at"]),
        parse_instant(kept["ends_at"]),
    )
