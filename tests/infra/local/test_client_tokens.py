"""ClientRequestToken as the API reference of TransactWriteItems describes it."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local import client_tokens
from infra.local.capacity import meter
from tests.infra.local.items import MARKET, add_one, check_missing, item, number


def increment(client: Any, token: str, pk: str = "SUM") -> None:
    client.transact_write_items(ClientRequestToken=token, TransactItems=[{"Update": add_one(MARKET, pk)}])


def test_the_same_token_twice_adds_once(client: Any) -> None:
    increment(client, "token-1")
    increment(client, "token-1")

    assert number(client, MARKET, "SUM") == 1


def test_another_token_adds_again(client: Any) -> None:
    increment(client, "token-1")
    increment(client, "token-2")

    assert number(client, MARKET, "SUM") == 2


def test_the_same_token_with_another_body_is_refused(client: Any) -> None:
    increment(client, "token-1")

    with pytest.raises(ClientError) as refused:
        increment(client, "token-1", pk="OTHER")

    assert refused.value.response["Error"]["Code"] == "IdempotentParameterMismatchException"


def test_a_cancelled_transaction_may_be_sent_again_with_its_token(client: Any) -> None:
    client.put_item(TableName=MARKET, Item=item("TAKEN"))
    request = {
        "ClientRequestToken": "token-1",
        "TransactItems": [{"Update": add_one(MARKET, "SUM")}, check_missing(MARKET, "TAKEN")],
    }
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        client.transact_write_items(**request)
    client.delete_item(TableName=MARKET, Key={"pk": {"S": "TAKEN"}, "sk": {"S": "ROOT"}})

    client.transact_write_items(**request)

    assert number(client, MARKET, "SUM") == 1


def test_a_token_is_forgotten_after_ten_minutes(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    increment(client, "token-1")
    later = client_tokens._now_seconds() + 600
    monkeypatch.setattr(client_tokens, "_now_seconds", lambda: later)

    increment(client, "token-1")

    assert number(client, MARKET, "SUM") == 2


def test_a_replay_is_charged_as_a_transactional_read(client: Any) -> None:
    increment(client, "token-1")

    with meter() as usage:
        increment(client, "token-1")

    assert (usage.rcu, usage.wcu) == (2, 0)
