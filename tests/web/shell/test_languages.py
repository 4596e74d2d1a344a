"""Each reader in one language: what is Chinese on an English page is data, and says that it is Chinese."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.gateways.profiles import shipped_service_types
from chalicelib.kernel.identifiers import DIVISION_NAMES
from chalicelib.web.labels.places import PLACES, place
from chalicelib.web.language_parts import mark_chinese
from chalicelib.web.render import environment, render
from infra.catalogues import extracted
from tests.web.shell.pages import NOW, SITE, a_context

HAN = re.compile(r"[\u3400-\u9fff]")


def test_texts_marked_outside_the_web_layer_are_in_the_catalogue() -> None:
    assert extracted().get("待审核公告") is not None


def test_every_shipped_name_has_its_english() -> None:
    types = shipped_service_types().in_english()

    kinds = types.qualification_kinds.values()
    named = [*types.departments.values(), *kinds, *types.certificate_kinds.values(), *types.types.values()]
    names = [found.name for found in named] + [level.name for kind in kinds for level in kind.levels]
    assert [name for name in names if HAN.search(name)] == []
    assert types.name_of("CH01") == "Engineering surveying"
    assert types.level_name("surveying", 2) == "Class B"


def test_every_division_of_ours_has_its_english() -> None:
    assert PLACES == DIVISION_NAMES
    assert place("370705", "奎文区（370705）", "en") == "Kuiwen District (370705)"
    assert place("370705", "奎文区（370705）", "zh-Hans") == "奎文区（370705）"


def test_the_site_has_an_english_name_and_its_city_one() -> None:
    page = render("info/privacy.html", a_context(locale="en"))

    assert "Official website of Weifang" in page
    assert SITE.name not in page


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<h1>新校区测绘</h1>", '<h1><span lang="zh-Hans">新校区测绘</span></h1>'),
        ("<p>Won by 衡垣公司, rank 1</p>", '<p>Won by <span lang="zh-Hans">衡垣公司</span>, rank 1</p>'),
        ('<a lang="zh-Hans" href="/">简体中文</a>', '<a lang="zh-Hans" href="/">简体中文</a>'),
        ("<option>测绘</option>", '<option lang="zh-Hans">测绘</option>'),
        ('<textarea name="t">一\n二</textarea>', '<textarea lang="zh-Hans" name="t">一\n二</textarea>'),
        ('<input name="n" value="衡垣">', '<input lang="zh-Hans" name="n" value="衡垣">'),
        ("<title>新校区测绘</title>", "<title>新校区测绘</title>"),
        ("<li>Class：<b>A</b>、B</li>", "<li>Class: <b>A</b>, B</li>"),
        ("<b>9 yuan（玖元整）</b>", '<b>9 yuan (<span lang="zh-Hans">玖元整</span>)</b>'),
        ("<p>Nothing here</p>", "<p>Nothing here</p>"),
    ],
)
def test_chinese_inside_english_says_that_it_is_chinese(html: str, marked: str) -> None:
    assert mark_chinese(html) == marked


def test_a_chinese_page_is_left_as_it_is() -> None:
    content = render("info/privacy.html", a_context()).partition("<main")[2].partition("</main>")[0]

    assert "<h1>" in content
    assert "lang=" not in content


@pytest.mark.parametrize(("locale", "word"), [("zh-Hans", "已逾期"), ("en", "Overdue")])
def test_a_task_that_is_late_is_overdue_and_a_registration_is_closed(locale: str, word: str) -> None:
    ui = environment(locale).get_template("components/ui.html").module

    late = ui.due(NOW - timedelta(days=1), NOW)  # type: ignore[attr-defined]
    closed = ui.countdown(NOW - timedelta(days=1), NOW)  # type: ignore[attr-defined]

    assert word in late
    assert word not in closed


def test_a_printed_page_names_its_address() -> None:
    page = render("info/privacy.html", a_context(site=replace(SITE, origin="https://market.example")))

    assert re.search(r'class="page-address">[^<]*https://market.example/notices/1<', page)
