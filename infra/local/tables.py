"""Creates the tables of `infra/aws/tables.yaml` on any DynamoDB endpoint (design §5).

One file describes the tables for both worlds, so the embedded engine cannot drift from what is deployed.
Protection that only a cloud can give (encryption at rest, point-in-time recovery) stays with CloudFormation.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

TABLES_FILE = Path(__file__).parents[1] / "aws" / "tables.yaml"

_PASSED_ON = ("BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")


def read_tables(prefix: str) -> dict[str, Mapping[str, Any]]:
    """Return the CloudFormation properties of every table by its full name `<prefix>-<table>`."""
    resources = yaml.safe_load(TABLES_FILE.read_text("utf-8"))["Resources"].values()
    properties = [resource["Properties"] for resource in resources]
    return {_full_name(each, prefix): each for each in properties}


def create_tables(client: Any, prefix: str) -> tuple[str, ...]:
    """Create the tables that are missing, with their time to live, and return the names of the new ones."""
    created = []
    for name, properties in read_tables(prefix).items():
        if _create(client, name, properties):
            created.append(name)
        _set_time_to_live(client, name, properties)
    return tuple(created)


def _full_name(properties: Mapping[str, Any], prefix: str) -> str:
    template: str = properties["TableName"]["Fn::Sub"]
    return template.replace("${TablePrefix}", prefix)


def _create(client: Any, name: str, properties: Mapping[str, Any]) -> bool:
    wanted = {key: properties[key] for key in _PASSED_ON if key in properties}
    if "StreamSpecification" in properties:
        wanted["StreamSpecification"] = {"StreamEnabled": True, **properties["StreamSpecification"]}
    try:
        client.create_table(TableName=name, **wanted)
    except client.exceptions.ResourceInUseException:
        return False
    client.get_waiter("table_exists").wait(TableName=name)
    return True


def _set_time_to_live(client: Any, name: str, properties: Mapping[str, Any]) -> None:
    wanted = properties.get("TimeToLiveSpecification")
    if wanted is None:
        return
    # Enabling twice is an error on AWS, so ask first.
    now = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if now.get("AttributeName") != wanted["AttributeName"]:
        client.update_time_to_live(TableName=name, TimeToLiveSpecification=wanted)
