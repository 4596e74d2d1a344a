"""The one connection of a process: what goes wrong on the way becomes an error that people understand.

The SDK has retried before anything arrives here. A read or a single write that still fails for load or
for want of an answer is `try-again-later`; one that met a running transaction did nothing and is sent
again. Transactions have their own rules in `writes.py`.
"""

import random
import time
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.connection import Connection

from chalicelib.kernel.errors import Unavailable

SENDS = 4
CONFLICT = "TransactionConflictException"
OVERLOADED = frozenset(
    {"ProvisionedThroughputExceededException", "ThrottlingException", "RequestLimitExceeded"}
)
UNANSWERED = frozenset({"InternalServerError", "InternalFailure", "ServiceUnavailable"})
"""DynamoDB failed on its side: whether it had written first, nobody knows."""

TRANSACTION = "TransactWriteItems"


class SteadyConnection(Connection):
    """pynamodb's connection, with refusals instead of its exceptions for what passes by itself."""

    def _make_api_call(self, operation_name: str, operation_kwargs: Any) -> Any:
        for sending in range(SENDS):
            try:
                return super()._make_api_call(operation_name, operation_kwargs)
            except (BotoCoreError, ClientError) as error:
                if operation_name == TRANSACTION or not _passes(error):
                    raise
                if code_of(error) != CONFLICT:
                    raise Unavailable from error
            pause(sending)
        raise Unavailable


def code_of(error: Exception | None) -> str | None:
    """Return DynamoDB's code for an error, None when it never answered."""
    return error.response["Error"]["Code"] if isinstance(error, ClientError) else None


def pause(attempt: int) -> None:
    """Sleep a random part of 10 ms · 2^attempt, so that rivals fall out of step."""
    time.sleep(random.uniform(0, 0.01 * 2**attempt))


def _passes(error: Exception) -> bool:
    code = code_of(error)
    return code is None or code == CONFLICT or code in OVERLOADED | UNANSWERED
