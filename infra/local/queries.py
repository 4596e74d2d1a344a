"""Query costs what its answer costs, not what its table costs.

moto sorts the whole table for every Query. Here a Query sees a copy of the table that holds only the
items it can return: one partition (or the matches of a sparse index), cut by the sort-key condition and
the page. moto then answers from those by its own rules. What a Query or Scan evaluated, before filter
and projection, is kept for the meter: that, and not the answer, is what DynamoDB charges for.
"""

import copy
import heapq
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from moto.dynamodb.comparisons import get_comparison_func
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import SecondaryIndex, Table

from infra.local.memory import partitions_kept, stored_items

_query = Table.query
_scan = Table.scan
_evaluated: list[Item] = []


def query(
    self: Table,
    hash_key: DynamoType | None,
    comparison: str | None,
    operands: list[DynamoType],
    limit: int,
    start_key: Any,
    forward: bool,
    projection: list[list[str]] | None,
    index_name: str | None = None,
    consistent_read: bool = False,
    filter_expression: Any = None,
    **conditions: Any,
) -> tuple[list[Item], int, dict[str, Any] | None]:
    """Answer a Query from the items it can return."""
    index = next((each for each in self.all_indexes() if each.name == index_name), None)
    seen = self
    if hash_key is not None and _is_simple(index, index_name, conditions):
        names = _sort_names(self, index)
        items = _matching(_partition(self, hash_key, index), names[0], comparison, operands)
        seen = _holding(self, _page(items, names, start_key, forward, limit))
    items, scanned, last = _query(
        seen, hash_key, comparison, operands, limit, start_key, forward, None,
        index_name, consistent_read, None, **conditions,
    )  # fmt: skip
    return _answer(items, filter_expression, projection), scanned, last


def scan(
    self: Table,
    filters: dict[str, Any],
    limit: int,
    start_key: dict[str, Any],
    filter_expression: Any = None,
    index_name: str | None = None,
    consistent_read: bool = False,
    projection_expression: list[list[str]] | None = None,
    **segments: Any,
) -> tuple[list[Item], int, dict[str, Any] | None]:
    """Answer a Scan as moto does, and keep what it evaluated."""
    items, scanned, last = _scan(
        self, filters, limit, start_key, None, index_name, consistent_read, None, **segments
    )
    return _answer(items, filter_expression, projection_expression), scanned, last


def project(self: SecondaryIndex, item: Item) -> Any:
    """Keep the attributes an index projects; they are top-level names, so no expression is needed."""
    names = projected_names(self)
    if names is None:
        return item
    kept: Any = Item.__new__(Item)
    kept.hash_key, kept.range_key = item.hash_key, item.range_key
    kept.attrs = LimitedSizeDict()
    for name, value in item.attrs.items():
        if name in names:
            dict.__setitem__(kept.attrs, name, value)
    return kept


def projected_names(index: SecondaryIndex) -> frozenset[str] | None:
    """Return the names of the attributes an index holds, or None when it holds all."""
    projection = index.projection or {}
    if projection.get("ProjectionType", "ALL") == "ALL":
        return None
    return frozenset(
        (*index.table_key_attrs, *index.schema_key_attrs, *projection.get("NonKeyAttributes", ()))
    )


def evaluated() -> tuple[Item, ...]:
    """Return what the last Query or Scan read before filter and projection; call it under the lock."""
    return tuple(_evaluated)


def _answer(items: list[Item], filter_expression: Any, projection: list[list[str]] | None) -> list[Item]:
    _evaluated[:] = items
    if filter_expression is not None:
        items = [item for item in items if filter_expression.expr(item)]
    return [item.project(projection) for item in items] if projection else items


def _is_simple(index: SecondaryIndex | None, index_name: str | None, conditions: dict[str, Any]) -> bool:
    """Only one hash and at most one range attribute; legacy filters and unknown indexes are moto's."""
    modern = set(conditions) <= {"hash_key_conditions", "range_key_conditions"}
    known = index_name is None or (index is not None and _kinds(index) == ["HASH", "RANGE"])
    return modern and known and len(conditions.get("hash_key_conditions") or ()) == 1


def _kinds(index: SecondaryIndex) -> list[str]:
    return [key["KeyType"] for key in index.schema]


def _sort_names(table: Table, index: SecondaryIndex | None) -> Sequence[str]:
    own = [table.range_key_attr] if table.range_key_attr else [table.hash_key_attr]
    if index is None:
        return own
    return [index.schema_key_attrs[1], *table.table_key_attrs]


def _partition(table: Any, hash_key: DynamoType, index: SecondaryIndex | None) -> list[Item]:
    if index is not None:
        return _index_partitions(table, index).get(_comparable(hash_key), [])
    held = table.items.get(hash_key)
    if held is None:
        return []
    return list(held.values()) if table.range_key_attr else [held]


def _index_partitions(table: Any, index: SecondaryIndex) -> dict[Any, list[Item]]:
    """Group what an index holds by its hash key, once between two writes."""
    kept = partitions_kept.get((table.name, index.name))
    if kept is not None and kept[0] is table.items:
        return kept[1]
    name, sort_name = index.schema_key_attrs
    partitions: dict[Any, list[Item]] = defaultdict(list)
    for item in stored_items(table):
        value = item.attrs.get(name)
        if value is not None and sort_name in item.attrs:
            partitions[_comparable(value)].append(item)
    partitions_kept[table.name, index.name] = (table.items, partitions)
    return partitions


def _matching(items: list[Item], name: str, comparison: str | None, operands: list[DynamoType]) -> list[Item]:
    if comparison is None:
        return items
    holds = get_comparison_func(comparison)
    values = [_comparable(operand) for operand in operands]
    return [item for item in items if holds(_comparable(item.attrs[name]), *values)]


def _page(
    items: list[Item], names: Sequence[str], start_key: Any, forward: bool, limit: int | None
) -> list[Item]:
    """Return the items after the start key: no more than the page needs, and one to tell that more follow."""
    first, *others = names

    def place(item: Item) -> tuple[Any, ...]:
        attrs = item.attrs
        return (_comparable(attrs[first]), *[_comparable(attrs[name]) for name in others])

    if start_key is not None:
        start = tuple(_comparable(DynamoType(start_key[name])) for name in names)
        items = [item for item in items if (place(item) > start if forward else place(item) < start)]
    if limit is None:
        return items  # moto sorts them
    pick = heapq.nsmallest if forward else heapq.nlargest
    return pick(limit + 1, items, key=place)


def _comparable(value: DynamoType) -> Any:
    # Keys are almost always text; moto's own `cast_value` asks six questions before it says so.
    return value.value if value.type == "S" else value.cast_value


def _holding(table: Table, items: list[Item]) -> Table:
    items_of: Any = defaultdict(dict)
    for item in items:
        if item.range_key is None:
            items_of[item.hash_key] = item
        else:
            items_of[item.hash_key][item.range_key] = item
    narrowed = copy.copy(table)
    narrowed.items = items_of
    return narrowed
