"""The one line of texts that all workers share, an item that is changed only if nobody else has (ADR 0076).

By the wall clock: it is the provider that counts, and its seconds are the world's.
"""

import time
from collections.abc import Callable
from datetime import datetime

from pynamodb.exceptions import PutError

from chalicelib.domain.satisfaction.invitations.pacing import Line, take_place
from chalicelib.kernel.clock import parse_instant
from chalicelib.store import keys
from chalicelib.store.connection import pause
from chalicelib.store.tables import EntityItem, Tables

CONDITION_FAILED = "ConditionalCheckFailedException"
TEXTS = "texts"
ROUNDS = 8
"""Tries against rivals, of whom there are as many as workers; then the text is left for another minute."""


class SharedPace:
    """Places in the line."""

    def __init__(
        self, tables: Tables, wall_now: Callable[[], datetime], sleep: Callable[[float], None] = time.sleep
    ) -> None:
        """Use a process's tables; `sleep` waits for seconds."""
        self._model, self._wall_now, self._sleep = tables.satisfaction, wall_now, sleep

    def wait(self, per_minute: int) -> bool:
        """Take the next place and wait for it; False when it is too far ahead."""
        for attempt in range(ROUNDS):
            found, now = self._read(), self._wall_now()
            taken = take_place(_line(found), now, per_minute)
            if taken is None:
                return False
            line, at = taken
            if self._write(found, line):
                self._sleep(max(0.0, (at - now).total_seconds()))
                return True
            pause(attempt)
        return False

    def _read(self) -> EntityItem | None:
        try:
            return self._model.get(keys.pace(TEXTS), keys.ROOT, consistent_read=True)
        except self._model.DoesNotExist:
            return None

    def _write(self, found: EntityItem | None, line: Line) -> bool:
        model = self._model
        item = model(
            keys.pace(TEXTS), keys.ROOT, kind="pace", state=line.began_at.isoformat(), number=line.taken
        )
        seen = model.pk.does_not_exist()
        if found is not None:
            seen = (model.state == found.state) & (model.number == found.number)
        try:
            item.save(condition=seen)
        except PutError as error:
            if error.cause_response_code != CONDITION_FAILED:
                raise
            return False
        return True


def _line(found: EntityItem | None) -> Line | None:
    return None if found is None else Line(parse_instant(str(found.state)), int(found.number or 0))
