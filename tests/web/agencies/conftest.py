"""One running product for the pages of agencies, begun anew for every test on a working Monday."""

import pytest

from infra.catalogues import compile_catalogues
from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.web.agencies.applicant import Applicant
from tests.web.running import running_from


@pytest.fixture(scope="session", autouse=True)
def english_catalogue() -> None:
    compile_catalogues()


running, runtime = running_from(MONDAY)


@pytest.fixture
def applicant(runtime: Runtime) -> Applicant:
    return Applicant(runtime)
