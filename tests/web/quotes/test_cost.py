"""What one sealed quote costs: two reads and one transaction of five items, three calls of KMS."""

from typing import Any

import pytest
from botocore.client import BaseClient

from tests.web.quotes.answers import body
from tests.web.quotes.conftest import Market

Calls = list[tuple[str, dict[str, Any]]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Calls:
    seen: Calls = []
    plain = BaseClient._make_api_call

    def watched(self: BaseClient, operation: str, arguments: dict[str, Any]) -> Any:
        seen.append((operation, arguments))
        return plain(self, operation, arguments)

    monkeypatch.setattr(BaseClient, "_make_api_call", watched)
    return seen


def post(market: Market, named: str, key: str) -> int:
    token = {"as_": market.agents[0], "key": key}
    return market.runtime.post_json(f"/api/v1/sealed/notices/{named}/quote", body(), **token).status


def reads_and_writes(calls: Calls) -> tuple[list[str], list[int], list[str]]:
    reads = [operation for operation, _ in calls if operation in ("GetItem", "BatchGetItem", "Query")]
    writes = [len(sent["TransactItems"]) for operation, sent in calls if operation == "TransactWriteItems"]
    return reads, writes, [operation for operation, _ in calls if operation in ("GenerateMac", "Encrypt")]


def quoting(calls: Calls) -> Calls:
    """Leave out what the stream's consumers do after the answer."""
    end = next(place for place, (operation, _) in enumerate(calls) if operation == "TransactWriteItems")
    return calls[: end + 1]


def test_a_first_quote_is_two_reads_and_one_transaction_of_five_items(market: Market, calls: Calls) -> None:
    market.runtime.identity.access_token(market.agents[0])
    calls.clear()

    assert post(market, market.number, "k") == 201

    reads, writes, keys = reads_and_writes(quoting(calls))
    assert reads == ["GetItem", "BatchGetItem"]
    assert writes == [5]
    assert keys == ["GenerateMac", "Encrypt", "Encrypt"]


def test_a_replacement_writes_one_ledger_entry_less(market: Market, calls: Calls) -> None:
    post(market, market.number, "k")
    calls.clear()

    assert post(market, market.number, "l") == 201

    reads, writes, _ = reads_and_writes(quoting(calls))
    assert reads == ["GetItem", "BatchGetItem"]
    assert writes == [4]


def test_naming_the_notice_by_its_id_saves_the_read_of_its_number(market: Market, calls: Calls) -> None:
    calls.clear()

    assert post(market, market.notice.id, "k") == 201

    reads, _, _ = reads_and_writes(quoting(calls))
    assert reads == ["BatchGetItem"]
