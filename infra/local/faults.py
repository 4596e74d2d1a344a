"""The ways a DynamoDB call goes wrong in production, each as a value; `injector.faults` makes them happen.

Every fault says how likely it is, how often at most, on which operations and on which table. What the
caller then sees is what botocore raises in that case, retries of the SDK exhausted.
Sources: DynamoDB API reference, "TransactWriteItems" (cancellation reasons), "BatchGetItem" (unprocessed
keys); Developer Guide, "Error handling with DynamoDB" and "Read consistency".
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from infra.local.calls import Answer, Call, Proceed
from infra.local.staleness import LAG_MAX, History
from infra.local.targets import SINGLE_WRITES

SINGLE = frozenset(SINGLE_WRITES)
TRANSACTIONS = frozenset({"TransactWriteItems", "TransactGetItems"})
WRITES = SINGLE | {"TransactWriteItems", "BatchWriteItem"}
LAGGING_READS = frozenset({"GetItem", "BatchGetItem", "Query", "Scan"})
ALL_OPERATIONS = WRITES | TRANSACTIONS | LAGGING_READS


@dataclass(frozen=True, slots=True)
class Blow:
    """The moment a fault strikes: the call, the way it would have gone, the dice, what was written before."""

    call: Call
    proceed: Proceed
    dice: Random
    history: History


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault(ABC):
    """A fault and when it strikes; `on` and `table` narrow it, `times` caps it."""

    strikes: ClassVar[frozenset[str]] = ALL_OPERATIONS

    probability: float = 1.0
    times: int | None = None
    on: str | None = None
    table: str | None = None

    def reaches(self, call: Call) -> bool:
        """Tell whether the fault can happen to a call at all."""
        if call.operation not in self.strikes or self.on not in (None, call.operation):
            return False
        return self.table is None or self.table in _tables_of(call.params)

    @abstractmethod
    def strike(self, blow: Blow) -> Answer:
        """Make it happen: raise what the SDK would raise, or answer wrongly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransactionConflict(Fault):
    """Another transaction holds one of the items."""

    strikes: ClassVar[frozenset[str]] = SINGLE | TRANSACTIONS

    def strike(self, blow: Blow) -> Answer:
        """Cancel the transaction for one of its items, or refuse the single write."""
        message = "Transaction is ongoing for the item"
        if blow.call.operation in SINGLE:
            raise service_error(blow.call, "TransactionConflictException", message)
        raise _cancelled(blow, "TransactionConflict", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Throttled(Fault):
    """The partition gets more requests than it can take."""

    def strike(self, blow: Blow) -> Answer:
        """Refuse the call, or cancel the transaction, for want of throughput."""
        message = "The level of configured provisioned throughput for the table was exceeded."
        if blow.call.operation in TRANSACTIONS:
            raise _cancelled(blow, "ProvisionedThroughputExceeded", message)
        raise service_error(blow.call, "ProvisionedThroughputExceededException", message)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeverArrived(Fault):
    """The connection timed out: nothing was done."""

    def strike(self, blow: Blow) -> Answer:
        """Raise a connect timeout before the engine sees the call."""
        raise ConnectTimeoutError(endpoint_url=blow.call.client.meta.endpoint_url)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerLost(Fault):
    """The call was carried out and its answer lost: the caller cannot know."""

    def strike(self, blow: Blow) -> Answer:
        """Let the call happen, then raise a read timeout; a refusal is lost just the same."""
        lost = ReadTimeoutError(endpoint_url=blow.call.client.meta.endpoint_url)
        try:
            blow.proceed(blow.call.params)
        except ClientError as refused:
            raise lost from refused
        raise lost


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleRead(Fault):
    """A read that did not ask for consistency is answered by a replica up to `lag` writes behind."""

    strikes: ClassVar[frozenset[str]] = LAGGING_READS

    lag: int = 3

    def reaches(self, call: Call) -> bool:
        """Only eventually consistent reads lag, and `StaleIndexRead` speaks for the indexes."""
        # Named call: a slotted dataclass is rebuilt, which breaks the short form of super().
        return (
            Fault.reaches(self, call) and "IndexName" not in call.params and not _is_consistent(call.params)
        )

    def strike(self, blow: Blow) -> Answer:
        """Answer from the table as it was one to `lag` writes ago."""
        table_name = sorted(_tables_of(blow.call.params))[0]
        reach = min(self.lag, LAG_MAX, blow.history.writes_to(table_name))
        behind = blow.dice.randint(1, reach) if reach else 0
        with blow.history.rewound(blow.call.region, table_name, behind):
            return blow.proceed(blow.call.params)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleIndexRead(StaleRead):
    """An index has not yet caught up with its table."""

    strikes: ClassVar[frozenset[str]] = frozenset({"Query", "Scan"})

    def reaches(self, call: Call) -> bool:
        """Every read of an index may lag."""
        return Fault.reaches(self, call) and "IndexName" in call.params


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfUnprocessed(Fault):
    """A batch comes back with a part of it undone, which is success to the SDK."""

    strikes: ClassVar[frozenset[str]] = frozenset({"BatchGetItem", "BatchWriteItem"})

    def strike(self, blow: Blow) -> Answer:
        """Do the first half of every table's part, at least one item, and hand the rest back."""
        params = blow.call.params
        now, later = _halves(params["RequestItems"])
        answer = blow.proceed({**params, "RequestItems": now})
        left = "UnprocessedKeys" if blow.call.operation == "BatchGetItem" else "UnprocessedItems"
        return {**answer, left: later}


def service_error(call: Call, code: str, message: str, **more: Any) -> Exception:
    """Return the exception botocore raises for an error answer of DynamoDB."""
    response = {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": 400, "RetryAttempts": 0},
        **more,
    }
    error: Exception = call.client.exceptions.from_code(code)(response, call.operation)
    return error


def _cancelled(blow: Blow, reason: str, message: str) -> Exception:
    reasons: list[dict[str, str]] = [{"Code": "None"} for _ in blow.call.params["TransactItems"]]
    reasons[blow.dice.randrange(len(reasons))] = {"Code": reason, "Message": message}
    codes = ", ".join(each["Code"] for each in reasons)
    text = f"Transaction cancelled, please refer cancellation reasons for specific reasons [{codes}]"
    return service_error(blow.call, "TransactionCanceledException", text, CancellationReasons=reasons)


def _is_consistent(params: Mapping[str, Any]) -> bool:
    requests = params.get("RequestItems", {"": params}).values()
    return any(request.get("ConsistentRead") for request in requests)


def _tables_of(params: Mapping[str, Any]) -> frozenset[str]:
    if "TableName" in params:
        return frozenset({params["TableName"]})
    if "RequestItems" in params:
        return frozenset(params["RequestItems"])
    bodies = [body for item in params.get("TransactItems", ()) for body in item.values()]
    return frozenset(body["TableName"] for body in bodies)


def _halves(request_items: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    now: dict[str, Any] = {}
    later: dict[str, Any] = {}
    for table, request in request_items.items():
        entries = request["Keys"] if isinstance(request, Mapping) else request
        middle = (len(entries) + 1) // 2
        for part, chosen in ((now, entries[:middle]), (later, entries[middle:])):
            if chosen:
                part[table] = {**request, "Keys": chosen} if isinstance(request, Mapping) else chosen
    return now, later
