"""What an eventually consistent reader may still see: the table as it was a few writes ago.

A replica applies the writes of a table in order but late. The history keeps the images the last writes
replaced; a stale read puts some of them back for as long as it takes, under the lock, and so gets
exactly the answer of the lagging replica: order, paging, projection and all.
"""

import copy
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager

from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table

from infra.local import calls
from infra.local.calls import Answer, Call, Proceed
from infra.local.memory import Key, find_table, key_of, peek, put_back
from infra.local.targets import Action, writes_of

LAG_MAX = 16
"""How many writes of a table are remembered; a reader never lags by more."""

_Image = tuple[Key, Item | None]


class History:
    """The images replaced by the last writes of every table, while it watches."""

    def __init__(self) -> None:
        self._replaced: dict[str, deque[_Image]] = defaultdict(lambda: deque(maxlen=LAG_MAX))

    def watch(self, call: Call, proceed: Proceed) -> Answer:
        """Remember what a successful write replaced; a layer for `calls.observed`."""
        images = list(_images_before(call))
        answer = proceed(call.params)
        for table_name, image in images:
            self._replaced[table_name].append(image)
        return answer

    def writes_to(self, table_name: str) -> int:
        """Return by how many writes a reader of a table can lag."""
        return len(self._replaced[table_name])

    @contextmanager
    def rewound(self, region: str, table_name: str, writes: int) -> Iterator[None]:
        """Show a table as it was the given number of writes ago, for the time of the block."""
        with calls.LOCK:
            table = find_table(region, table_name)
            if table is None or writes == 0:
                yield
                return
            latest: list[_Image] = []
            for key, before in list(self._replaced[table_name])[: -writes - 1 : -1]:
                latest.append((key, peek(table, key)))
                put_back(table, key, before)
            try:
                yield
            finally:
                _restore(table, latest)


def _restore(table: Table, latest: list[_Image]) -> None:
    for key, item in reversed(latest):
        put_back(table, key, item)


def _images_before(call: Call) -> Iterator[tuple[str, _Image]]:
    if call.service != "dynamodb":
        return
    for write in writes_of(call.operation, call.params):
        table = find_table(call.region, write.table)
        key = None if table is None else key_of(table, write.attributes)
        if table is not None and key is not None and write.action is not Action.CHECK:
            yield write.table, (key, copy.deepcopy(peek(table, key)))
