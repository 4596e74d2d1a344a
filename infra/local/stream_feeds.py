"""Where the ledger's stream is read: in the engine's memory, or over the API of another endpoint.

A position is an opaque text that says "everything up to here was dealt with"; None is the beginning.
Source of the API walk: DynamoDB Developer Guide, "Using the DynamoDB Streams Kinesis adapter" (parents
before children, a closed shard has no next iterator).
"""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from infra.local import streams

Record = dict[str, Any]
Placed = tuple[str, Record]
"""A record with the position that says it was dealt with."""


class Feed(Protocol):
    """A stream that can be read again from any position."""

    def read(self, after: str | None, limit: int) -> Sequence[Placed]:
        """Return the next records, oldest first; none when there is nothing new."""


class EmbeddedFeed:
    """The stream of a table of the embedded engine."""

    def __init__(self, region: str, table_name: str) -> None:
        """Read a table's stream."""
        self._region, self._table_name = region, table_name

    def read(self, after: str | None, limit: int) -> Sequence[Placed]:
        """Return the next records from memory."""
        records = streams.new_records(self._region, self._table_name, after, limit)
        return [(streams.position_of(record), record) for record in records]


class EndpointFeed:
    """The stream of a table behind `AWS_ENDPOINT_URL_DYNAMODB`, read over the Streams API."""

    def __init__(self, client: Any, table_name: str) -> None:
        """Find the table's stream; the client is one of `dynamodbstreams`."""
        self._client = client
        self._arn: str = client.list_streams(TableName=table_name)["Streams"][-1]["StreamArn"]

    def read(self, after: str | None, limit: int) -> Sequence[Placed]:
        """Return the next records, walking from one shard into its children."""
        for iterator, shard_id in self._iterators(after):
            answer = self._client.get_records(ShardIterator=iterator, Limit=limit)
            if answer["Records"]:
                return [_placed(shard_id, record) for record in answer["Records"]]
            if "NextShardIterator" in answer:
                break  # an open shard with nothing new: its children do not exist yet
        return ()

    def _iterators(self, after: str | None) -> Iterator[tuple[str, str]]:
        shard_ids = self._shard_ids()
        begun, _, sequence = (after or "").partition("|")
        start = shard_ids.index(begun) if begun in shard_ids else 0
        for shard_id in shard_ids[start:]:
            where: dict[str, str] = {"ShardIteratorType": "TRIM_HORIZON"}
            if shard_id == begun:
                where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": sequence}
            answer = self._client.get_shard_iterator(StreamArn=self._arn, ShardId=shard_id, **where)
            yield answer["ShardIterator"], shard_id

    def _shard_ids(self) -> list[str]:
        found: list[str] = []
        more: dict[str, str] = {}
        while True:
            stream = self._client.describe_stream(StreamArn=self._arn, **more)["StreamDescription"]
            found += [shard["ShardId"] for shard in stream["Shards"]]
            if "LastEvaluatedShardId" not in stream:
                return found
            more = {"ExclusiveStartShardId": stream["LastEvaluatedShardId"]}


def _placed(shard_id: str, record: Record) -> Placed:
    change = record["dynamodb"]
    created_at = float(int(change["ApproximateCreationDateTime"].timestamp()))
    genuine = {**record, "dynamodb": {**change, "ApproximateCreationDateTime": created_at}}
    return f"{shard_id}|{change['SequenceNumber']}", genuine
