"""Somebody complains by the keys alone, and somebody on a telephone without scripts; both follow it."""

from tests.browser.axe import broken_rules
from tests.browser.keyboard import Keyboard
from tests.browser.market import DESKTOP, PHONE, Market

SAID = "大厅没有无障碍叫号屏，老人看不清叫到几号。"


def test_an_item_is_raised_and_followed_by_keyboard(market: Market) -> None:
    somebody = Keyboard.of(market.visitor(size=DESKTOP)).start("/complain")
    assert broken_rules(somebody.page) == []

    somebody.choose("您要说的是", "吐槽找茬")
    somebody.reach("combobox", "类别")
    for _ in range(5):
        somebody.page.keyboard.press("ArrowDown")
    somebody.type({"发生了什么": SAID})
    somebody.press("提交")

    assert somebody.visitor.address.startswith("/items/")
    assert "RX-370700-" in somebody.visitor.text
    assert broken_rules(somebody.page) == []
    assert somebody.visitor.complaints == []


def test_an_item_is_raised_without_scripts_and_says_what_is_missing(market: Market) -> None:
    visitor = market.visitor(size=PHONE, scripts=False).go("/complain")

    visitor.fill({"发生了什么": SAID})
    visitor.press("提交", exact=True)
    assert SAID in visitor.main.locator("textarea").first.input_value()
    visitor.fill({"[name=door][value=STUCK]": True, "类别": "HELP"})
    visitor.press("提交", exact=True)

    assert visitor.address.startswith("/items/")
    assert "办不成事" in visitor.text
