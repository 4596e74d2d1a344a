"""Units by DynamoDB's published rules, every expected figure worked out by hand in the comment beside it."""

from threading import Thread
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.capacity import meter
from infra.local.item_size import item_size_bytes
from tests.infra.local.items import LEDGER, MARKET, REPORTING, add_one, check_missing, item, key, put


@pytest.mark.parametrize(
    ("attributes", "size_bytes"),
    [
        ({"name": {"S": "abc"}}, 4 + 3),
        ({"名": {"S": "测绘"}}, 3 + 6),
        ({"n": {"N": "0"}}, 1 + 1),
        ({"n": {"N": "7"}}, 1 + 1 + 1),
        ({"n": {"N": "1234"}}, 1 + 2 + 1),
        ({"n": {"N": "1200000"}}, 1 + 1 + 1),
        ({"n": {"N": "0.00120"}}, 1 + 1 + 1),
        ({"n": {"N": "-12345"}}, 1 + 3 + 1),
        ({"b": {"B": b"\x00\x01\x02"}}, 1 + 3),
        ({"t": {"BOOL": True}}, 1 + 1),
        ({"z": {"NULL": True}}, 1 + 1),
        ({"s": {"SS": ["ab", "c"]}}, 1 + 3),
        ({"s": {"NS": ["12", "3456"]}}, 1 + 2 + 3),
        ({"s": {"BS": [b"\x00", b"\x01\x02"]}}, 1 + 3),
        ({"l": {"L": []}}, 1 + 3),
        ({"m": {"M": {}}}, 1 + 3),
        ({"l": {"L": [{"S": "ab"}, {"N": "1"}]}}, 1 + 3 + (1 + 2) + (1 + 2)),
        ({"m": {"M": {"k": {"S": "ab"}}}}, 1 + 3 + 1 + (1 + 2)),
    ],
)
def test_an_item_is_as_large_as_the_guide_says(attributes: Any, size_bytes: int) -> None:
    assert item_size_bytes(attributes) == size_bytes


def sized(pk: str, size_bytes: int, sk: str = "ROOT", **more: str) -> dict[str, Any]:
    """An item of exactly this size."""
    rest = item(pk, sk, data="", **more)
    return {**rest, "data": {"S": "x" * (size_bytes - item_size_bytes(rest))}}


@pytest.mark.parametrize(
    ("size_bytes", "consistent", "rcu"),
    [
        (100, False, 0.5),
        (100, True, 1),
        (4096, True, 1),
        (4097, True, 2),
        (4097, False, 1),
        (40_000, True, 10),
    ],
)
def test_a_read_rounds_up_to_4_kb_and_eventual_consistency_halves(
    client: Any, size_bytes: int, consistent: bool, rcu: float
) -> None:
    client.put_item(TableName=REPORTING, Item=sized("A", size_bytes))

    with meter() as usage:
        client.get_item(
            TableName=REPORTING, Key=key("A"), ConsistentRead=consistent, ProjectionExpression="pk"
        )

    assert (usage.calls, usage.rcu, usage.wcu) == (1, rcu, 0)


def test_reading_what_is_not_there_costs_the_smallest_read(client: Any) -> None:
    with meter() as usage:
        client.get_item(TableName=REPORTING, Key=key("A"))
        client.query(
            TableName=REPORTING,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": "A"}},
            ConsistentRead=True,
        )

    assert usage.by_operation["GetItem"].rcu == 0.5
    assert usage.by_operation["Query"].rcu == 1


def test_a_batch_rounds_every_item_and_a_query_only_the_sum(client: Any) -> None:
    # The guide's own example: 1.5 KB and 6.5 KB are 4 KB + 8 KB in a batch and 8 KB in a query.
    client.put_item(TableName=REPORTING, Item=sized("A", 1536, "1"))
    client.put_item(TableName=REPORTING, Item=sized("A", 6656, "2"))

    with meter() as usage:
        client.batch_get_item(
            RequestItems={REPORTING: {"Keys": [key("A", "1"), key("A", "2")], "ConsistentRead": True}}
        )
        client.query(
            TableName=REPORTING,
            KeyConditionExpression="pk = :p",
            ExpressionAttributeValues={":p": {"S": "A"}},
            ConsistentRead=True,
        )

    assert usage.by_operation["BatchGetItem"].rcu == 3
    assert usage.by_operation["Query"].rcu == 2


def test_a_query_is_charged_for_what_it_read_not_for_what_it_returned(client: Any) -> None:
    for sort in range(4):
        client.put_item(TableName=REPORTING, Item=sized("A", 4096, str(sort), kind="x"))

    with meter() as usage:
        answer = client.query(
            TableName=REPORTING,
            KeyConditionExpression="pk = :p",
            FilterExpression="kind = :k",
            ProjectionExpression="sk",
            ExpressionAttributeValues={":p": {"S": "A"}, ":k": {"S": "none"}},
            Limit=3,
        )

    # 3 x 4 KB eventually consistent
    assert (answer["Count"], usage.rcu) == (0, 1.5)


def test_a_query_of_a_keys_only_index_reads_only_the_keys(client: Any) -> None:
    for sort in range(10):
        client.put_item(TableName=MARKET, Item=sized(f"A{sort}", 30_000, due_pk="D", due_sk=str(sort)))

    with meter() as usage:
        client.query(
            TableName=MARKET,
            IndexName="due",
            KeyConditionExpression="due_pk = :p",
            ExpressionAttributeValues={":p": {"S": "D"}},
        )

    # ten entries of 28 bytes: due_pk D, due_sk n, pk An, sk ROOT
    assert usage.rcu == 0.5


def test_a_transaction_doubles_reads_and_writes(client: Any) -> None:
    client.put_item(TableName=REPORTING, Item=sized("A", 4097))

    with meter() as usage:
        client.transact_get_items(TransactItems=[{"Get": {"TableName": REPORTING, "Key": key("A")}}])
        client.transact_write_items(TransactItems=[put(REPORTING, sized("B", 1025))])

    assert usage.by_operation["TransactGetItems"].rcu == 4
    assert usage.by_operation["TransactWriteItems"].wcu == 4


def test_a_condition_check_costs_a_transactional_write(client: Any) -> None:
    with meter() as usage:
        client.transact_write_items(TransactItems=[put(REPORTING, item("A")), check_missing(MARKET, "B")])

    assert usage.by_table[REPORTING].wcu == 2
    assert usage.by_table[MARKET].wcu == 2


@pytest.mark.parametrize(("before", "after", "wcu"), [(500, 1024, 1), (500, 1025, 2), (5000, 500, 5)])
def test_a_write_costs_the_larger_of_before_and_after(client: Any, before: int, after: int, wcu: int) -> None:
    client.put_item(TableName=REPORTING, Item=sized("A", before))

    with meter() as usage:
        client.put_item(TableName=REPORTING, Item=sized("A", after))

    assert usage.wcu == wcu


def test_an_update_costs_the_whole_item_and_a_deletion_what_it_deletes(client: Any) -> None:
    client.put_item(TableName=REPORTING, Item=sized("A", 3000))

    with meter() as usage:
        client.update_item(**add_one(REPORTING, "A"))
        client.delete_item(TableName=REPORTING, Key=key("A"))
        client.delete_item(TableName=REPORTING, Key=key("A"))

    assert usage.by_operation["UpdateItem"].wcu == 3
    assert usage.by_operation["DeleteItem"].wcu == 3 + 1


def test_a_refused_condition_costs_the_larger_of_stored_and_wanted(client: Any) -> None:
    client.put_item(TableName=REPORTING, Item=sized("A", 2000))

    with meter() as usage, pytest.raises(ClientError):
        client.put_item(
            TableName=REPORTING, Item=sized("A", 3500), ConditionExpression="attribute_not_exists(pk)"
        )

    assert usage.wcu == 4


def test_a_cancelled_transaction_costs_what_it_would_have(client: Any) -> None:
    client.put_item(TableName=REPORTING, Item=item("TAKEN"))

    with meter() as usage, pytest.raises(ClientError):
        client.transact_write_items(
            TransactItems=[put(REPORTING, sized("B", 1500)), check_missing(REPORTING, "TAKEN")]
        )

    assert usage.wcu == 2 * 2 + 2


def test_a_malformed_request_is_a_call_and_costs_nothing(client: Any) -> None:
    with meter() as usage, pytest.raises(ClientError):
        client.get_item(TableName=REPORTING, Key={"pk": {"S": "A"}})

    assert (usage.calls, usage.rcu) == (1, 0)


@pytest.mark.parametrize(
    ("before", "after", "wcu"),
    [
        ({}, {}, 1),
        ({}, {"due_pk": "D", "due_sk": "1"}, 1 + 1),
        ({"due_pk": "D", "due_sk": "1"}, {"due_pk": "D", "due_sk": "1", "kind": "x"}, 1),
        ({"due_pk": "D", "due_sk": "1"}, {"due_pk": "D", "due_sk": "2"}, 1 + 2),
        ({"due_pk": "D", "due_sk": "1"}, {}, 1 + 1),
    ],
    ids=["not indexed", "appears", "same entry", "moves", "goes"],
)
def test_an_index_costs_what_changes_in_it(client: Any, before: Any, after: Any, wcu: int) -> None:
    client.put_item(TableName=MARKET, Item=item("A", **before))

    with meter() as usage:
        client.put_item(TableName=MARKET, Item=item("A", **after))

    assert usage.wcu == wcu


def test_a_ledger_entry_pays_for_its_day_index(client: Any) -> None:
    entry = item("NOTICE#1", "000001", day_pk="DAY#2026-01-05", day_sk="1", hash="h" * 64)

    with meter() as usage:
        client.transact_write_items(TransactItems=[put(LEDGER, entry)])

    # twice one for the transaction, one for the index, which a transaction does not double
    assert usage.wcu == 2 + 1


def test_a_batch_of_writes_is_charged_item_by_item(client: Any) -> None:
    requests = [{"PutRequest": {"Item": sized(f"A{turn}", 600)}} for turn in range(5)]

    with meter() as usage:
        client.batch_write_item(RequestItems={REPORTING: requests})

    assert (usage.calls, usage.wcu) == (1, 5)


def test_a_meter_can_leave_other_threads_out(client: Any) -> None:
    with meter() as every, meter(this_thread_only=True) as mine:
        other = Thread(target=lambda: client.get_item(TableName=REPORTING, Key=key("A")))
        other.start()
        other.join()
        client.get_item(TableName=REPORTING, Key=key("A"))

    assert (every.calls, mine.calls) == (2, 1)
