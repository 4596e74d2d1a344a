"""One BatchGetItem over several tables, which pynamodb's own batch_get does not offer.

A public page needs an entity and its public contact: two tables, one call.
"""

from collections.abc import Sequence
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.kernel.errors import Unavailable
from chalicelib.store.tables import Tables

Wanted = tuple[Any, str, str]
"""A model, a partition key and a sort key."""


def batch_get(tables: Tables, wanted: Sequence[Wanted], *, consistent: bool = False) -> list[Any]:
    """Return the items in the order asked for, None where there is none; at most 100.

    Raises:
        Unavailable: when DynamoDB does not answer, or not with all items.
    """
    request: dict[str, Any] = {}
    for model, pk, sk in wanted:
        entry = request.setdefault(model.Meta.table_name, {"Keys": [], "ConsistentRead": consistent})
        entry["Keys"].append({"pk": {"S": pk}, "sk": {"S": sk}})
    try:
        answer = tables.connection.client._make_api_call("BatchGetItem", {"RequestItems": request})
    except (BotoCoreError, ClientError) as error:
        raise Unavailable from error
    if answer.get("UnprocessedKeys"):
        raise Unavailable
    found = {
        (name, item["pk"]["S"], item["sk"]["S"]): item
        for name, items in answer["Responses"].items()
        for item in items
    }
    return [_read(model, found.get((model.Meta.table_name, pk, sk))) for model, pk, sk in wanted]


def _read(model: Any, raw: Any) -> Any:
    return None if raw is None else model.from_raw_data(raw)
