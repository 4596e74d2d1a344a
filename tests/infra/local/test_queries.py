"""The narrowed Query answers what a full one would: held against a plain model, page by page."""

from collections.abc import Callable
from operator import eq, ge, gt, le, lt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.local.memory import find_table, forget_partitions, partitions_kept
from tests.infra.local.conftest import REGION
from tests.infra.local.items import LEDGER, MARKET, item, key, put

SORTS = st.sampled_from(["a", "ab", "b", "b1", "c", "测", "绘"])
ROWS = st.dictionaries(st.tuples(st.sampled_from(["P", "Q"]), SORTS), st.tuples(st.booleans(), SORTS))
COMPARISONS: dict[str, Callable[[str, str], bool]] = {"=": eq, "<": lt, "<=": le, ">": gt, ">=": ge}


def pages(client: Any, **request: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for page in client.get_paginator("query").paginate(TableName=MARKET, **request):
        found.extend(page["Items"])
    return found


def fill(client: Any, rows: dict[tuple[str, str], tuple[bool, str]]) -> list[dict[str, Any]]:
    table = find_table(REGION, MARKET)
    assert table is not None
    table.items.clear()
    forget_partitions()
    stored = []
    for (pk, sk), (is_due, due) in rows.items():
        attributes = item(pk, sk, data="x", **({"due_pk": "DUE", "due_sk": due} if is_due else {}))
        client.put_item(TableName=MARKET, Item=attributes)
        stored.append(attributes)
    return stored


MODELLED = settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@MODELLED
@given(ROWS, st.sampled_from(sorted(COMPARISONS)), SORTS, st.booleans(), st.integers(1, 4))
def test_a_query_by_sort_key_returns_what_the_model_says(
    client: Any, rows: Any, comparison: str, bound: str, forward: bool, limit: int
) -> None:
    stored = fill(client, rows)

    found = pages(
        client,
        KeyConditionExpression=f"pk = :p AND sk {comparison} :s",
        ExpressionAttributeValues={":p": {"S": "P"}, ":s": {"S": bound}},
        ScanIndexForward=forward,
        Limit=limit,
    )

    holds = COMPARISONS[comparison]
    expected = [row for row in stored if row["pk"]["S"] == "P" and holds(row["sk"]["S"], bound)]
    assert found == sorted(expected, key=lambda row: row["sk"]["S"], reverse=not forward)


@MODELLED
@given(ROWS, SORTS, st.booleans(), st.integers(1, 4))
def test_a_query_of_a_sparse_index_returns_keys_only_in_order(
    client: Any, rows: Any, until: str, forward: bool, limit: int
) -> None:
    stored = fill(client, rows)

    found = pages(
        client,
        IndexName="due",
        KeyConditionExpression="due_pk = :p AND due_sk <= :s",
        ExpressionAttributeValues={":p": {"S": "DUE"}, ":s": {"S": until}},
        ScanIndexForward=forward,
        Limit=limit,
    )

    due = [row for row in stored if "due_pk" in row and row["due_sk"]["S"] <= until]
    entries = [{name: row[name] for name in ("due_pk", "due_sk", "pk", "sk")} for row in due]
    place = ("due_sk", "pk", "sk")
    assert found == sorted(entries, key=lambda row: [row[name]["S"] for name in place], reverse=not forward)


@pytest.mark.parametrize(
    ("condition", "values", "expected"),
    [
        ("begins_with(sk, :s)", {":s": {"S": "b"}}, ["b", "b1"]),
        ("sk BETWEEN :s AND :t", {":s": {"S": "ab"}, ":t": {"S": "b1"}}, ["ab", "b", "b1"]),
    ],
)
def test_a_query_by_prefix_or_range_keeps_its_order(
    client: Any, condition: str, values: Any, expected: list[str]
) -> None:
    for sort in ("c", "b1", "a", "b", "ab"):
        client.put_item(TableName=MARKET, Item=item("P", sort))

    found = pages(
        client,
        KeyConditionExpression=f"pk = :p AND {condition}",
        ExpressionAttributeValues={":p": {"S": "P"}, **values},
        Limit=2,
    )

    assert [row["sk"]["S"] for row in found] == expected


def test_filter_and_projection_apply_after_the_limit(client: Any) -> None:
    for turn in range(4):
        client.put_item(TableName=MARKET, Item=item("P", str(turn), kind="odd" if turn % 2 else "even"))

    found = client.query(
        TableName=MARKET,
        KeyConditionExpression="pk = :p",
        FilterExpression="kind = :k",
        ProjectionExpression="sk",
        ExpressionAttributeValues={":p": {"S": "P"}, ":k": {"S": "odd"}},
        Limit=2,
    )

    assert found["Items"] == [{"sk": {"S": "1"}}]
    assert found["ScannedCount"] == 2
    assert found["LastEvaluatedKey"] == key("P", "1")


def test_an_index_that_includes_attributes_returns_these(client: Any) -> None:
    entry = {
        **item("NOTICE#1", "000001", day_pk="DAY#2026-01-05", day_sk="1", hash="h", data="secret"),
        "seq": {"N": "1"},
    }
    client.put_item(TableName=LEDGER, Item=entry)

    [found] = client.query(
        TableName=LEDGER,
        IndexName="day",
        KeyConditionExpression="day_pk = :d",
        ExpressionAttributeValues={":d": {"S": "DAY#2026-01-05"}},
    )["Items"]

    assert found == {name: value for name, value in entry.items() if name != "data"}


def test_an_unknown_index_is_refused_as_ever(client: Any) -> None:
    with pytest.raises(client.exceptions.ClientError, match="Invalid index"):
        client.query(
            TableName=MARKET,
            IndexName="none",
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": "P"}},
        )


def due(client: Any) -> list[str]:
    """Return the sort keys that the due index holds now."""
    found = client.query(
        TableName=MARKET,
        IndexName="due",
        KeyConditionExpression="due_pk = :p",
        ExpressionAttributeValues={":p": {"S": "DUE"}},
    )
    return [row["due_sk"]["S"] for row in found["Items"]]


def test_an_index_shows_at_once_what_any_kind_of_call_wrote(client: Any) -> None:
    def row(name: str) -> dict[str, Any]:
        return item(name, due_pk="DUE", due_sk=name)

    client.put_item(TableName=MARKET, Item=row("a"))
    assert due(client) == ["a"]
    client.transact_write_items(TransactItems=[put(MARKET, row("b")), put(LEDGER, item("x"))])
    assert due(client) == ["a", "b"]
    client.batch_write_item(RequestItems={MARKET: [{"PutRequest": {"Item": row("c")}}]})
    assert due(client) == ["a", "b", "c"]
    client.put_item(TableName=client.describe_table(TableName=MARKET)["Table"]["TableArn"], Item=row("d"))
    assert due(client) == ["a", "b", "c", "d"]
    client.delete_item(TableName=MARKET, Key=key("a"))
    assert due(client) == ["b", "c", "d"]


def test_a_write_to_one_table_leaves_the_groups_of_another(client: Any) -> None:
    client.put_item(TableName=MARKET, Item=item("a", due_pk="DUE", due_sk="a"))
    due(client)
    grouped = partitions_kept[MARKET, "due"]

    client.put_item(TableName=LEDGER, Item=item("x"))

    assert partitions_kept[MARKET, "due"] is grouped
