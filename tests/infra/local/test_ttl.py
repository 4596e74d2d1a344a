"""Items expire by the product's clock, in the tables that have a time to live."""

from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.ttl import sweep
from tests.infra.local.conftest import REGION
from tests.infra.local.items import LEDGER, MARKET, item, key

NOW = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)


def expiring(pk: str, at: datetime) -> dict[str, Any]:
    return {**key(pk), "expires_at": {"N": str(int(at.timestamp()))}}


def test_what_expired_goes_and_the_rest_stays(client: Any) -> None:
    client.put_item(TableName=MARKET, Item=expiring("PAST", NOW - timedelta(seconds=1)))
    client.put_item(TableName=MARKET, Item=expiring("NOW", NOW))
    client.put_item(TableName=MARKET, Item=item("EVER"))
    client.put_item(TableName=MARKET, Item=item("TEXT", expires_at="1"))

    assert sweep(REGION, NOW) == 1

    left = {each["pk"]["S"] for each in client.scan(TableName=MARKET)["Items"]}
    assert left == {"NOW", "EVER", "TEXT"}


def test_the_ledger_never_expires(client: Any) -> None:
    client.put_item(TableName=LEDGER, Item=expiring("PAST", NOW - timedelta(days=1)))

    assert sweep(REGION, NOW) == 0
