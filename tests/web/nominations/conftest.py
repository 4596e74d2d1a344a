"""One running product for the pages of nominations, begun anew for every test on a working Monday."""

import pytest

from infra.local.runtime import Runtime
from tests.factories.notices import MONDAY
from tests.journeys.tables import Department
from tests.web.running import running_from

running, runtime = running_from(MONDAY)


@pytest.fixture
def department(runtime: Runtime) -> Department:
    return Department(runtime)
