"""A half-year's ranking is provisional while it runs, and frozen once all its months are."""

import json
from datetime import datetime, timedelta

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.clock import CHINA
from tests.web.ratings.conftest import Hall
from tests.web.ratings.test_frozen_figures import rate

HALF = "/ratings/half-years/2026-H1"
FROZEN_MONTH = datetime(2026, 4, 24, 10, tzinfo=CHINA)
AFTER = datetime(2026, 7, 23, 10, tzinfo=CHINA)
"""Fifteen working days after June are over on 21 July."""


def pass_to(hall: Hall, at: datetime) -> None:
    hall.runtime.move_to(at)
    hall.runtime.advance(timedelta(minutes=1))
    hall.runtime.drain()


def test_a_running_half_year_is_provisional_and_a_finished_one_is_frozen_for_ever(hall: Hall) -> None:
    rate(hall, 31)
    hall.runtime.advance(timedelta(minutes=1))

    running = hall.runtime.get(HALF).text
    listed = hall.runtime.get("/ratings/half-years").text
    pass_to(hall, FROZEN_MONTH)
    still = hall.runtime.get(HALF).text
    pass_to(hall, AFTER)
    frozen = hall.runtime.get(HALF).text
    document = hall.runtime.get(HALF + ".json").text
    pass_to(hall, AFTER + timedelta(days=3))

    assert "暂定" in running
    assert "2026-H1" in listed
    assert "暂定，半年还没有封存" in still
    assert "名次和区间都对" in frozen
    assert "暂定" not in frozen
    (card,) = json.loads(hall.runtime.get("/api/v1/ratings/half-years").text)["items"]
    assert (card["sha256"], card["ranked"]) == (sha256_hex(document), 1)
    assert hall.runtime.get(HALF + ".json").text == document
    (month,) = json.loads(hall.runtime.get("/api/v1/ratings/snapshots").text)["items"]
    assert json.loads(document)["months"] == [{"period": "2026-03", "sha256": month["sha256"]}]
    assert "31,31,100.00" in hall.runtime.get(HALF + ".csv").text


def test_what_is_no_half_year_or_has_no_figures_is_not_found(hall: Hall) -> None:
    for text in ("2026-H3", "x", "2020-H1"):
        assert hall.runtime.get(f"/ratings/half-years/{text}").status == 404
