"""The daily digests as everybody reads them, and what a stranger can do with one."""

import hashlib
import json
from datetime import timedelta

from infra.local.runtime import Runtime
from tests.journeys.steps import Town, uscc


def sha256_of_fields(entry: dict[str, object]) -> str:
    """Recompute an entry's hash as docs/security.md describes it, with nothing of ours."""
    covered = {name: value for name, value in entry.items() if name != "hash"}
    text = json.dumps(covered, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def test_a_stranger_can_recompute_every_days_fingerprint_and_follow_the_chain(
    runtime: Runtime, town: Town
) -> None:
    town.settle_agency(uscc(1))
    for _ in range(4):
        runtime.advance(timedelta(days=1))

    days = runtime.get_json("/api/v1/ledger/days").json()["items"]

    assert len(days) == 4
    assert [day["hash"] for day in days] == [sha256_of_fields(day) for day in days]
    assert [day["prev"] for day in days[:-1]] == [day["hash"] for day in days[1:]]


def test_the_page_shows_each_days_fingerprint_and_leads_back_to_the_first_day(
    runtime: Runtime, town: Town
) -> None:
    town.settle_agency(uscc(1))
    for _ in range(3):
        runtime.advance(timedelta(days=1))
    latest, _, first = runtime.get_json("/api/v1/ledger/days").json()["items"]

    page = runtime.get("/ledger?limit=2")
    older = runtime.get_json("/api/v1/ledger/days?limit=2").json()["next"]

    assert latest["hash"] in page.text
    assert first["hash"] not in page.text
    assert first["hash"] in runtime.get(older.replace("/api/v1/ledger/days", "/ledger")).text


def test_before_the_first_day_is_over_the_page_says_so(runtime: Runtime) -> None:
    assert "还没有每日摘要" in runtime.get("/ledger").text
