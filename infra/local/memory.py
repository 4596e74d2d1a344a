"""Where moto keeps tables and items; every other module of the engine goes through these few functions.

moto's `Table.items` is hash key -> range key -> Item, or hash key -> Item for a table without a sort key.
What is read here is moto's own object, not a copy: hold `calls.LOCK` while using it.
"""

import base64
from collections.abc import Iterator, Mapping
from typing import Any

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import DynamoDBBackend, dynamodb_backends
from moto.dynamodb.models.dynamo_type import DynamoType, Item
from moto.dynamodb.models.table import Table
from moto.dynamodb.models.utilities import dynamo_to_dict

Key = tuple[DynamoType, DynamoType | None]
AttributeValues = Mapping[str, Mapping[str, Any]]


partitions_kept: dict[tuple[str, str], tuple[Any, dict[Any, list[Item]]]] = {}
"""Partitions of indexes by table and index, grouped once between two writes, and what they were made of."""


def forget_partitions(table_name: str | None = None) -> None:
    """Group a table's indexes anew at their next Query; whatever changes a stored item calls this.

    Without a name it is every table's.
    """
    for kept in [each for each in partitions_kept if table_name in (None, each[0])]:
        del partitions_kept[kept]


def backend(region: str) -> DynamoDBBackend:
    """Return moto's DynamoDB of a region."""
    return dynamodb_backends[DEFAULT_ACCOUNT_ID][region]


def find_table(region: str, name: str) -> Table | None:
    """Return a table by its full name, or None."""
    return backend(region).tables.get(name)


def key_of(table: Table, attributes: AttributeValues) -> Key | None:
    """Return the key among the attributes, or None when a part of it is missing."""
    if any(name not in attributes for name in table.table_key_attrs):
        return None
    hash_key = DynamoType(dict(attributes[table.hash_key_attr]))
    if table.range_key_attr is None:
        return hash_key, None
    return hash_key, DynamoType(dict(attributes[table.range_key_attr]))


def peek(table: Table, key: Key) -> Item | None:
    """Return the stored item, or None; unlike moto's own read it leaves no empty partition behind."""
    hash_key, range_key = key
    held: Any = table.items.get(hash_key)
    item: Item | None = held if held is None or range_key is None else held.get(range_key)
    return item


def put_back(table: Table, key: Key, item: Item | None) -> None:
    """Make the stored item what it is said to be, past conditions and the stream; None removes it."""
    forget_partitions(table.name)
    hash_key, range_key = key
    if range_key is None:
        _set_or_drop(table.items, hash_key, item)
        return
    partition = table.items[hash_key]
    _set_or_drop(partition, range_key, item)
    if not partition:
        del table.items[hash_key]


def stored_items(table: Table) -> Iterator[Item]:
    """Yield every stored item, in no order."""
    held: Any
    for held in list(table.items.values()):
        yield from [held] if table.range_key_attr is None else list(held.values())


def plain(item: Item) -> dict[str, Any]:
    """Return an item as attribute values, binary as bytes."""
    attributes: dict[str, Any] = dynamo_to_dict(dict(item.attrs))
    return attributes


def on_the_wire(value: Any) -> Any:
    """Return a value as JSON carries it: the same, with binary as base64 text."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dict):
        return {name: on_the_wire(each) for name, each in value.items()}
    if isinstance(value, list):
        return [on_the_wire(each) for each in value]
    return value


def _set_or_drop(holder: Any, key: DynamoType, item: Item | None) -> None:
    if item is None:
        holder.pop(key, None)
    else:
        holder[key] = item
