"""One running product for the pages of agencies, begun anew for every test on a working Monday."""

from collections.abc import Iterator

import pytest

from infra.catalogues import compile_catalogues
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.web.agencies.applicant import Applicant


@pytest.fixture(scope="session", autouse=True)
def english_catalogue() -> None:
    compile_catalogues()


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    with Runtime(tmp_path_factory.mktemp("local"), starts_at=MONDAY, ticking=False) as runtime:
        yield runtime


@pytest.fixture
def runtime(running: Runtime) -> Runtime:
    running.reset(MONDAY)
    return running


@pytest.fixture
def applicant(runtime: Runtime) -> Applicant:
    return Applicant(runtime)
