"""Starting, stopping and the limits of the embedded engine."""

import gc
from typing import Any

import boto3
import moto
import pytest
from botocore.exceptions import ClientError
from moto.dynamodb.models.dynamo_type import Item

from infra.local import calls, engine
from infra.local.tables import create_tables, read_tables
from tests.infra.local.conftest import PREFIX, REGION
from tests.infra.local.items import MARKET, REPORTING, item, key


def test_another_moto_is_refused_in_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moto, "__version__", "5.2.6")

    with pytest.raises(engine.WrongEngineError, match=r"needs moto 5\.2\.5 exactly and found 5\.2\.6"):
        engine.start()


def test_the_pinned_moto_is_the_one_the_cures_were_written_for() -> None:
    assert moto.__version__ == engine.MOTO_VERSION


def test_starting_twice_gives_the_same_engine(running: engine.Engine) -> None:
    assert engine.start() is running


def test_reset_forgets_everything(client: Any, running: engine.Engine) -> None:
    running.reset()

    assert client.list_tables()["TableNames"] == []


def test_the_five_tables_are_made_once(client: Any) -> None:
    assert create_tables(client, PREFIX) == ()
    names = {f"wf-{name}" for name in ("marketplace", "satisfaction", "ledger", "reporting", "vault")}
    assert set(client.list_tables()["TableNames"]) == names


@pytest.mark.parametrize("name", sorted(read_tables("wf")))
def test_every_table_is_protected_and_paid_per_request(name: str) -> None:
    properties = read_tables("wf")[name]

    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"]
    assert properties["SSESpecification"]["SSEEnabled"]


@pytest.mark.parametrize(("name", "expires"), [("ledger", False), ("vault", False), ("reporting", True)])
def test_only_what_may_be_lost_expires(client: Any, name: str, expires: bool) -> None:
    found = client.describe_time_to_live(TableName=f"wf-{name}")["TimeToLiveDescription"]

    assert (found["TimeToLiveStatus"] == "ENABLED") is expires


def test_only_the_ledger_streams_and_only_new_images(client: Any) -> None:
    for name in read_tables(PREFIX):
        stream = client.describe_table(TableName=name)["Table"].get("StreamSpecification")
        assert (stream or {}).get("StreamViewType") == ("NEW_IMAGE" if name == "wf-ledger" else None)


def test_a_batch_of_26_writes_is_refused(client: Any) -> None:
    requests = [{"PutRequest": {"Item": item(f"A#{turn}")}} for turn in range(26)]

    with pytest.raises(ClientError, match="Too many items"):
        client.batch_write_item(RequestItems={MARKET: requests})


def test_a_transaction_reads_100_items(client: Any) -> None:
    gets = [{"Get": {"TableName": MARKET, "Key": key(f"A#{turn}")}} for turn in range(100)]

    assert len(client.transact_get_items(TransactItems=gets)["Responses"]) == 100


def test_nested_and_binary_values_come_back_as_they_went(client: Any) -> None:
    rich = {
        **key("RICH"),
        "m": {"M": {"l": {"L": [{"N": "1"}, {"BOOL": True}, {"NULL": True}]}, "b": {"B": b"\x00\xff"}}},
        "ss": {"SS": ["测", "绘"]},
        "b": {"B": b"\x01"},
        "empty": {"S": ""},
    }
    client.put_item(TableName=REPORTING, Item=rich)

    assert client.get_item(TableName=REPORTING, Key=key("RICH"))["Item"] == rich


def test_reading_leaves_no_items_in_memory(client: Any) -> None:
    client.put_item(TableName=REPORTING, Item=item("A"))

    def alive() -> int:
        gc.collect()
        return sum(isinstance(each, Item) for each in gc.get_objects())

    before = alive()
    for _ in range(50):
        client.query(
            TableName=REPORTING,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": "A"}},
        )

    assert alive() <= before + 1


def test_a_foreign_endpoint_takes_no_lock(running: engine.Engine) -> None:
    foreign = boto3.client("dynamodb", region_name=REGION, endpoint_url="http://localhost:4567")
    embedded = boto3.client("dynamodb", region_name=REGION)

    assert not calls.Call(foreign, "dynamodb", "GetItem", {}).is_embedded
    assert calls.Call(embedded, "dynamodb", "GetItem", {}).is_embedded


def test_settled_memory_is_out_of_the_collectors_sight() -> None:
    thresholds = gc.get_threshold()
    try:
        engine.settle_memory()
        assert gc.get_freeze_count() > 0
        assert gc.get_threshold()[0] == 100_000
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)


@pytest.mark.parametrize("parts", [1, 30, 60])
def test_an_item_beyond_400_kb_is_refused_however_it_is_made_up(client: Any, parts: int) -> None:
    def made_up(total_bytes: int) -> dict[str, Any]:
        return {**item("A"), **{f"part{n}": {"S": "x" * (total_bytes // parts)} for n in range(parts)}}

    client.put_item(TableName=MARKET, Item=made_up(390_000))
    with pytest.raises(ClientError, match="Item size"):
        client.put_item(TableName=MARKET, Item=made_up(412_000))
