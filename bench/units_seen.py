"""Which of a projection's write units went where: aggregates' rows, list rows, counters."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from infra.local import calls
from infra.local.calls import Answer, Call, Proceed
from infra.local.memory import find_table, key_of, peek, plain
from infra.local.targets import Write, writes_of
from infra.local.units import TRANSACTION_FACTOR, write_units

PARTS = {"ROW": "row", "LIST": "list", "CATALOGUE": "list"}
"""What a partition says behind its generation (chalicelib/store/keys.py); all else is for the counters."""


@contextmanager
def units_by_part() -> Iterator[Counter[str]]:
    """Sum the units of transactions on the reporting table until the end of the context."""
    units: Counter[str] = Counter()

    def count(call: Call, proceed: Proceed) -> Answer:
        writes = writes_of(call.operation, call.params)
        before = [_image(call, write) for write in writes]
        answer = proceed(call.params)
        for write, image in zip(writes, before, strict=True):
            units[_part(write)] += TRANSACTION_FACTOR * write_units(image, _image(call, write))
        return answer

    with calls.observed(count):
        yield units


def _part(write: Write) -> str:
    return PARTS.get(write.attributes["pk"]["S"].split("#")[1], "counter")


def _image(call: Call, write: Write) -> Any:
    table = find_table(call.region, write.table)
    key = None if table is None else key_of(table, write.attributes)
    item = None if table is None or key is None else peek(table, key)
    return None if item is None else plain(item)
