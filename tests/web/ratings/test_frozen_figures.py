"""A month is frozen once, fifteen working days after its end, and proves itself to anybody."""

import json
from datetime import datetime, timedelta
from pathlib import Path

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.clock import CHINA
from tests.unit.satisfaction.test_verify_script import SCRIPT
from tests.web.ratings.conftest import Hall

MONTH = "/ratings/snapshots/2026-03"
BEFORE, AFTER = datetime(2026, 4, 20, 12, tzinfo=CHINA), datetime(2026, 4, 24, 10, tzinfo=CHINA)
"""The last day of March, fifteen working days with Qingming on the 6th, and the morning after."""


def rate(hall: Hall, ratings: int) -> None:
    for number in range(ratings):
        phone = f"1380536{number + 1101:04d}"
        hall.serve(number + 1, phone=phone)
        hall.answer(hall.link(phone), level="5")
    hall.runtime.drain()


def pass_time(hall: Hall) -> None:
    hall.runtime.move_to(AFTER)
    hall.runtime.advance(timedelta(minutes=1))
    hall.runtime.drain()


def test_a_month_is_frozen_after_fifteen_working_days_and_not_before(hall: Hall) -> None:
    rate(hall, 6)

    hall.runtime.move_to(BEFORE)
    early = hall.runtime.get(MONTH)
    pass_time(hall)
    frozen = hall.runtime.get(MONTH)

    assert (early.status, frozen.status) == (404, 200)
    assert "每个数字都对" in frozen.text
    assert "2026-03" in hall.runtime.get("/ratings/snapshots").text


def test_the_document_is_what_its_hash_says_and_the_script_finds_it_right(hall: Hall, tmp_path: Path) -> None:
    rate(hall, 6)
    pass_time(hall)

    (listed,) = json.loads(hall.runtime.get("/api/v1/ratings/snapshots").text)["items"]
    document = hall.runtime.get(MONTH + ".json").text
    file = tmp_path / "2026-03.json"
    file.write_text(document, encoding="utf-8")

    assert sha256_hex(document) == listed["sha256"]
    assert SCRIPT.main([str(file), listed["sha256"]]) == 0
    assert json.loads(document)["total"]["counts"]["effective_5"] == 6
    assert "satisfied,6,6,100.00" in hall.runtime.get(MONTH + ".csv").text


def test_a_frozen_month_stays_what_it_was(hall: Hall) -> None:
    rate(hall, 6)
    pass_time(hall)
    before = hall.runtime.get(MONTH + ".json").text

    hall.runtime.advance(timedelta(days=3))
    hall.runtime.drain()

    assert hall.runtime.get(MONTH + ".json").text == before


def test_what_is_no_month_is_not_found(hall: Hall) -> None:
    for text in ("2026-13", "x", "2020-01"):
        assert hall.runtime.get(f"/ratings/snapshots/{text}").status == 404
