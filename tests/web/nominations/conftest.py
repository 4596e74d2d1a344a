"""One running product for the pages of nominations, begun anew for every test on a working Monday."""

from collections.abc import Iterator

import pytest

from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.journeys.tables import Department


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@pytest.fixture
def runtime(running: Runtime) -> Runtime:
    running.reset(MONDAY)
    return running


@pytest.fixture
def department(runtime: Runtime) -> Department:
    return Department(runtime)
