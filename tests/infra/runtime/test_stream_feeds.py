"""Both feeds read the same stream: one from memory, one over the Streams API that any endpoint speaks."""

import botocore.session
import pytest
from botocore.config import Config

from infra.local.stream_feeds import EmbeddedFeed, EndpointFeed

TABLE = "market-ledger"


@pytest.fixture
def session(runtime):
    return botocore.session.get_session()


@pytest.fixture(params=["embedded", "endpoint"])
def feed(request, session, runtime):
    if request.param == "embedded":
        return EmbeddedFeed(runtime.settings.region, TABLE)
    # The embedded engine does not answer under the addresses that carry an account.
    plain = Config(account_id_endpoint_mode="disabled")
    client = session.create_client("dynamodbstreams", runtime.settings.region, config=plain)
    return EndpointFeed(client, TABLE)


@pytest.fixture
def put(session, runtime):
    client = session.create_client("dynamodb", runtime.settings.region)

    def put(*numbers):
        for number in numbers:
            item = {
                "pk": {"S": "A#1"},
                "sk": {"S": f"{number:03}"},
                "day_pk": {"S": "d"},
                "day_sk": {"S": "d"},
            }
            client.put_item(TableName=TABLE, Item=item)

    return put


def sort_keys(placed):
    return [record["dynamodb"]["Keys"]["sk"]["S"] for _, record in placed]


def test_an_empty_stream_has_nothing_to_read(feed):
    assert list(feed.read(None, 100)) == []


def test_records_come_from_the_beginning_within_the_limit(feed, put):
    put(1, 2, 3)

    assert sort_keys(feed.read(None, 2)) == ["001", "002"]


def test_reading_goes_on_behind_a_position_and_again_from_the_same_one(feed, put):
    put(1, 2)
    position, _ = feed.read(None, 1)[0]
    put(3)

    assert sort_keys(feed.read(position, 100)) == ["002", "003"]
    assert sort_keys(feed.read(position, 100)) == ["002", "003"]


def test_behind_the_last_record_there_is_nothing_until_one_is_written(feed, put):
    put(1)
    position, _ = feed.read(None, 1)[0]

    assert list(feed.read(position, 100)) == []
    put(2)
    assert sort_keys(feed.read(position, 100)) == ["002"]


def test_records_have_the_shape_lambda_sends(feed, put):
    put(1)

    _, record = feed.read(None, 1)[0]

    assert record["eventName"] == "INSERT"
    assert record["eventSource"] == "aws:dynamodb"
    assert isinstance(record["dynamodb"]["ApproximateCreationDateTime"], float)
    assert record["dynamodb"]["NewImage"]["pk"] == {"S": "A#1"}
