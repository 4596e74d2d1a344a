"""Somebody answers a survey on a telephone by the keys alone; the designer looks at it before."""

from datetime import UTC, datetime

import pytest

from chalicelib.kernel.actors import Role
from infra.local.demo.services import campaigns
from infra.local.people import find_person
from infra.local.runtime import Runtime
from tests.browser.keyboard import Keyboard
from tests.browser.market import PHONE, Market
from tests.browser.test_every_page import WIDE

MONTHS = ("2026-09", "2026-10", "2026-11")
BEGUN = datetime(2026, 12, 1, 2, tzinfo=UTC)
OVERALL, GUIDE, TRIPS, WORDS = "总体满意", "办事指南", "5. 办成这件事一共跑了几趟？", "12. 您最希望改进什么？"
REFUSED = "422 (Unprocessable Entity)"
SEND = "提交我的回答"


@pytest.fixture(scope="module")
def secrets(town: Runtime) -> list[str]:
    """Approve the half-yearly survey that waits for it, and return whom it asked, a link each."""
    designer = find_person(Role.SURVEY_DESIGNER)
    waiting = town.get_json("/api/v1/campaigns?facet=all", as_=designer).json()["items"]
    (campaign,) = [one["id"] for one in waiting if one["state"] == "IN_REVIEW"]
    campaigns.let_begin(town.house, campaign)
    town.move_to(BEGUN)
    town.drain()
    return [secret for _, secret in campaigns.asked(town.house, campaign, MONTHS)]


def open_link(market: Market, secret: str) -> Keyboard:
    somebody = Keyboard.of(market.visitor(size=PHONE)).start(f"/s/{secret}")
    assert somebody.visitor.address == f"/surveys/{secret}"
    assert somebody.page.evaluate(WIDE) == []
    return somebody


def complaints(one: Keyboard) -> list[str]:
    return [said for said in one.visitor.complaints if REFUSED not in said]


def test_a_survey_is_answered_by_keyboard_and_what_is_wrong_is_heard_with_nothing_lost(
    market: Market, secrets: list[str]
) -> None:
    somebody = open_link(market, secrets[0])
    somebody.choose(somebody.group(GUIDE), "非常满意")
    somebody.type({TRIPS: "很多趟", WORDS: "周六也能办。"})
    somebody.press(SEND)

    assert somebody.focused().role == "alert", somebody.focused()
    assert "还没有提交" in somebody.visitor.text
    assert somebody.page.evaluate(WIDE) == []
    for words in (OVERALL, "跑了几趟"):
        link = next(one.name for one in somebody.controls("link") if words in one.name)
        somebody.reach("link", link)
        somebody.page.keyboard.press("Enter")
    assert somebody.focused().fits("textbox", TRIPS)
    assert somebody.focused().is_invalid
    assert somebody.page.evaluate("document.activeElement.value") == "很多趟"
    somebody.page.keyboard.press("Control+A")
    somebody.page.keyboard.type("2")
    somebody.reach("textbox", WORDS)
    assert somebody.page.evaluate("document.activeElement.value") == "周六也能办。"
    assert somebody.page.get_by_role("radio", name="非常满意").nth(1).is_checked()

    for _ in range(30):
        somebody.page.keyboard.press("Shift+Tab")
        if any(OVERALL in group for group in somebody.focused().groups):
            break
    somebody.choose(somebody.group(OVERALL), "满意")
    somebody.press(SEND)

    assert "谢谢" in somebody.visitor.text
    assert SEND not in open_link(market, secrets[0]).visitor.text
    assert complaints(somebody) == []


def test_a_lost_network_loses_no_answer(market: Market, secrets: list[str]) -> None:
    somebody = open_link(market, secrets[1])
    somebody.choose(somebody.group(OVERALL), "基本满意")
    somebody.type({WORDS: "停车不方便。"})

    somebody.page.context.set_offline(True)
    somebody.reach("button", SEND)
    with somebody.page.expect_event("requestfailed"):
        somebody.page.keyboard.press("Space")
    somebody.page.context.set_offline(False)
    somebody.visitor.go(f"/surveys/{secrets[1]}")

    assert somebody.page.get_by_role("radio", name="基本满意").first.is_checked()
    assert somebody.page.get_by_label(WORDS).input_value() == "停车不方便。"


def test_the_builder_previews_the_very_page_and_sends_nothing(market: Market) -> None:
    designer = Keyboard.of(market.visitor(find_person(Role.SURVEY_DESIGNER), size=PHONE))
    designer.start("/questionnaires").follow("政务服务电话回访（每月）")
    designer.follow("在手机上的样子")
    assert "预览" in designer.visitor.text
    assert designer.page.evaluate(WIDE) == []
    what = designer.page.get_by_label("遇到了什么问题")

    assert what.is_visible()
    designer.choose(designer.group("办事中遇到问题了吗"), "没有")
    assert not what.is_visible()

    before = designer.visitor.address
    designer.reach("button", SEND)
    designer.page.keyboard.press("Space")
    assert designer.visitor.address == before
    assert designer.visitor.complaints == []


def test_the_builder_shows_what_belongs_to_the_kind_and_hides_nothing_that_was_typed(market: Market) -> None:
    designer = Keyboard.of(market.visitor(find_person(Role.SURVEY_DESIGNER), size=PHONE))
    designer.start("/questionnaires").follow("政务服务满意度调查（半年度）")
    designer.follow("添加题目")
    page = designer.page
    kind = page.get_by_label("题型")
    low, first, third = (page.get_by_label(words) for words in ("数字的最小值", "选项 1 （", "选项 3"))

    kind.select_option("NUMBER")
    assert (low.is_visible(), page.get_by_label("选项 2").is_visible()) == (True, False)
    kind.select_option("SINGLE")
    assert (low.is_visible(), third.is_visible()) == (False, False)
    first.fill("企业")
    page.get_by_label("选项 2").fill("个人")
    assert third.is_visible()
    kind.select_option("TEXT")
    assert first.is_visible()
    assert page.evaluate(WIDE) == []
    assert designer.visitor.complaints == []
