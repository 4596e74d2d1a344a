"""Everything the local product remembers as one JSONL file, out and in again (design §5).

One row a line, in a fixed order, so that two exports of the same state are the same file: the clock, the
KMS keys (without them nothing sealed could be opened), the items of the five tables, the S3 objects.
Tables are named without their prefix. Stream records are not exported: what they had to say was said.
The file holds key material and is for this machine only.
"""

import json
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from moto.dynamodb.models.dynamo_type import Item
from moto.dynamodb.models.table import Table

from chalicelib.kernel.clock import format_instant, parse_instant
from infra.local import calls, snapshot_keys, snapshot_objects
from infra.local.memory import backend, key_of, on_the_wire, plain, stored_items

FORMAT = 1

Row = dict[str, Any]


class SnapshotError(ValueError):
    """The file is no snapshot of this product, or it was damaged."""


def export_snapshot(path: Path, region: str, prefix: str, product_now: datetime) -> int:
    """Write the state to a file, which appears whole or not at all; returns the number of rows."""
    # Two processes may write the same file at once: the last whole one stays.
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    count = 0
    with calls.LOCK, partial.open("w", encoding="utf-8") as out:
        for row in _ended(_rows(region, prefix, product_now)):
            out.write(json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
            count += 1
    partial.replace(path)
    return count


def import_snapshot(path: Path, region: str, prefix: str) -> datetime:
    """Replace the state by a file's and return the product's time in it; the tables must exist.

    Raises:
        SnapshotError: when the file is of another format, damaged, or names a table that does not exist.
    """
    try:
        return _import(path, region, prefix)
    except ValueError as damage:
        raise SnapshotError(f"{path} cannot be read: {damage}.") from damage


def _import(path: Path, region: str, prefix: str) -> datetime:
    with calls.LOCK, path.open(encoding="utf-8") as lines:
        rows = _parsed(lines)
        product_now = _read_header(next(rows, {}))
        tables = _emptied_tables(region, prefix)
        restore: dict[str, Callable[[Row], None]] = {
            "key": snapshot_keys.restorer(region),
            "item": lambda row: _restore_item(tables[row["table"]], row["item"]),
            "object": snapshot_objects.restorer(region),
        }
        try:
            for row in _until_end(rows):
                restore[row["kind"]](row)
        except (KeyError, TypeError, AttributeError) as unknown:
            raise SnapshotError(f"a row cannot be restored, {unknown}") from unknown
    return product_now


def _rows(region: str, prefix: str, product_now: datetime) -> Iterator[Row]:
    yield {"kind": "snapshot", "format": FORMAT, "product_now": format_instant(product_now)}
    yield from snapshot_keys.rows(region)
    for name, table in sorted(_tables(region, prefix).items()):
        for item in sorted(stored_items(table), key=lambda each: (each.hash_key, each.range_key)):
            yield {"kind": "item", "table": name, "item": on_the_wire(plain(item))}
    yield from snapshot_objects.rows(region)


def _tables(region: str, prefix: str) -> dict[str, Table]:
    start = f"{prefix}-"
    every = backend(region).tables.items()
    return {name.removeprefix(start): table for name, table in every if name.startswith(start)}


def _emptied_tables(region: str, prefix: str) -> dict[str, Table]:
    tables = _tables(region, prefix)
    for table in tables.values():
        table.items = defaultdict(dict)
        if table.stream_shard is not None:
            table.stream_shard.items.clear()
    return tables


def _restore_item(table: Any, wire: Row) -> None:
    key = key_of(table, wire)
    if key is None:
        raise SnapshotError(f"an item of {table.name} without its key")
    # Straight into memory: the rows were valid when they were stored, and a start must not take minutes.
    # Binary needs no decoding, since moto reads base64 text as well as bytes.
    hash_key, range_key = key
    table.items[hash_key][range_key] = Item(hash_key, range_key, wire)


def _parsed(lines: Iterable[str]) -> Iterator[Row]:
    for number, line in enumerate(lines, start=1):
        try:
            row: Row = json.loads(line)
        except ValueError as damage:
            raise SnapshotError(f"line {number} is not JSON") from damage
        yield row


def _ended(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield rows and, last, how many they were: a file cut off must not pass for a smaller market."""
    count = 0
    for row in rows:
        count += 1
        yield row
    yield {"kind": "end", "rows": count}


def _until_end(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield the rows between the header, which was read, and the end, which must be there and agree."""
    count = 1
    for row in rows:
        if row["kind"] == "end":
            if row["rows"] != count or next(rows, None) is not None:
                raise SnapshotError(f"rows are missing or too many, {row['rows']} were written")
            return
        count += 1
        yield row
    raise SnapshotError("it was cut off")


def _read_header(row: Row) -> datetime:
    if not isinstance(row, dict) or row.get("kind") != "snapshot" or row.get("format") != FORMAT:
        raise SnapshotError(f"not a snapshot of format {FORMAT}")
    return parse_instant(str(row.get("product_now")))
