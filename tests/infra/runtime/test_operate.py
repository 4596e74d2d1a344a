"""What an operator does by hand, on a running market."""

from datetime import timedelta

import pytest

from infra import operate
from infra.local.runtime import Runtime
from tests.journeys.steps import Town, uscc
from tests.web.notices.conftest import settle_item

DAY = "2026-03-02"


@pytest.fixture
def runtime(runtime: Runtime) -> Runtime:
    Town(runtime.house).settle_agency(uscc(1))
    for _ in range(3):
        runtime.advance(timedelta(days=1))
    return runtime


def test_a_rebuild_of_right_lists_says_so_and_they_read_as_before(runtime, capsys):
    settle_item(runtime)
    before = runtime.get_json("/api/v1/service-items").json()["items"]

    assert operate.main(["rebuild"]) == 0

    assert "right before" in capsys.readouterr().out
    assert before
    assert runtime.get_json("/api/v1/service-items").json()["items"] == before
