"""One transaction: what is written, what each failed condition means, and how an unknown end is settled.

DynamoDB answers a cancelled transaction with one reason an item, in the order checks, deletes, puts,
updates (pynamodb's order); each write carries the error its failure means. A timeout leaves the end
unknown: the same transaction is sent again with the same token, and if it is then refused, the ledger
entry tells whether the first one had got through (design §6, injector).
"""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBConnectionError, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.kernel.errors import Unavailable
from chalicelib.store.tables import Tables

SENDS = 4
THROTTLED = frozenset(
    {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded",
        "InternalServerError",
        "ProvisionedThroughputExceeded",
        "ThrottlingError",
    }
)
CONFLICT = frozenset({"TransactionConflict", "TransactionInProgressException"})


class ConcurrentChangeError(Exception):
    """Somebody else committed first; load again, decide again."""


@dataclass(slots=True)
class Write:
    """One item of a transaction; `refusal` makes the error that its failed condition means."""

    operation: str
    model: Any
    condition: Condition | None
    refusal: Callable[[], Exception]
    actions: Sequence[Action] = ()


ORDER = ("check", "delete", "put", "update")


def commit(tables: Tables, writes: Sequence[Write], landed: Callable[[], bool]) -> None:
    """Send all writes as one transaction.

    `landed` tells, after an unknown end, whether the transaction had got through.

    Raises:
        ConcurrentChangeError: when an expected version or a running transaction was in the way.
        DomainError: the refusal of the first write whose condition failed.
        Unavailable: when DynamoDB throttles or does not answer.
    """
    ordered = sorted(writes, key=lambda write: ORDER.index(write.operation))
    token, unknown = uuid4().hex, False
    for sending in range(SENDS):
        try:
            _send(tables, ordered, token)
            return
        except (TransactWriteError, PynamoDBConnectionError, BotoCoreError, ClientError) as error:
            outcome = _judge(error, ordered)
            if unknown and not isinstance(outcome, _UnknownEnd) and landed():
                return
            if not isinstance(outcome, _UnknownEnd | _Throttled):
                raise outcome from error
            unknown = unknown or isinstance(outcome, _UnknownEnd)
            pause(sending)
    if unknown and landed():
        return
    raise Unavailable


def pause(attempt: int) -> None:
    """Sleep a random part of 10 ms · 2^attempt, so that rivals fall out of step."""
    time.sleep(random.uniform(0, 0.01 * 2**attempt))


def _send(tables: Tables, writes: Sequence[Write], token: str) -> None:
    with TransactWrite(connection=tables.connection, client_request_token=token) as transaction:
        for write in writes:
            if write.operation == "put":
                transaction.save(write.model, condition=write.condition)
            elif write.operation == "delete":
                transaction.delete(write.model, condition=write.condition)
            elif write.operation == "update":
                transaction.update(write.model, actions=list(write.actions), condition=write.condition)
            else:
                item = write.model
                transaction.condition_check(type(item), item.pk, item.sk, condition=write.condition)


class _UnknownEnd(Exception):
    """The answer never came."""


class _Throttled(Exception):
    """Refused for load; nothing was written."""


def _judge(error: Exception, writes: Sequence[Write]) -> Exception:
    reasons = error.cancellation_reasons if isinstance(error, TransactWriteError) else []
    if reasons:
        return _judge_reasons(reasons, writes)
    code = getattr(error, "cause_response_code", None)
    if code is None:
        return _UnknownEnd()
    if code in CONFLICT:
        return ConcurrentChangeError()
    return _Throttled() if code in THROTTLED else error


def _judge_reasons(reasons: Sequence[Any], writes: Sequence[Write]) -> Exception:
    failed = [(reason, write) for reason, write in zip(reasons, writes, strict=True) if reason is not None]
    refusals = [write.refusal() for reason, write in failed if reason.code == "ConditionalCheckFailed"]
    final = [refusal for refusal in refusals if not isinstance(refusal, ConcurrentChangeError)]
    if final:
        return final[0]
    if refusals or any(reason.code in CONFLICT for reason, _ in failed):
        return ConcurrentChangeError()
    return _Throttled()
