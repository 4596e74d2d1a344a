"""One transaction: what is written, what each failed condition means, and how an unknown end is settled.

DynamoDB answers a cancelled transaction with one reason an item, in the order checks, deletes, puts,
updates (pynamodb's order); each write carries the error its failure means. A timeout leaves the end
unknown: the same transaction is sent again with the same token, which DynamoDB carries out once, and if
it is then refused, the caller's own rows tell whether the first one had got through.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.records import dataclass
from chalicelib.store.connection import OVERLOADED, SENDS, UNANSWERED, code_of, pause
from chalicelib.store.tables import Tables

RUNNING = "TransactionInProgressException"
"""An earlier sending of the same token is still at work."""

CONDITION, CONFLICT = "ConditionalCheckFailed", "TransactionConflict"
THROTTLED = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError"})


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
        except TransactWriteError as error:
            outcome = _judge(error, ordered)
            # A conflict may be with our own first sending, which nobody has heard of yet.
            waits = isinstance(outcome, _Transient) or (unknown and isinstance(outcome, _Conflict))
            if not waits:
                if unknown and landed():
                    return
                raise outcome from error
        unknown = unknown or isinstance(outcome, _UnknownEnd)
        pause(sending)
    if unknown and landed():
        return
    raise Unavailable


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


class _Transient(Exception):
    """May succeed when the very same transaction is sent again."""


class _UnknownEnd(_Transient):
    """The answer never came."""


class _Throttled(_Transient):
    """Refused for load; nothing was written."""


class _Conflict(ConcurrentChangeError):
    """Another transaction holds one of the items; nothing was written."""


def _judge(error: TransactWriteError, writes: Sequence[Write]) -> Exception:
    if error.cancellation_reasons:
        return _judge_reasons(error, writes)
    code = code_of(error.cause)  # pynamodb's own property fails for a timeout
    if code is None or code == RUNNING or code in UNANSWERED:
        return _UnknownEnd()
    return _Throttled() if code in OVERLOADED else error


def _judge_reasons(error: TransactWriteError, writes: Sequence[Write]) -> Exception:
    pairs = zip(error.cancellation_reasons, writes, strict=True)
    failed = [(reason.code, write) for reason, write in pairs if reason is not None]
    refusals = [write.refusal() for code, write in failed if code == CONDITION]
    final = [refusal for refusal in refusals if not isinstance(refusal, ConcurrentChangeError)]
    codes = {code for code, _ in failed}
    if refusals:
        return final[0] if final else ConcurrentChangeError()
    if CONFLICT in codes:
        return _Conflict()
    return _Throttled() if codes <= THROTTLED else error
