"""Every contract of the store runs plain and in every weather that a distributed system knows."""

from collections.abc import Iterator
from typing import Any
from zlib import crc32

import boto3
import pytest

from infra.local import engine
from infra.local.tables import create_tables
from tests.store.shop import PREFIX, REGION, Shop
from tests.store.weather import WEATHERS, Weather, ambient

BLOWN_BY_THE_TEST = {"weather", "storm"}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every contract plain and under rough weather; one that says which weather, under that."""
    if "sky" in metafunc.fixturenames:
        skies = ["plain"] if BLOWN_BY_THE_TEST & set(metafunc.fixturenames) else ["plain", "rough"]
        metafunc.parametrize("sky", skies, indirect=True, ids=lambda name: f"sky-{name}")


@pytest.fixture(scope="session")
def dynamodb() -> Any:
    engine.start()
    return boto3.client("dynamodb", region_name=REGION)


@pytest.fixture
def client(dynamodb: Any) -> Any:
    engine.start().reset()
    create_tables(dynamodb, PREFIX)
    return dynamodb


@pytest.fixture
def sky(request: pytest.FixtureRequest, client: Any) -> Iterator[str]:
    """The weather around the whole test, the same for the same test every time."""
    if request.param == "plain":
        yield "plain"
        return
    with ambient(crc32(request.node.name.encode())):
        yield "rough"


@pytest.fixture
def shop(client: Any, sky: str) -> Shop:
    return Shop()


@pytest.fixture(params=WEATHERS)
def weather(request: pytest.FixtureRequest) -> Weather:
    return Weather(request.param)


@pytest.fixture(params=("plain", "answers-lost", "conflicts", "rough"))
def storm(request: pytest.FixtureRequest) -> Weather:
    """The weathers that bear on races; what a race does not do, such as reading batches, is left out."""
    return Weather(request.param)
