"""Short ways to write items and requests in these tests."""

from typing import Any

MARKET = "wf-marketplace"
LEDGER = "wf-ledger"
REPORTING = "wf-reporting"


def key(pk: str, sk: str = "ROOT") -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def item(pk: str, sk: str = "ROOT", **texts: str) -> dict[str, Any]:
    return {**key(pk, sk), **{name: {"S": text} for name, text in texts.items()}}


def put(table: str, attributes: dict[str, Any], *, new: bool = False) -> dict[str, Any]:
    action: dict[str, Any] = {"TableName": table, "Item": attributes}
    if new:
        action["ConditionExpression"] = "attribute_not_exists(pk)"
    return {"Put": action}


def add_one(table: str, pk: str, sk: str = "ROOT") -> dict[str, Any]:
    return {
        "TableName": table,
        "Key": key(pk, sk),
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }


def check_missing(table: str, pk: str) -> dict[str, Any]:
    condition = "attribute_not_exists(pk)"
    return {"ConditionCheck": {"TableName": table, "Key": key(pk), "ConditionExpression": condition}}


def number(client: Any, table: str, pk: str) -> int:
    found = client.get_item(TableName=table, Key=key(pk), ConsistentRead=True).get("Item", {})
    return int(found["n"]["N"]) if found else 0
