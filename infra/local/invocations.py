"""One invocation of a handler with the manners of the Lambda service: an error is the batch's, not ours.

Source: Lambda Developer Guide, "Implementing partial batch responses": an empty list of failures is a
success; an identifier that is empty or unknown fails the whole batch.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from infra.local.lambda_events import LambdaContext

Handler = Callable[[dict[str, Any], Any], Any]

log = logging.getLogger("market.local")


def invoke(name: str, handler: Handler, event: dict[str, Any], item_ids: Sequence[str]) -> frozenset[str]:
    """Invoke a handler with a batch and return the identifiers of the items that failed."""
    try:
        answer = handler(event, LambdaContext(name))
    except Exception:
        # What Lambda does: whatever a function raises fails its batch.
        log.exception("%s failed", name)
        return frozenset(item_ids)
    failures = (answer or {}).get("batchItemFailures") or ()
    failed = frozenset(str(failure["itemIdentifier"]) for failure in failures)
    return failed if failed <= frozenset(item_ids) else frozenset(item_ids)
