"""One running engine for these tests; every test finds it empty, with the five tables."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from infra.local import engine
from infra.local.tables import create_tables

REGION = "cn-north-1"
PREFIX = "wf"


@pytest.fixture
def running() -> Iterator[engine.Engine]:
    started = engine.start()
    started.reset()
    yield started
    started.reset()


@pytest.fixture
def client(running: engine.Engine) -> Any:
    dynamodb = boto3.client("dynamodb", region_name=REGION)
    create_tables(dynamodb, PREFIX)
    return dynamodb
