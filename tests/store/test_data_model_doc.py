"""docs/data-model.md says what the code does: keys, attributes, indexes, kinds, lists, reads and writes."""

import ast
import inspect
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from chalicelib.store import (
    access,
    calendars,
    callbacks,
    catalogues,
    desks,
    gates,
    inbox,
    keys,
    ledger_days,
    ledger_items,
    lists,
    messaging,
    pages,
    population,
    reading,
    reporting,
    repository,
    roster,
    sightings,
    tables,
    unit_of_work,
    vault,
)
from chalicelib.store.aggregates import KINDS
from infra.local.tables import read_tables
from tests.factories.notices import MONDAY

PAGE = Path("docs/data-model.md").read_text(encoding="utf-8")
SAMPLES: dict[Any, Any] = {int: 7, date: date(2026, 3, 9), datetime: MONDAY}
NO_KEYS = frozenset({"gate_of", "due_shard", "generation_prefix", "row_owner"})
"""Functions beside the keys: shards, a prefix of all keys of a generation, and the way back."""

PORTS: tuple[ModuleType, ...] = (
    access, calendars, callbacks, catalogues, desks, gates, inbox, ledger_days, ledger_items, lists,
    messaging, pages, population, reading, reporting, repository, roster, sightings, unit_of_work, vault,
)  # fmt: skip


def chart(heading: str) -> list[list[str]]:
    """Return the cells of the table whose header begins with a word."""
    rows = re.search(rf"^\| {heading} \|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    assert rows, heading
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in rows[1].splitlines()]


def coded(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def key_functions() -> dict[str, Any]:
    found = inspect.getmembers(keys, inspect.isfunction)
    return {name: made for name, made in found if made.__module__ == keys.__name__ and name not in NO_KEYS}


def sample_key(make: Any) -> list[str]:
    """Call a key function with sample values."""
    hints = inspect.get_annotations(make)
    arguments = {name: SAMPLES.get(kind, f"<{name}>") for name, kind in hints.items() if name != "return"}
    made = make(**arguments)
    texts = made if isinstance(made, tuple) else (made,)
    return [re.sub("[0-9a-f]{64}", "<sha256>", text) for text in texts]


@pytest.mark.parametrize("name", key_functions())
def test_every_key_is_in_the_chart_as_the_code_makes_it(name: str) -> None:
    shown = {coded(row[1])[0]: coded(row[0]) for row in chart("Key")}

    assert shown[name] == sample_key(key_functions()[name])


def test_the_chart_of_keys_holds_nothing_that_the_code_does_not_make() -> None:
    assert {coded(row[1])[0] for row in chart("Key")} == key_functions().keys() | {"GENERATION"}


def documented_attributes(table: str) -> set[str]:
    rows = [row for row in chart("Table") if table in row[0].split(", ")]
    return {name for row in rows for name in coded(row[1])}


MODELS = {
    "marketplace": tables.EntityItem,
    "satisfaction": tables.EntityItem,
    "ledger": tables.LedgerItem,
    "reporting": tables.ReportingItem,
    "vault": tables.VaultItem,
}


@pytest.mark.parametrize("table", MODELS)
def test_every_attribute_is_in_the_chart_and_no_other(table: str) -> None:
    assert documented_attributes(table) == set(MODELS[table].get_attributes())


@pytest.mark.parametrize("table", MODELS)
def test_models_and_deployed_tables_have_the_same_keys_indexes_and_ttl(table: str) -> None:
    defined = tables.define_tables("doc", "cn-north-1")
    deployed = read_tables("doc")[f"doc-{table}"]
    schema = getattr(defined, table)._get_schema()

    assert sorted(_pairs(schema["key_schema"])) == sorted(_pairs(deployed["KeySchema"]))
    assert _indexes(schema["global_secondary_indexes"]) == _indexes(
        deployed.get("GlobalSecondaryIndexes", [])
    )
    ttl = deployed.get("TimeToLiveSpecification", {}).get("AttributeName")
    assert ttl == ("expires_at" if "expires_at" in documented_attributes(table) else None)


def _pairs(schema: Any) -> list[tuple[str, str]]:
    return [(part["AttributeName"], part["KeyType"]) for part in schema]


def _indexes(found: Any) -> dict[str, Any]:
    return {
        str(index.get("index_name") or index.get("IndexName")): (
            sorted(_pairs(index.get("key_schema") or index.get("KeySchema"))),
            _projection(index.get("projection") or index.get("Projection")),
        )
        for index in found
    }


def _projection(projection: Any) -> tuple[str, tuple[str, ...]]:
    return projection["ProjectionType"], tuple(sorted(projection.get("NonKeyAttributes", ())))


def test_every_kind_of_aggregate_is_in_the_chart_at_its_place() -> None:
    shown = {row[0]: coded(row[1])[0] for row in chart("Aggregate")}

    assert shown.keys() == {kind.name for kind in KINDS}
    for kind in KINDS:
        partition, _ = kind.place("n_1." + "a" * 64)
        assert partition.split("#")[0] == shown[kind.name].split("#")[0]


def kinds_written() -> Iterator[str]:
    """Yield the kinds of items that the store names where it makes or updates them."""
    for file in Path("chalicelib/store").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func)
            given = [one.value for one in node.keywords if one.arg == "kind" and called != "NotFound"]
            given += node.args if called.endswith("kind.set") else []
            yield from (str(one.value) for one in given if isinstance(one, ast.Constant))


def test_every_kind_of_item_is_in_the_chart() -> None:
    (shown,) = (row[3] for row in chart("Table") if row[:2] == ["marketplace, satisfaction", "`kind`"])

    assert set(kinds_written()) <= set(coded(shown))


def test_every_purpose_of_the_vault_is_in_the_chart() -> None:
    (shown,) = (row[3] for row in chart("Table") if row[:2] == ["vault", "`purpose`"])

    assert set(coded(shown)) == set(vault.PURPOSES)


def lists_shown() -> Iterator[str]:
    """Yield the list names that the projections show cards in."""
    for file in Path("chalicelib/projections").glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Showing":
                name = node.args[0]
                assert isinstance(name, ast.Constant), f"{file}: a list needs a literal name"
                yield str(name.value)


def test_every_indexed_list_is_in_the_chart_and_no_other() -> None:
    assert {row[0] for row in chart("List")} == set(lists_shown())


def store_calls() -> set[str]:
    found = set()
    for module in PORTS:
        for name, kind in inspect.getmembers(module, inspect.isclass):
            if kind.__module__ == module.__name__ and not name.startswith("_"):
                methods = inspect.getmembers(kind, inspect.isfunction)
                found |= {f"{name}.{method}" for method, _ in methods if not method.startswith("_")}
    return found


def test_every_call_of_the_store_has_its_access_pattern_and_no_other_is_named() -> None:
    assert {name for row in chart("Pattern") for name in coded(row[1])} == store_calls()
