"""How often an address came to residents' pages, and how often with a link that opens nothing (§7.6).

An address stands here as a keyed hash. Counting is not part of what a request does, so it costs one
UpdateItem and one eventually consistent read beside it; rows end with their time, compared with now.
"""

from datetime import datetime, timedelta

from pynamodb.exceptions import UpdateError

from chalicelib.store import keys
from chalicelib.store.tables import EntityItem, Tables

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
EVERYBODY, STALE = "all", "stale"


class Visits:
    """Counters of one process's tables, by the wall clock."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.satisfaction

    def came(self, who: str, wall_now: datetime) -> int:
        """Count a visit; return how many there were in this minute."""
        return self._count(who, f"{wall_now:%Y-%m-%dT%H:%M}", wall_now + 2 * MINUTE)

    def wrong(self, who: str, wall_now: datetime, hold: timedelta, *, is_guess: bool = True) -> int:
        """Count a wrong link of an address, held so long after the last; return all of this hour.

        One that was somebody's once is counted apart, by the same calls.
        """
        row, group = (keys.ROOT, EVERYBODY) if is_guess else (STALE, STALE)
        if not self._count_while_held(who, row, wall_now, hold):
            fresh = self._model(keys.visits(who), row)
            fresh.update(
                actions=[
                    self._model.kind.set("visits"),
                    self._model.number.set(1),
                    self._model.expires_at.set(_seconds(wall_now + hold)),
                ]
            )
        return self._count(group, f"{wall_now:%Y-%m-%dT%H}", wall_now + 2 * HOUR)

    def wrongs(self, who: str, wall_now: datetime) -> tuple[int, int]:
        """Return how many wrong links of an address are held now, and for how many seconds more."""
        try:
            return _held(self._model.get(keys.visits(who), keys.ROOT), wall_now)
        except self._model.DoesNotExist:
            return 0, 0

    def _count(self, who: str, period: str, until: datetime) -> int:
        item = self._model(keys.visits(who), period)
        ends = self._model.expires_at.set(_seconds(until))
        item.update(actions=[self._model.number.add(1), self._model.kind.set("visits"), ends])
        return int(item.number or 0)

    def _count_while_held(self, who: str, row: str, wall_now: datetime, hold: timedelta) -> bool:
        item: EntityItem = self._model(keys.visits(who), row)
        ends = self._model.expires_at.set(_seconds(wall_now + hold))
        try:
            item.update(
                actions=[self._model.number.add(1), ends],
                condition=self._model.expires_at > _seconds(wall_now),
            )
        except UpdateError as error:
            if error.cause_response_code != "ConditionalCheckFailedException":
                raise
            return False
        return True


class Guests:
    """Wrong links of addresses within one unit of work, read together with what it decides on."""

    def __init__(self, tables: Tables) -> None:
        """Have read nothing yet."""
        self._model = tables.satisfaction
        self._items: dict[str, EntityItem | None] = {}

    def place(self, who: str) -> tuple[type[EntityItem], str, str]:
        """Return table and keys of an address's count."""
        return self._model, keys.visits(who), keys.ROOT

    def keep(self, who: str, item: EntityItem | None) -> None:
        """Take what was read."""
        self._items[who] = item

    def wrongs(self, who: str, wall_now: datetime) -> tuple[int, int]:
        """Return how many wrong links of an address that was read are held now, and for how many seconds."""
        item = self._items[who]
        return (0, 0) if item is None else _held(item, wall_now)


def _held(item: EntityItem, wall_now: datetime) -> tuple[int, int]:
    left = int(item.expires_at or 0) - _seconds(wall_now)
    return (int(item.number or 0), left) if left > 0 else (0, 0)


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())
