"""One market for all questions that change nothing for each other."""

from collections.abc import Iterator

import pytest

from infra.catalogues import compile_catalogues
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.web.meta.world import World, settle


@pytest.fixture(scope="session", autouse=True)
def english_catalogue() -> None:
    compile_catalogues()


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@pytest.fixture(scope="module")
def world(running: Runtime) -> World:
    running.reset(MONDAY)
    return settle(running)
