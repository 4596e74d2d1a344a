"""The ledger's stream as a Lambda function would get it: genuine event records, in order, from a position.

A position is the SequenceNumber of the last record that was dealt with, so a partly failed batch resumes
exactly where Lambda would. `shaken` makes of a batch what a stream may make of it: the same records
repeated, out of order and cut differently (design §1: a record is only a hint).
"""

from collections.abc import Iterator, Sequence
from datetime import UTC
from random import Random
from typing import Any

from infra.local import calls
from infra.local.memory import find_table, on_the_wire

Record = dict[str, Any]

BATCH_SIZE = 100
"""The event source's own batch size, which is Lambda's default for DynamoDB streams."""


def new_records(
    region: str, table_name: str, after: str | None = None, limit: int = BATCH_SIZE
) -> list[Record]:
    """Return the next records after a position, oldest first; the position None is the beginning.

    Raises:
        LookupError: when there is no such table or it has no stream.
    """
    with calls.LOCK:
        table = find_table(region, table_name)
        shard = None if table is None else table.stream_shard
        if table is None or shard is None:
            raise LookupError(f"no stream on {table_name}")
        first = 0 if after is None else int(after) - shard.starting_sequence_number + 1
        arn = f"{table.table_arn}/stream/{table.latest_stream_label}"
        return [_lambda_record(each.record, region, arn) for each in shard.items[first : first + limit]]


def position_of(record: Record) -> str:
    """Return the position that says this record was dealt with."""
    position: str = record["dynamodb"]["SequenceNumber"]
    return position


def lambda_event(records: Sequence[Record]) -> dict[str, Any]:
    """Wrap records as the event of one invocation."""
    return {"Records": list(records)}


def shaken(
    records: Sequence[Record], seed: int, *, repeats: float = 0.3, largest_batch: int = 10
) -> Iterator[list[Record]]:
    """Yield batches holding every record at least once: some repeated, all shuffled, cut at random."""
    dice = Random(seed)
    again = [record for record in records if dice.random() < repeats]
    mixed = [*records, *again]
    dice.shuffle(mixed)
    while mixed:
        size = dice.randint(1, largest_batch)
        yield mixed[:size]
        del mixed[:size]


def _lambda_record(record: Record, region: str, stream_arn: str) -> Record:
    change = on_the_wire(record["dynamodb"])
    created_at = change["ApproximateCreationDateTime"].replace(tzinfo=UTC)
    return {
        "eventID": record["eventID"],
        "eventName": record["eventName"],
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": region,
        "dynamodb": {**change, "ApproximateCreationDateTime": float(int(created_at.timestamp()))},
        "eventSourceARN": stream_arn,
    }
