"""The race table: what stock moto fails under threads, the engine holds."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.infra.local.items import LEDGER, MARKET, add_one, check_missing, item, key, number, put

THREADS = 60


def outcomes(action: Callable[[int], Any], times: int) -> list[str]:
    def attempt(turn: int) -> str:
        try:
            action(turn)
        except ClientError as refused:
            return str(refused.response["Error"]["Code"])
        return "done"

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(attempt, range(times)))


@pytest.fixture
def crowded(client: Any) -> Any:
    """A table large enough that copying it takes longer than a thread's turn."""
    for turn in range(300):
        attributes = {f"a{number}": {"S": "x" * 20} for number in range(21)}
        client.put_item(TableName=MARKET, Item={**key(f"OLD#{turn}"), **attributes})
    return client


def test_of_200_conditional_puts_of_one_key_exactly_one_wins(client: Any) -> None:
    def claim(turn: int) -> None:
        client.put_item(
            TableName=MARKET,
            Item=item("SLOT", who=str(turn)),
            ConditionExpression="attribute_not_exists(pk)",
        )

    seen = outcomes(claim, 200)

    assert seen.count("done") == 1
    assert seen.count("ConditionalCheckFailedException") == 199


def test_no_acknowledged_add_is_lost_while_doomed_transactions_run(crowded: Any) -> None:
    crowded.put_item(TableName=MARKET, Item=item("TAKEN"))

    def turn_about(turn: int) -> None:
        if turn % 3:
            crowded.update_item(**add_one(MARKET, f"COUNT#{turn % 7}"))
        else:
            crowded.transact_write_items(
                TransactItems=[{"Update": add_one(MARKET, "GHOST")}, check_missing(MARKET, "TAKEN")]
            )

    seen = outcomes(turn_about, 300)

    assert seen.count("TransactionCanceledException") == 100
    assert sum(number(crowded, MARKET, f"COUNT#{shard}") for shard in range(7)) == seen.count("done") == 200
    assert number(crowded, MARKET, "GHOST") == 0


def test_200_transactional_increments_all_count(crowded: Any) -> None:
    seen = outcomes(
        lambda _: crowded.transact_write_items(TransactItems=[{"Update": add_one(MARKET, "SUM")}]), 200
    )

    assert seen.count("done") == 200
    assert number(crowded, MARKET, "SUM") == 200


def test_a_one_winner_transaction_has_its_side_effect_once(crowded: Any) -> None:
    def claim(turn: int) -> None:
        crowded.transact_write_items(
            TransactItems=[
                put(MARKET, item("PRIZE", who=str(turn)), new=True),
                put(LEDGER, item("PRIZE", "000001")),
                {"Update": add_one(MARKET, "WINS")},
            ]
        )

    seen = outcomes(claim, 200)

    assert seen.count("done") == 1
    assert number(crowded, MARKET, "WINS") == 1
