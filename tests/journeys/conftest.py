"""One running product for all journeys, emptied for each; every handler has the rights it has on AWS."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from infra.local.runtime import Runtime
from tests.answers import answers_as_the_contract_says
from tests.factories.notices import MONDAY
from tests.journeys.steps import Town

__all__ = ["answers_as_the_contract_says"]


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@pytest.fixture
def starts_at() -> datetime:
    return MONDAY


@pytest.fixture
def runtime(running: Runtime, starts_at: datetime) -> Runtime:
    running.reset(starts_at)
    return running


@pytest.fixture
def town(runtime: Runtime) -> Town:
    return Town(runtime.house)


@pytest.fixture(autouse=True)
def rights_as_on_aws(denials: list[tuple[str, str, str]]) -> Iterator[None]:
    """Fail whatever made a handler do what the policy of its duty denies."""
    yield
    found = list(dict.fromkeys(denials))
    denials.clear()
    assert not found
