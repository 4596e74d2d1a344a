"""A failed write leaves nothing, and a transaction costs what it touches."""

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.memory import find_table
from infra.local.streams import new_records
from tests.infra.local.conftest import REGION
from tests.infra.local.items import LEDGER, MARKET, add_one, check_missing, item, key, number, put


def stored(client: Any, table: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.scan(TableName=table)["Items"]
    return found


def test_a_cancelled_transaction_leaves_no_trace_in_table_or_stream(client: Any) -> None:
    client.put_item(TableName=MARKET, Item=item("TAKEN"))
    client.put_item(TableName=MARKET, Item={**key("N"), "n": {"N": "5"}})
    before = stored(client, MARKET)

    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        client.transact_write_items(
            TransactItems=[
                {"Update": add_one(MARKET, "N")},
                put(MARKET, item("NEW")),
                put(LEDGER, item("N", "000001")),
                {"Delete": {"TableName": MARKET, "Key": key("GONE")}},
                check_missing(MARKET, "TAKEN"),
            ]
        )

    assert stored(client, MARKET) == before
    assert stored(client, LEDGER) == []
    assert new_records(REGION, LEDGER) == []


def test_a_deletion_is_undone_with_the_whole_item(client: Any) -> None:
    client.put_item(TableName=MARKET, Item=item("TAKEN"))
    client.put_item(TableName=MARKET, Item=item("KEPT", data="测绘"))

    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        client.transact_write_items(
            TransactItems=[
                {"Delete": {"TableName": MARKET, "Key": key("KEPT")}},
                check_missing(MARKET, "TAKEN"),
            ]
        )

    assert client.get_item(TableName=MARKET, Key=key("KEPT"))["Item"] == item("KEPT", data="测绘")


def test_the_reasons_name_the_item_that_failed(client: Any) -> None:
    client.put_item(TableName=MARKET, Item=item("TAKEN"))

    with pytest.raises(ClientError) as refused:
        client.transact_write_items(TransactItems=[put(MARKET, item("NEW")), check_missing(MARKET, "TAKEN")])

    codes = [reason["Code"] for reason in refused.value.response["CancellationReasons"]]
    assert codes == ["None", "ConditionalCheckFailed"]


def test_two_actions_on_one_item_change_nothing(client: Any) -> None:
    with pytest.raises(ClientError, match="cannot include multiple operations on one item"):
        client.transact_write_items(
            TransactItems=[put(MARKET, item("A", v="1")), put(MARKET, item("A", v="2"))]
        )

    assert stored(client, MARKET) == []


@pytest.mark.parametrize("stored_before", [[item("A", name="old")], []], ids=["existing", "new"])
def test_an_update_that_grows_too_large_changes_nothing(client: Any, stored_before: list[Any]) -> None:
    for attributes in stored_before:
        client.put_item(TableName=LEDGER, Item=attributes)
    records = new_records(REGION, LEDGER)

    with pytest.raises(ClientError, match="size"):
        client.update_item(
            TableName=LEDGER,
            Key=key("A"),
            UpdateExpression="SET title = :t, body = :b",
            ExpressionAttributeValues={":t": {"S": "new"}, ":b": {"S": "x" * 420_000}},
        )

    assert stored(client, LEDGER) == stored_before
    assert new_records(REGION, LEDGER) == records


def test_a_transaction_on_5000_items_takes_no_longer_than_on_none(client: Any) -> None:
    def seconds() -> float:
        started = time.perf_counter()
        client.transact_write_items(TransactItems=[{"Update": add_one(MARKET, "SUM")}])
        return time.perf_counter() - started

    empty = min(seconds() for _ in range(20))
    table = find_table(REGION, MARKET)
    assert table is not None
    for turn in range(5_000):
        table.put_item(item(f"OLD#{turn}", data="x" * 200))

    # Stock moto needs ninety times as long; twice leaves room for a busy machine.
    assert min(seconds() for _ in range(20)) < 2 * empty
    assert number(client, MARKET, "SUM") == 40
