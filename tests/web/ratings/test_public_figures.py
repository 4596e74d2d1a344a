"""What everybody sees of ratings: counted from real answers, small cells hidden, nothing personal."""

import json
from datetime import timedelta

import pytest

from infra.local.http_event import Answer
from infra.local.people import demo_uscc
from tests.web.ratings.conftest import Hall
from tests.web.ratings.test_unasked import rate, register

SERVED = 7


@pytest.fixture
def rated(hall: Hall) -> Hall:
    """Seven services of one unit, six of them rated: five times well and once badly."""
    for number in range(SERVED):
        phone = f"1380536{number + 1101:04d}"
        hall.serve(number + 1, phone=phone)
        if number < SERVED - 1:
            hall.answer(hall.link(phone), level="1" if number == 0 else "5")
    hall.runtime.drain()
    hall.runtime.advance(timedelta(minutes=1))
    return hall


def unit_of(hall: Hall) -> str:
    return str(hall.case()["dept_code"])


def document(hall: Hall, address: str) -> dict[str, object]:
    return dict(json.loads(hall.runtime.get(address).text))


def counts(answer: dict[str, object]) -> dict[str, int]:
    total: dict[str, dict[str, int]] = answer["total"]  # type: ignore[assignment]
    return total["counts"]


def test_the_figures_are_those_of_the_answers(rated: Hall) -> None:
    found = counts(document(rated, "/api/v1/ratings"))

    assert (found["completed"], found["effective_5"], found["effective_1"]) == (SERVED, SERVED - 2, 1)


def test_a_unit_has_its_own_page_and_table(rated: Hall) -> None:
    unit = unit_of(rated)

    pages = [rated.runtime.get(f"/ratings/units/{unit}{ending}") for ending in ("", ".csv")]

    assert [page.status for page in pages] == [200, 200]
    assert "85.71%" in pages[0].text  # six of seven, rounded down
    assert "participation,6,7,85.71" in pages[1].text


def test_every_figure_stands_with_what_it_was_divided_from_and_its_formula(rated: Hall) -> None:
    page = rated.runtime.get("/ratings").text

    assert "85.71% (6/7)" in page
    assert "4.33 (26/6)" in page  # the mean of five fives and a one
    assert "实名差评回访尝试率" in page[page.index('id="funnel"') : page.index('id="months"')]


def test_a_unit_that_is_no_department_of_the_market_has_its_name(hall: Hall) -> None:
    unit = demo_uscc("11", "370700", 9_030)
    hall.serve(1, dept_code=unit, dept_name="潍坊市民政局")
    hall.runtime.drain()

    pages = [hall.runtime.get(at).text for at in ("/ratings", f"/ratings/units/{unit}", "/coverage")]

    assert all("潍坊市民政局" in page for page in pages)
    assert f"<h1>{unit}" not in pages[1]


def test_the_page_shows_every_chart_with_its_table(rated: Hall) -> None:
    page = rated.runtime.get("/ratings")

    assert page.status == 200
    assert page.text.count('<svg class="chart"') >= 4
    assert "样本不足" in page.text  # six ratings are not ranked
    assert "style=" not in page.text


def test_months_before_anybody_was_served_are_no_rows(rated: Hall) -> None:
    page = rated.runtime.get("/ratings").text

    assert "2026-03" in page
    assert "2026-02" not in page
    assert "2025-12" not in page


def test_fewer_than_five_ratings_are_hidden(hall: Hall) -> None:
    for number in range(4):
        phone = f"1380536{number + 1101:04d}"
        hall.serve(number + 1, phone=phone)
        hall.answer(hall.link(phone), level="2")
    hall.runtime.drain()

    found = document(hall, "/api/v1/ratings")

    assert counts(found)["effective_2"] is None
    assert "&lt;5" in hall.runtime.get("/ratings").text


def test_ratings_of_no_known_case_make_nobody_served_and_are_in_no_figure(hall: Hall) -> None:
    point = register(hall)
    for _ in range(6):
        assert rate(hall, f"/q/{point}", level="5").status == 303
    hall.runtime.drain()

    found = counts(document(hall, "/api/v1/ratings"))
    page = hall.runtime.get("/ratings").text

    assert found["completed"] == 0
    assert found["effective_5"] is None
    assert found["unmatched_5"] == 6
    assert "对不上办件" in page


@pytest.mark.parametrize("address", ["/ratings?period=1999-01", "/api/v1/ratings?period=1999-01"])
def test_a_month_that_nobody_keeps_is_refused_or_left_out(hall: Hall, address: str) -> None:
    answer: Answer = hall.runtime.get(address)

    assert answer.status == (422 if "api" in address else 200)


def test_before_anything_was_done_the_pages_say_so(hall: Hall) -> None:
    assert "还没有数据" in hall.runtime.get("/ratings").text
    assert "还没有数据" in hall.runtime.get(f"/ratings/units/{unit_of(hall)}").text
    assert hall.runtime.get("/ratings/units/nobody").status == 404
