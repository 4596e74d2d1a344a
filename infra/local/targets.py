"""Which items a DynamoDB call names: its writes and its reads by key, however many it bundles."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Params = Mapping[str, Any]

SINGLE_WRITES = {"PutItem": "Put", "UpdateItem": "Update", "DeleteItem": "Delete"}


class Action(StrEnum):
    """What is done to the item, in the words of TransactWriteItems."""

    PUT = "Put"
    UPDATE = "Update"
    DELETE = "Delete"
    CHECK = "ConditionCheck"


@dataclass(frozen=True, slots=True)
class Write:
    """One write of a call: the table, what is done, and the whole item (put) or its key (the rest)."""

    table: str
    action: Action
    attributes: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class KeyRead:
    """One item read by key."""

    table: str
    key: Mapping[str, Any]
    consistent: bool


def writes_of(operation: str, params: Params) -> tuple[Write, ...]:
    """Return the writes a call asks for; none for a read."""
    if operation in SINGLE_WRITES:
        return (_write(SINGLE_WRITES[operation], params),)
    if operation == "TransactWriteItems":
        return tuple(
            _write(action, body) for item in params["TransactItems"] for action, body in item.items()
        )
    if operation == "BatchWriteItem":
        return tuple(_batched_writes(params["RequestItems"]))
    return ()


def key_reads_of(operation: str, params: Params) -> tuple[KeyRead, ...]:
    """Return the items a call reads by key; none for a Query, a Scan or a write."""
    if operation == "GetItem":
        return (KeyRead(params["TableName"], params["Key"], bool(params.get("ConsistentRead"))),)
    if operation == "BatchGetItem":
        return tuple(
            KeyRead(table, key, bool(request.get("ConsistentRead")))
            for table, request in params["RequestItems"].items()
            for key in request["Keys"]
        )
    if operation == "TransactGetItems":
        gets = [item["Get"] for item in params["TransactItems"]]
        return tuple(KeyRead(get["TableName"], get["Key"], True) for get in gets)
    return ()


def _write(action: str, body: Params) -> Write:
    return Write(body["TableName"], Action(action), body.get("Item") or body.get("Key") or {})


def _batched_writes(request_items: Mapping[str, Any]) -> Iterator[Write]:
    for table, requests in request_items.items():
        for request in requests:
            if "PutRequest" in request:
                yield Write(table, Action.PUT, request["PutRequest"]["Item"])
            else:
                yield Write(table, Action.DELETE, request["DeleteRequest"]["Key"])
