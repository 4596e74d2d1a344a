"""One BatchGetItem over several tables, which pynamodb's own batch_get does not offer.

A public page needs an entity and its public contact: two tables, one call. DynamoDB may answer a part of
a batch and hand the rest back; the rest is asked for again.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from chalicelib.kernel.errors import Unavailable
from chalicelib.store.connection import pause
from chalicelib.store.tables import Tables

BATCH = 100
"""Keys of one BatchGetItem (DynamoDB API reference)."""

ROUNDS = 8
"""A part handed back is at least halved each time; a hundred keys need seven rounds."""

Wanted = tuple[Any, str, str]
"""A model, a partition key and a sort key."""

Found = dict[tuple[str, str, str], Any]


def batch_get(tables: Tables, wanted: Sequence[Wanted], *, consistent: bool = False) -> list[Any]:
    """Return the items in the order asked for, None where there is none; a hundred keys a call.

    Raises:
        Unavailable: when DynamoDB does not answer, or not with all items.
    """
    unique, found = list(dict.fromkeys(wanted)), Found()
    for start in range(0, len(unique), BATCH):
        for name, item in _answers(tables, _request(unique[start : start + BATCH], consistent)):
            found[name, item["pk"]["S"], item["sk"]["S"]] = item
    return [_read(model, found.get((model.Meta.table_name, pk, sk))) for model, pk, sk in wanted]


def _request(wanted: Sequence[Wanted], consistent: bool) -> dict[str, Any]:
    request: dict[str, Any] = {}
    for model, pk, sk in wanted:
        entry = request.setdefault(model.Meta.table_name, {"Keys": [], "ConsistentRead": consistent})
        entry["Keys"].append({"pk": {"S": pk}, "sk": {"S": sk}})
    return request


def _answers(tables: Tables, request: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for attempt in range(ROUNDS):
        answer = tables.connection.dispatch("BatchGetItem", {"RequestItems": request})
        for name, items in answer["Responses"].items():
            yield from ((name, item) for item in items)
        request = answer.get("UnprocessedKeys", {})
        if not request:
            return
        pause(attempt)
    raise Unavailable


def _read(model: Any, raw: Any) -> Any:
    return None if raw is None else model.from_raw_data(raw)
