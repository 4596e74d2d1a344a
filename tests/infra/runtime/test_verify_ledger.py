"""The ledger's audit by hand, on a running market and on a snapshot of one."""

from datetime import timedelta

import boto3
import pytest

from chalicelib.domain.digests import CHAIN
from chalicelib.domain.ledger import Entry
from chalicelib.store.keys import sequence
from chalicelib.store.ledger_days import LedgerDays
from infra.local.runtime import Runtime
from infra.verify_ledger import main
from tests.journeys.steps import Town, uscc

DAY = "2026-03-02"


@pytest.fixture
def runtime(runtime: Runtime) -> Runtime:
    Town(runtime.house).settle_agency(uscc(1))
    for _ in range(3):
        runtime.advance(timedelta(days=1))
    return runtime


def remove_first_entry(runtime: Runtime) -> None:
    place = {"pk": {"S": f"AGENCY#{uscc(1)}"}, "sk": {"S": sequence(1)}}
    client = boto3.client("dynamodb", region_name=runtime.settings.region)
    client.delete_item(TableName=f"{runtime.settings.table_prefix}-ledger", Key=place)


def test_an_untouched_day_has_no_faults(runtime, capsys):
    assert main([DAY]) == 0
    assert "0 faults" in capsys.readouterr().out


def test_without_a_day_every_closed_day_is_audited(runtime, capsys):
    assert main([]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_an_entry_that_was_removed_is_named(runtime, capsys):
    remove_first_entry(runtime)

    assert main([DAY]) == 1
    assert f"entry 1 of AGENCY#{uscc(1)}" in capsys.readouterr().out


def test_a_day_without_a_digest_is_one_sentence(runtime, capsys):
    assert main(["2020-01-01"]) == 2
    assert capsys.readouterr().err == "2020-01-01 has no digest.\n"


def test_a_ledger_without_a_readable_digest_is_no_clean_one(runtime, capsys):
    client = boto3.client("dynamodb", region_name=runtime.settings.region)
    for entry in runtime.house.queries.entries("DIGEST#daily"):
        place = {"pk": {"S": "DIGEST#daily"}, "sk": {"S": sequence(entry.seq)}}
        client.delete_item(TableName=f"{runtime.settings.table_prefix}-ledger", Key=place)

    assert main([]) == 2
    assert capsys.readouterr().err == "No day has a digest that can be read.\n"


def test_the_chain_of_digests_is_read_once_however_many_days_are_audited(runtime, monkeypatch):
    read: list[str] = []

    def chain(days: LedgerDays, aggregate: str) -> dict[int, Entry]:
        read.append(aggregate)
        return whole(days, aggregate)

    whole = LedgerDays.chain
    monkeypatch.setattr(LedgerDays, "chain", chain)

    assert main([]) == 0
    assert read.count(CHAIN) == 1
