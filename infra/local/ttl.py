"""Time to live by the product's clock: moto keeps expired items for ever, and AWS knows only the wall clock.

Source: DynamoDB Developer Guide, "Using time to live": an item goes when the number of seconds in its TTL
attribute is in the past; another type is not a time and nothing happens.
"""

from datetime import datetime
from typing import Any

from moto.dynamodb.models.table import Table

from infra.local import calls
from infra.local.memory import backend, forget_partitions, stored_items


def sweep(region: str, product_now: datetime) -> int:
    """Delete what expired by the product's clock from every table with a TTL; returns how many items."""
    now_seconds = product_now.timestamp()
    with calls.LOCK:
        return sum(_sweep(table, now_seconds) for table in backend(region).tables.values())


def _sweep(table: Table, now_seconds: float) -> int:
    if table.ttl["TimeToLiveStatus"] != "ENABLED":
        return 0
    name = table.ttl["AttributeName"]
    expired = [item for item in stored_items(table) if _is_past(item.attrs.get(name), now_seconds)]
    for item in expired:
        table.delete_item(item.hash_key, item.range_key)
    if expired:
        forget_partitions(table.name)
    return len(expired)


def _is_past(value: Any, now_seconds: float) -> bool:
    return value is not None and value.type == "N" and float(value.value) < now_seconds
