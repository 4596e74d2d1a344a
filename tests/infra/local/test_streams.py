"""The stream as Lambda would deliver it, and as it might at its worst."""

import json
from typing import Any

import pytest

from infra.local.streams import lambda_event, new_records, position_of, shaken
from tests.infra.local.conftest import REGION
from tests.infra.local.items import LEDGER, MARKET, item, put


def append(client: Any, *sequence: int) -> None:
    for each in sequence:
        client.transact_write_items(
            TransactItems=[put(LEDGER, item("NOTICE#1", f"{each:06d}", type="opened"))]
        )


def sorts(records: list[dict[str, Any]]) -> list[str]:
    return [record["dynamodb"]["Keys"]["sk"]["S"] for record in records]


def test_records_come_once_and_in_order_from_a_position(client: Any) -> None:
    append(client, 1, 2, 3)

    first = new_records(REGION, LEDGER, limit=2)
    rest = new_records(REGION, LEDGER, after=position_of(first[-1]))
    append(client, 4)
    new = new_records(REGION, LEDGER, after=position_of(rest[-1]))

    assert (sorts(first), sorts(rest), sorts(new)) == (["000001", "000002"], ["000003"], ["000004"])
    assert new_records(REGION, LEDGER, after=position_of(new[-1])) == []


def test_a_record_has_the_shape_lambda_delivers(client: Any) -> None:
    append(client, 1)

    event = lambda_event(new_records(REGION, LEDGER))

    [record] = json.loads(json.dumps(event))["Records"]
    change = record.pop("dynamodb")
    assert record.pop("eventID")
    assert record == {
        "eventName": "INSERT",
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": REGION,
        "eventSourceARN": record["eventSourceARN"],
    }
    assert record["eventSourceARN"].startswith(
        f"arn:aws-cn:dynamodb:{REGION}:123456789012:table/wf-ledger/stream/"
    )
    assert change["NewImage"] == item("NOTICE#1", "000001", type="opened")
    assert "OldImage" not in change
    assert change["StreamViewType"] == "NEW_IMAGE"
    assert isinstance(change["ApproximateCreationDateTime"], float)
    assert int(change["SequenceNumber"])


def test_binary_reaches_lambda_as_base64(client: Any) -> None:
    client.put_item(TableName=LEDGER, Item={**item("A"), "b": {"B": b"\x00\x01"}})

    [record] = new_records(REGION, LEDGER)

    assert record["dynamodb"]["NewImage"]["b"] == {"B": "AAE="}


def test_a_table_without_a_stream_is_named(client: Any) -> None:
    with pytest.raises(LookupError, match="no stream on wf-marketplace"):
        new_records(REGION, MARKET)


def test_shaken_batches_hold_every_record_some_twice_out_of_order_and_cut(client: Any) -> None:
    append(client, *range(1, 41))
    records = new_records(REGION, LEDGER)

    batches = list(shaken(records, seed=7))

    flat = [sort for batch in batches for sort in sorts(batch)]
    assert set(flat) == set(sorts(records))
    assert len(flat) > len(records)
    assert flat[: len(records)] != sorts(records)
    assert len({len(batch) for batch in batches}) > 1
    assert list(shaken(records, seed=7)) == batches
