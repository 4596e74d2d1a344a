"""A running product without items, and the two desks around it."""

from datetime import UTC, datetime

import pytest

from infra.local.runtime import Runtime
from tests.web.running import running_from
from tests.web.service_items.desk import Desk

MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


running, runtime = running_from(MONDAY)


@pytest.fixture
def desk(runtime: Runtime) -> Desk:
    return Desk(runtime)
