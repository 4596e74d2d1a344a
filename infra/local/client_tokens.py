"""ClientRequestToken: the same TransactWriteItems sent twice within ten minutes is done once (design §5).

moto ignores the token; a retry after a lost answer would add twice. A cancelled transaction is not
remembered: it may be sent again.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.dynamodb.responses import DynamoHandler

VALID_SECONDS = 600
"""DynamoDB API reference, TransactWriteItems: a token is valid for ten minutes."""

_transact_write_items = DynamoHandler.transact_write_items
_done: dict[str, tuple[float, str]] = {}


def transact_write_items(self: DynamoHandler) -> ActionResult:
    """Answer a repeated token without writing; refuse a known token with another body."""
    token = self.body.get("ClientRequestToken")
    if token is None:
        return _transact_write_items(self)
    if is_replay(self.body):
        if _done[token][1] != _fingerprint(self.body):
            raise JsonRESTError(
                "com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",
                "The request uses the same client token as a previous, but non-identical request.",
            )
        return ActionResult({"ConsumedCapacity": [], "ItemCollectionMetrics": {}})
    result = _transact_write_items(self)
    _done[token] = (_now_seconds() + VALID_SECONDS, _fingerprint(self.body))
    return result


def is_replay(params: Mapping[str, Any]) -> bool:
    """Tell whether a TransactWriteItems with this token was done within the ten minutes."""
    _forget_expired()
    return params.get("ClientRequestToken") in _done


def forget_all() -> None:
    """Forget every token, as a new engine would."""
    _done.clear()


def _forget_expired() -> None:
    now = _now_seconds()
    while _done:
        token = next(iter(_done))  # they are in order of time
        if _done[token][0] > now:
            return
        del _done[token]


def _fingerprint(body: Mapping[str, Any]) -> str:
    text = json.dumps(body["TransactItems"], sort_keys=True, default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def _now_seconds() -> float:
    return time.monotonic()
