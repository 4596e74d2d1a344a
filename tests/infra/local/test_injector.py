"""Every fault does what its name says, and the same seed does it again."""

from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError

from infra.local.capacity import meter
from infra.local.faults import (
    AnswerLost,
    Fault,
    HalfUnprocessed,
    NeverArrived,
    StaleIndexRead,
    StaleRead,
    Throttled,
    TransactionConflict,
)
from infra.local.injector import faults, rough_weather
from tests.infra.local.items import MARKET, REPORTING, add_one, item, key, number, put


def test_a_conflict_cancels_the_transaction_for_one_item_and_changes_nothing(client: Any) -> None:
    with faults(TransactionConflict()), pytest.raises(ClientError) as refused:
        client.transact_write_items(TransactItems=[put(MARKET, item("A")), put(MARKET, item("B"))])

    assert refused.value.response["Error"]["Code"] == "TransactionCanceledException"
    codes = [reason["Code"] for reason in refused.value.response["CancellationReasons"]]
    assert sorted(codes) == ["None", "TransactionConflict"]
    assert client.scan(TableName=MARKET)["Items"] == []


def test_a_single_write_meets_a_conflict_as_its_own_error(client: Any) -> None:
    with faults(TransactionConflict()), pytest.raises(client.exceptions.TransactionConflictException):
        client.put_item(TableName=MARKET, Item=item("A"))


def test_throttling_refuses_calls_and_cancels_transactions(client: Any) -> None:
    with faults(Throttled()):
        with pytest.raises(client.exceptions.ProvisionedThroughputExceededException):
            client.get_item(TableName=MARKET, Key=key("A"))
        with pytest.raises(client.exceptions.TransactionCanceledException) as refused:
            client.transact_write_items(TransactItems=[put(MARKET, item("A"))])

    [reason] = refused.value.response["CancellationReasons"]
    assert reason["Code"] == "ProvisionedThroughputExceeded"


def test_a_call_that_never_arrived_did_nothing(client: Any) -> None:
    with meter() as usage, faults(NeverArrived()), pytest.raises(ConnectTimeoutError):
        client.update_item(**add_one(MARKET, "A"))

    assert usage.calls == 0
    assert number(client, MARKET, "A") == 0


def test_a_call_whose_answer_was_lost_did_everything(client: Any) -> None:
    with meter() as usage, faults(AnswerLost()), pytest.raises(ReadTimeoutError):
        client.update_item(**add_one(MARKET, "A"))

    assert usage.wcu == 1
    assert number(client, MARKET, "A") == 1


def test_a_refusal_can_get_lost_too(client: Any) -> None:
    client.put_item(TableName=MARKET, Item=item("A"))

    with faults(AnswerLost()), pytest.raises(ReadTimeoutError):
        client.put_item(TableName=MARKET, Item=item("A"), ConditionExpression="attribute_not_exists(pk)")


def test_a_stale_read_shows_the_image_before_the_write(client: Any) -> None:
    with faults(StaleRead(lag=1)):
        client.put_item(TableName=MARKET, Item=item("A", v="1"))
        assert "Item" not in client.get_item(TableName=MARKET, Key=key("A"))
        client.update_item(
            TableName=MARKET,
            Key=key("A"),
            UpdateExpression="SET v = :v",
            ExpressionAttributeValues={":v": {"S": "2"}},
        )
        assert client.get_item(TableName=MARKET, Key=key("A"))["Item"] == item("A", v="1")
        consistent = client.get_item(TableName=MARKET, Key=key("A"), ConsistentRead=True)

    assert consistent["Item"] == item("A", v="2")
    assert client.get_item(TableName=MARKET, Key=key("A"))["Item"] == item("A", v="2")


def test_a_stale_index_misses_what_came_and_still_lists_what_went(client: Any) -> None:
    def due() -> list[str]:
        found = client.query(
            TableName=MARKET,
            IndexName="due",
            KeyConditionExpression="due_pk = :p",
            ExpressionAttributeValues={":p": {"S": "DUE"}},
        )
        return [each["pk"]["S"] for each in found["Items"]]

    client.put_item(TableName=MARKET, Item=item("OLD", due_pk="DUE", due_sk="1"))
    with faults(StaleIndexRead(lag=1)):
        client.put_item(TableName=MARKET, Item=item("NEW", due_pk="DUE", due_sk="2"))
        assert due() == ["OLD"]
        client.delete_item(TableName=MARKET, Key=key("OLD"))
        assert due() == ["OLD", "NEW"]

    assert due() == ["NEW"]


def test_stale_default_reads_leave_indexes_alone(client: Any) -> None:
    with faults(StaleRead()) as struck:
        client.query(
            TableName=MARKET,
            IndexName="due",
            KeyConditionExpression="due_pk = :p",
            ExpressionAttributeValues={":p": {"S": "DUE"}},
        )

    assert struck["StaleRead"] == 0


def test_half_a_batch_comes_back_undone(client: Any) -> None:
    requests = [{"PutRequest": {"Item": item(name)}} for name in "ABC"]

    with faults(HalfUnprocessed(times=1)):
        written = client.batch_write_item(RequestItems={MARKET: requests})
    with faults(HalfUnprocessed(times=1)):
        read = client.batch_get_item(RequestItems={MARKET: {"Keys": [key("A"), key("B")]}})

    assert written["UnprocessedItems"] == {MARKET: requests[2:]}
    assert read["Responses"] == {MARKET: [item("A")]}
    assert read["UnprocessedKeys"] == {MARKET: {"Keys": [key("B")]}}


def test_a_fault_keeps_to_its_operation_its_table_and_its_times(client: Any) -> None:
    with faults(Throttled(on="GetItem", table=MARKET, times=2)) as struck:
        client.put_item(TableName=MARKET, Item=item("A"))
        client.get_item(TableName=REPORTING, Key=key("A"))
        for _ in range(2):
            with pytest.raises(ClientError):
                client.get_item(TableName=MARKET, Key=key("A"))
        client.get_item(TableName=MARKET, Key=key("A"))

    assert struck == {"Throttled": 2}


def storm(client: Any, *wanted: Fault, seed: int) -> list[str]:
    seen = []
    with faults(*wanted, seed=seed):
        for turn in range(60):
            try:
                client.put_item(TableName=MARKET, Item=item(f"A{turn % 5}", v=str(turn)))
                seen.append(str(client.get_item(TableName=MARKET, Key=key(f"A{turn % 5}")).get("Item")))
            except (ClientError, ConnectTimeoutError, ReadTimeoutError) as trouble:
                seen.append(type(trouble).__name__)
    return seen


def test_the_same_seed_brings_the_same_weather(client: Any, running: Any) -> None:
    first = storm(client, *rough_weather(), seed=7)
    for number_ in range(5):
        client.delete_item(TableName=MARKET, Key=key(f"A{number_}"))

    assert storm(client, *rough_weather(), seed=7) == first
    assert storm(client, *rough_weather(), seed=8) != first
    assert len(set(first) - {"None"}) > 5


def test_an_acknowledged_write_survives_any_weather(client: Any) -> None:
    acknowledged = 0
    unsure = 0
    with faults(*rough_weather(0.2), seed=3):
        for _ in range(100):
            try:
                client.transact_write_items(TransactItems=[{"Update": add_one(MARKET, "SUM")}])
                acknowledged += 1
            except ReadTimeoutError:
                unsure += 1
            except (ClientError, ConnectTimeoutError):
                continue

    assert unsure > 0
    assert number(client, MARKET, "SUM") == acknowledged + unsure
