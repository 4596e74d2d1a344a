"""What the tables hold, in full and as plain text."""

import json
from typing import Any

from chalicelib.store.blobs import unpack
from tests.web.ratings.conftest import Hall

TABLES = ("marketplace", "satisfaction", "ledger", "reporting", "vault")


def items(hall: Hall, table: str) -> list[dict[str, Any]]:
    """Return everything in a table as plain values; what is kept compressed is unpacked."""
    house = hall.runtime.house
    tables = house.transact(lambda uow, _now: uow.tables)  # type: ignore[attr-defined]
    return [_plain(item.attribute_values) for item in getattr(tables, table).scan()]


def dump(hall: Hall) -> dict[str, str]:
    """Return each table as one text."""
    return {name: json.dumps(items(hall, name), ensure_ascii=False) for name in TABLES}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: unpack(one) if isinstance(one, str) else one for name, one in values.items()}
