"""The supervisor checks a closed day of the ledger on a page: whole, and after somebody touched it."""

import json
from datetime import timedelta
from typing import Any

import boto3
import pytest

from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import CHINA
from chalicelib.store.keys import sequence
from infra.local.people import find_person
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content
from tests.journeys.steps import Town

SUPERVISOR, SYSADMIN = find_person(Role.SUPERVISOR), find_person(Role.SYSADMIN)


@pytest.fixture
def chain(runtime: Runtime, town: Town) -> str:
    town.anchor()
    notice = town.publish(make_content(service_type=SURVEY))
    for _ in range(2):
        runtime.advance(timedelta(days=1))
    return f"NOTICE#{notice.id}"


def day_of(runtime: Runtime) -> str:
    """Return the first closed day, on which the notice was published."""
    days = runtime.get_json("/api/v1/ledger/days").json()["items"]
    digests = [json.loads(day["data"]) for day in days]
    return min(str(digest["day"]) for digest in digests if digest["entries"])


def ledger(runtime: Runtime, action: str, **asked: Any) -> None:
    client = boto3.client("dynamodb", region_name=runtime.settings.region)
    getattr(client, action)(TableName=f"{runtime.settings.table_prefix}-ledger", **asked)


def faults(runtime: Runtime, aggregate: str) -> list[tuple[int, str]]:
    answer = runtime.get_json(f"/api/v1/digests/{day_of(runtime)}", as_=SUPERVISOR).json()
    (item,) = [one for one in answer["items"] if one["aggregate"] == aggregate]
    return [(one["seq"], one["fault"]) for one in item["faults"]]


def last_of(runtime: Runtime, aggregate: str) -> int:
    return max(entry.seq for entry in runtime.house.queries.entries(aggregate))


def test_an_untouched_day_is_shown_intact(runtime, chain):
    page = runtime.get(f"/digests/{day_of(runtime)}", as_=SUPERVISOR)

    assert page.status == 200
    assert chain in page.text
    assert "完好" in page.text
    assert faults(runtime, chain) == []


def test_an_altered_entry_is_named(runtime, chain):
    key = {"pk": {"S": chain}, "sk": {"S": sequence(2)}}
    change = {"UpdateExpression": "SET actor = :a", "ExpressionAttributeValues": {":a": {"S": "somebody"}}}
    ledger(runtime, "update_item", Key=key, **change)

    assert (2, "altered") in faults(runtime, chain)
    assert "第 2 条记录被改动" in runtime.get(f"/digests/{day_of(runtime)}", as_=SYSADMIN).text


def test_a_missing_entry_is_named(runtime, chain):
    ledger(runtime, "delete_item", Key={"pk": {"S": chain}, "sk": {"S": sequence(2)}})

    assert (2, "missing") in faults(runtime, chain)
    assert "第 2 条记录缺失" in runtime.get(f"/digests/{day_of(runtime)}", as_=SUPERVISOR).text


def test_a_cut_off_entry_is_named(runtime, chain):
    last = last_of(runtime, chain)
    assert last > 2
    ledger(runtime, "delete_item", Key={"pk": {"S": chain}, "sk": {"S": sequence(last)}})

    assert (last, "cut-off") in faults(runtime, chain)


def test_a_digest_of_which_nothing_is_left_is_named(runtime, chain):
    *_, (place, data), _ = (
        (entry.seq, entry.data) for entry in runtime.house.queries.entries("DIGEST#daily")
    )
    day, key = json.loads(data)["day"], {"pk": {"S": "DIGEST#daily"}, "sk": {"S": sequence(place)}}
    change = {"UpdateExpression": "SET #d = :d", "ExpressionAttributeNames": {"#d": "data"}}
    ledger(runtime, "update_item", Key=key, **change, ExpressionAttributeValues={":d": {"S": "{}"}})

    answer = runtime.get_json(f"/api/v1/digests/{day}", as_=SUPERVISOR)
    page = runtime.get(f"/digests/{day}", as_=SUPERVISOR)

    assert (answer.status, page.status) == (200, 200)
    assert answer.json()["lost"]
    assert answer.json()["faults"] == [{"aggregate": "DIGEST#daily", "seq": place, "fault": "altered"}]
    assert f"第 {place} 条记录被改动" in page.text


@pytest.mark.parametrize("day", ["2020-01-01", "yesterday", "2026-13-40"])
def test_a_day_without_a_digest_is_not_found(runtime, chain, day):
    assert runtime.get(f"/digests/{day}", as_=SUPERVISOR).status == 404


def test_the_public_list_of_days_leads_the_supervisor_to_each_check(runtime, chain):
    assert f"/digests/{day_of(runtime)}" in runtime.get("/ledger", as_=SUPERVISOR).text
    assert f"/digests/{day_of(runtime)}" not in runtime.get("/ledger").text


@pytest.mark.parametrize("later", [0, 40])
def test_a_day_that_is_not_closed_yet_says_when_it_will_be(runtime, chain, later):
    day = runtime.now().astimezone(CHINA).date() + timedelta(days=later)
    closes = day + timedelta(days=1)

    answer = runtime.get_json(f"/api/v1/digests/{day}", as_=SUPERVISOR)
    page = runtime.get(f"/digests/{day}", as_=SUPERVISOR)

    assert (answer.status, answer.json()["type"]) == (404, "/problems/day-not-closed")
    assert (page.status, "这一天还没有封账" in page.text) == (404, True)
    assert f"{closes.year}年{closes.month}月{closes.day}日 00:15" in page.text


@pytest.mark.parametrize("day", ["2019-01-01", "9999-12-31", "yesterday"])
def test_a_day_that_never_has_a_digest_is_only_not_found(runtime, chain, day):
    assert runtime.get_json(f"/api/v1/digests/{day}", as_=SUPERVISOR).json()["type"] == "/problems/not-found"
