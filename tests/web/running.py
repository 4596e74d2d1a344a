"""One running product for a folder of tests, begun anew for every test at the same instant."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from infra.local.runtime import Runtime


def running_from(starts_at: datetime) -> tuple[Any, Any]:
    """Return the fixtures `running`, one for a package, and `runtime`, which begins it anew."""

    @pytest.fixture(scope="package")
    def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
        with Runtime(tmp_path_factory.mktemp("local"), starts_at=starts_at, ticking=False) as runtime:
            yield runtime

    @pytest.fixture
    def runtime(running: Runtime) -> Runtime:
        running.reset(starts_at)
        return running

    return running, runtime
