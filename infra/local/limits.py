"""Limits of DynamoDB that moto 5.2.5 gets wrong: 25 writes in a batch, 100 items in a transactional read.

And one that it gets right at a price: for the 400 KB of an item it measures all of it at each of its
attributes.

Source: DynamoDB Developer Guide, "Quotas in Amazon DynamoDB".
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict
from moto.dynamodb.responses import DynamoHandler

BATCH_WRITES_MAX = 25
TRANSACT_GETS_MAX = 100

SMALL_BYTES, FEW = 8_000, 40
"""So many attributes, none of them larger, cannot reach the limit of an item."""

_set_attribute = LimitedSizeDict.__setitem__
_batch_write_item = DynamoHandler.batch_write_item


def batch_write_item(self: DynamoHandler) -> ActionResult:
    """Refuse more than 25 writes, which moto would accept and AWS does not."""
    if sum(len(requests) for requests in self.body["RequestItems"].values()) > BATCH_WRITES_MAX:
        raise MockValidationException("Too many items requested for the BatchWriteItem call")
    return _batch_write_item(self)


def set_attribute(self: LimitedSizeDict, name: str, value: Any) -> None:
    """Measure the whole item only where it may be too large: with many attributes, or one not small."""
    size_bytes = value.size() if type(value) is DynamoType else len(str(value).encode())
    if size_bytes > SMALL_BYTES:
        self.has_large = True  # type: ignore[attr-defined]
    if len(self) >= FEW or getattr(self, "has_large", False):
        _set_attribute(self, name, value)
    else:
        dict.__setitem__(self, name, value)
