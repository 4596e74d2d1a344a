"""Read and write units by DynamoDB's published rules.

Sources: DynamoDB Developer Guide, "DynamoDB read and write operations" and "Using global secondary
indexes" (write considerations). Reads round up to 4 KB, writes to 1 KB; an eventually consistent read
costs half, a transaction twice. What the guide leaves open follows what was measured on AWS: a
ConditionCheck is billed as a transactional write, and a repeated client token as a transactional read.
Index maintenance is asynchronous and is not doubled by a transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from infra.local.item_size import item_size_bytes

READ_BLOCK_BYTES = 4096
WRITE_BLOCK_BYTES = 1024
TRANSACTION_FACTOR = 2

Attributes = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class IndexShape:
    """What an index holds: items that have all its key attributes, cut to `projected` (None: whole)."""

    key_names: frozenset[str]
    projected: frozenset[str] | None

    def entry(self, item: Attributes | None) -> Attributes | None:
        """Return the item's entry in the index, or None when it has none."""
        if item is None or not self.key_names <= item.keys():
            return None
        if self.projected is None:
            return item
        return {name: value for name, value in item.items() if name in self.projected}


def read_units(size_bytes: int, *, consistent: bool) -> float:
    """Return the units of one read; what is not there costs as much as the smallest item."""
    return _blocks(size_bytes, READ_BLOCK_BYTES) * (1.0 if consistent else 0.5)


def transact_read_units(size_bytes: int) -> float:
    """Return the units of one item read in a transaction."""
    return TRANSACTION_FACTOR * read_units(size_bytes, consistent=True)


def write_units(before: Attributes | None, after: Attributes | None) -> int:
    """Return the units of one write to a table: the larger of the item before and after."""
    return _blocks(max(_size(before), _size(after)), WRITE_BLOCK_BYTES)


def index_write_units(index: IndexShape, before: Attributes | None, after: Attributes | None) -> int:
    """Return the units of keeping one index up to date with a write.

    Nothing when the entry stays the same; one write when it appears, goes or changes beside its key; a
    deletion and a write when its key changes.
    """
    old, new = index.entry(before), index.entry(after)
    if old == new:
        return 0
    if old is None or new is None or all(old[name] == new[name] for name in index.key_names):
        return write_units(old, new)
    return write_units(old, None) + write_units(None, new)


def _size(item: Attributes | None) -> int:
    return 0 if item is None else item_size_bytes(item)


def _blocks(size_bytes: int, block_bytes: int) -> int:
    return max(1, -(-size_bytes // block_bytes))
