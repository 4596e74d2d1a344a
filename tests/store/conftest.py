"""Every contract of the store runs plain and in every weather that a distributed system knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest

from infra.local import engine
from infra.local.faults import (
    AnswerLost,
    Fault,
    HalfUnprocessed,
    NeverArrived,
    StaleIndexRead,
    StaleRead,
    Throttled,
    TransactionConflict,
)
from infra.local.injector import faults, rough_weather
from infra.local.tables import create_tables
from tests.store.shop import PREFIX, REGION, Shop

WEATHERS: dict[str, tuple[Fault, ...]] = {
    "plain": (),
    "answers-lost": (AnswerLost(probability=0.2),),
    "calls-lost": (NeverArrived(probability=0.2),),
    "throttled": (Throttled(probability=0.2),),
    "conflicts": (TransactionConflict(probability=0.2),),
    "lagging": (StaleRead(), StaleIndexRead(probability=0.5)),
    "half-batches": (HalfUnprocessed(probability=0.5),),
    "rough": rough_weather(0.08),
}


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
def shop(client: Any) -> Shop:
    return Shop()


class Weather:
    """Faults for the part of a test that must bear them; what is looked at afterwards is seen clearly."""

    def __init__(self, name: str) -> None:
        self.name = name

    @contextmanager
    def blowing(self, seed: int = 7) -> Iterator[None]:
        with faults(*WEATHERS[self.name], seed=seed):
            yield


@pytest.fixture(params=WEATHERS)
def weather(request: pytest.FixtureRequest) -> Weather:
    return Weather(request.param)


@pytest.fixture(params=("plain", "answers-lost", "conflicts", "rough"))
def storm(request: pytest.FixtureRequest) -> Weather:
    """The weathers that bear on races; what a race does not do, such as reading batches, is left out."""
    return Weather(request.param)
