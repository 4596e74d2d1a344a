"""A running product without items, and the two desks around it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from infra.local.runtime import Runtime
from tests.web.service_items.desk import Desk

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="package")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@pytest.fixture
def runtime(started: Runtime) -> Runtime:
    started.reset(MONDAY)
    return started


@pytest.fixture
def desk(runtime: Runtime) -> Desk:
    return Desk(runtime)
