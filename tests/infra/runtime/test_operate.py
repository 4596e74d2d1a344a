"""What an operator does by hand, on a running market."""

from datetime import timedelta

import boto3
import pytest

from chalicelib.store.keys import sequence
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


def test_an_audit_of_an_untouched_day_finds_nothing(runtime, capsys):
    assert operate.main(["audit", DAY]) == 0
    assert "0 faults" in capsys.readouterr().out


def test_an_audit_names_an_entry_that_was_removed(runtime, capsys):
    place = {"pk": {"S": f"AGENCY#{uscc(1)}"}, "sk": {"S": sequence(1)}}
    client = boto3.client("dynamodb", region_name=runtime.settings.region)
    client.delete_item(TableName=f"{runtime.settings.table_prefix}-ledger", Key=place)

    assert operate.main(["audit", DAY]) == 1

    assert f"entry 1 of AGENCY#{uscc(1)}" in capsys.readouterr().out


def test_a_day_without_a_digest_is_one_sentence(runtime, capsys):
    assert operate.main(["audit", "2020-01-01"]) == 2
    assert capsys.readouterr().err == "2020-01-01 has no digest.\n"
