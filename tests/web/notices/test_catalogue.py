"""Catalogues as people and programs use them: filters, words, orders, chips, pages, tables to take away."""

import csv
import io
import re
from html import unescape
from urllib.parse import quote

import pytest

from chalicelib import bootstrap
from chalicelib.kernel.csv_text import BYTE_ORDER_MARK
from chalicelib.projections.compaction import fold
from chalicelib.web.labels.notices import METHODS
from tests.web.notices.conftest import Desk


def titled(title: str) -> dict[str, dict[str, str]]:
    return {"project": {"title": title}}


@pytest.fixture
def stocked(desk: Desk) -> Desk:
    for title in ("滨河路测绘（一）", "滨河路测绘（二）", "中心医院 ＣＡＤ 制图"):
        desk.publish(**titled(title))
    desk.runtime.drain()
    return desk


def method_of(desk: Desk) -> str:
    """Return the method by which the desk's notices are selected."""
    return str(desk.runtime.get_json("/api/v1/notices").json()["items"][0]["method"])


def titles(desk: Desk, query: str) -> list[str]:
    answer = desk.runtime.get_json(f"/api/v1/notices?{query}").json()
    assert answer["count"] == len(answer["items"])
    return [item["title"] for item in answer["items"]]


def test_filters_words_and_order_work_together(stocked: Desk) -> None:
    method = method_of(stocked)
    both = {"滨河路测绘（一）", "滨河路测绘（二）"}
    words = quote("滨河路")

    assert set(titles(stocked, f"q={words}&sort=closes&state=PUBLISHED&method={method}")) == both
    assert titles(stocked, f"q={quote('cad 医院')}") == ["中心医院 ＣＡＤ 制图"]
    assert titles(stocked, f"q={words}&method=direct") == []


def test_what_was_folded_is_found_as_before(stocked: Desk) -> None:
    before = stocked.runtime.get_json("/api/v1/notices").json()

    assert fold(bootstrap.shelves(), 1, "notices", at_least=1) == 3

    assert stocked.runtime.get_json("/api/v1/notices").json() == before
    assert not bootstrap.shelves().look(1, "notices").news


def test_a_notice_past_its_deadline_is_not_found_among_the_open_ones(stocked: Desk) -> None:
    (item, *_) = stocked.runtime.get_json("/api/v1/notices").json()["items"]
    assert len(titles(stocked, "state=PUBLISHED")) == 3

    closes_on = item["closes_at"][:10]

    assert len(titles(stocked, f"closes_to={closes_on}")) == 3
    assert titles(stocked, "closes_to=2020-01-01") == []


def test_days_the_wrong_way_round_are_told_and_are_no_empty_list(stocked: Desk) -> None:
    query = "closes_from=2026-03-12&closes_to=2026-03-11"

    page, answer = (
        stocked.runtime.get(f"/notices?{query}"),
        stocked.runtime.get_json(f"/api/v1/notices?{query}"),
    )

    assert page.status == answer.status == 422
    assert "结束的日期不能早于开始的日期 2026年3月12日" in page.text
    assert 'value="2026-03-12"' in page.text
    assert "没有符合条件的公告" not in page.text
    (error,) = answer.json()["errors"]
    assert (error["pointer"], error["code"]) == ("/closes_to", "before-the-first-day")
    assert stocked.runtime.get("/notices?closes_from=2026-03-12&closes_to=2026-03-12").status == 200


def test_pages_follow_each_other_by_a_signed_cursor_that_fits_no_other_question(stocked: Desk) -> None:
    first = stocked.runtime.get_json("/api/v1/notices?limit=2&sort=published").json()
    second = stocked.runtime.get_json(first["next"]).json()

    assert (first["count"], second["count"], second["next"]) == (3, 3, None)
    assert len({item["notice_no"] for item in first["items"] + second["items"]}) == 3
    elsewhere = first["next"].replace("sort=published", "sort=-published")
    assert stocked.runtime.get_json(elsewhere).status == 400


def test_the_page_shows_chips_that_take_one_filter_away_and_counts_at_every_option(stocked: Desk) -> None:
    method = method_of(stocked)
    page = stocked.runtime.get(f"/notices?q={quote('滨河路')}&method={method}&sort=closes").text

    assert f"{METHODS[method]} (2)" in page
    assert "报名中 (2)" in page
    chips = [unescape(address) for address in re.findall(r'class="chip" href="([^"]*)"', page)]
    assert chips == [f"/notices?method={method}&sort=closes", f"/notices?q={quote('滨河路')}&sort=closes"]
    assert 'href="/notices">清除全部条件' in page
    assert 'href="/notices.csv?' in page


def test_heads_say_the_order_and_lead_to_the_other_one(stocked: Desk) -> None:
    page = stocked.runtime.get("/notices").text
    head = re.search(r'aria-sort="descending"><a class="sort" href="([^"]*)"', page)
    assert head

    turned = stocked.runtime.get(unescape(head[1])).text

    assert unescape(head[1]) == "/notices?sort=published"
    assert turned.count('aria-sort="ascending"') == 1


def test_a_wrong_filter_is_told_at_its_field_and_shows_no_rows(stocked: Desk) -> None:
    answer = stocked.runtime.get("/notices?closes_from=2026-02-30&state=NOPE")

    assert answer.status == 422
    assert 'href="#f-closes_from"' in answer.text
    assert 'id="f-closes_from-error"' in answer.text
    assert "滨河路测绘" not in answer.text


def test_nothing_found_says_what_to_do(stocked: Desk) -> None:
    page = stocked.runtime.get("/notices?q=nothing").text

    assert "没有符合条件的公告" in page
    assert "去掉一个条件" in page


def test_the_table_holds_the_current_filter_and_no_formula(desk: Desk) -> None:
    for title in ('=HYPERLINK("http://x","y")', '滨河路，含逗号"和引号'):
        desk.publish(**titled(title))
    desk.runtime.drain()

    answer = desk.runtime.get("/notices.csv?sort=published&state=PUBLISHED")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix(BYTE_ORDER_MARK))))

    assert answer.text.startswith(BYTE_ORDER_MARK)
    assert answer.header("Content-Disposition") == 'attachment; filename="notices.csv"'
    assert rows[0][:2] == ["公告编号", "项目"]
    assert {row[1] for row in rows[1:]} == {'\'=HYPERLINK("http://x","y")', '滨河路，含逗号"和引号'}
    assert {len(row) for row in rows} == {12}
    assert len(desk.runtime.get("/notices.csv?method=direct").text.splitlines()) == 1


def test_a_table_too_large_to_answer_says_so(stocked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chalicelib.entrypoints.catalogue_pages.MAX_CSV_BYTES", 100)

    answer = stocked.runtime.get("/notices.csv")

    assert answer.status == 413
    assert "表格太大" in answer.text


@pytest.mark.parametrize("path", ["/notices.csv", "/awards.csv", "/agencies.csv"])
def test_tables_are_headed_in_the_reader_s_language(desk: Desk, path: str) -> None:
    chinese = desk.runtime.get(path).text.splitlines()[0]
    reader = desk.runtime.visit(None)
    reader.get("/preferences?lang=en&back=/")
    english = reader.get(path).text.splitlines()[0]

    assert not chinese.isascii()
    assert english.removeprefix(BYTE_ORDER_MARK).isascii()


@pytest.mark.parametrize("where", ["/search", "/notices", "/agencies"])
def test_a_number_goes_straight_to_its_page(stocked: Desk, where: str) -> None:
    number = stocked.runtime.get_json("/api/v1/notices").json()["items"][0]["notice_no"]

    assert stocked.runtime.get(f"{where}?q={number.lower()}").location == f"/notices/{number}"
    assert stocked.runtime.get(f"{where}?q=91350100m000100y43").location == "/agencies/91350100M000100Y43"


def test_the_search_looks_in_notices_and_agencies(stocked: Desk) -> None:
    page = stocked.runtime.get(f"/search?q={quote('滨河路')}").text

    assert "滨河路测绘（一）" in page
    assert "没有符合的机构" in page
    assert f'href="/notices?q={quote("滨河路")}"' in page
    assert "请输入要找的词" in stocked.runtime.get("/search").text
