"""One runtime a module, begun anew for every test, at nine o'clock of a working Monday."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from chalicelib.kernel.actors import Role
from infra.local.people import DemoPerson, find_person
from infra.local.runtime import Runtime

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def started(tmp_path_factory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@pytest.fixture
def runtime(started: Runtime) -> Runtime:
    started.reset(MONDAY)
    return started


@pytest.fixture
def owner() -> DemoPerson:
    person = find_person(Role.OWNER_ADMIN)
    assert person is not None
    return person
