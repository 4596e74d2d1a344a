"""A resident rates from the link of the text on a small phone, and follows what comes of it (pages.md §3)."""

import zlib
from datetime import datetime
from pathlib import Path
from struct import pack

import pytest
from playwright.sync_api import Page

from chalicelib.entrypoints.resident import guessing
from chalicelib.kernel.actors import Role
from tests.browser.axe import broken_rules
from tests.browser.market import PHONE, Market, Visitor
from tests.web.ratings.conftest import Hall, person_of
from tests.web.ratings.order_desk import OrderDesk

SAID = "材料样表没有贴出来，跑了三趟。"
OPEN_DAY = datetime.fromisoformat("2026-11-24T10:00:00+08:00")


@pytest.fixture
def hall(market: Market, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Hall:
    """Return the centre; each test comes from a network of its own, for ten requests a minute are let in."""
    monkeypatch.setattr(guessing, "_who", lambda _: request.node.name)
    if market.runtime.now() < OPEN_DAY:
        market.move_to(OPEN_DAY)
    return Hall(market.runtime, person_of(Role.CENTRE_SUPERVISOR))


def linked(hall: Hall, number: int) -> str:
    """Serve somebody; return the link of the text that came."""
    phone = f"138053688{number:02}"
    assert hall.serve(880000 + number, phone=phone).status == 201
    return hall.link(phone)


def tap(page: Page, words: str) -> None:
    page.get_by_text(words, exact=True).first.tap()


def on_a_phone(market: Market, *, scripts: bool = True) -> Visitor:
    """Return somebody with a telephone that is touched."""
    context = market.browser.new_context(
        locale="zh-CN", viewport=PHONE, java_script_enabled=scripts, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(10_000)
    market.contexts.append(context)
    page = context.new_page()
    touched = Visitor(page, market.runtime.settings.public_url)
    page.on("console", lambda message: touched.complaints.append(message.text))
    return touched


def runs_over(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > innerWidth"))


@pytest.mark.parametrize("scripts", [True, False])
def test_a_good_rating_takes_two_taps(market: Market, hall: Hall, scripts: bool) -> None:
    link = linked(hall, 1 + scripts)
    visitor = on_a_phone(market, scripts=scripts).go(link)
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    if scripts:
        assert broken_rules(visitor.page) == []
        assert not runs_over(visitor.page)

    tap(visitor.page, "非常满意")
    tap(visitor.page, "提交我的评价")
    visitor.page.get_by_role("heading", name="已收到您的评价").wait_for()

    assert all(url.startswith(visitor.origin) for url in asked)
    assert visitor.complaints == []


def test_a_bad_rating_is_followed_with_a_photo_and_the_unit_sees_the_picture(
    market: Market, hall: Hall, tmp_path: Path
) -> None:
    link, picture = linked(hall, 3), _picture(tmp_path)
    visitor = on_a_phone(market).go(link)
    page = visitor.page

    tap(page, "非常不满意")
    assert page.get_by_text("哪些方面？可以不选").filter(visible=True).count() == 1
    page.get_by_label("想说的话").fill(SAID)
    tap(page, "可以让办事部门打电话联系我")
    tap(page, "提交我的评价")
    page.get_by_role("heading", name="已收到您的评价").wait_for()
    hall.runtime.drain()
    page.reload()
    assert broken_rules(page) == []
    assert not runs_over(page)
    page.get_by_role("link", name="照片").first.click()
    page.locator("input[type=file]").set_input_files(picture)
    page.get_by_role("button", name="发送照片").click()
    page.get_by_role("button", name="添加这张照片").click()
    page.wait_for_load_state()
    assert "照片检查通过，已添加" in page.inner_text("body")
    assert broken_rules(page) == []

    desk = OrderDesk(hall, link, _newest_order(hall))
    handler = market.visitor(desk.handler).go(f"/orders/{desk.order_id}")
    assert SAID in handler.text
    assert broken_rules(handler.page) == []
    with handler.page.expect_download() as saved:
        handler.follow("照片 1")
    assert saved.value.path().read_bytes() == picture.read_bytes()


def _newest_order(hall: Hall) -> str:
    found = hall.runtime.get_json("/api/v1/orders", as_=person_of(Role.REGULATOR)).json()["items"]
    return str(max(found, key=lambda one: str(one["created_at"]))["id"])


def _picture(folder: Path) -> Path:
    """Write a PNG of two points by two."""
    lines = b"".join(b"\0" + bytes([200, 60, 60] * 2) for _ in range(2))
    parts = [
        (b"IHDR", pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(lines)),
        (b"IEND", b""),
    ]
    written = b"".join(
        pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    picture = folder / "counter.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + written)
    return picture


def test_who_was_not_served_is_one_tap_from_stopping_the_texts(market: Market, hall: Hall) -> None:
    link = linked(hall, 4)
    visitor = on_a_phone(market).go(link)

    visitor.page.get_by_role("link", name="不是我办的").click()

    assert visitor.address.startswith("/stop/")
    assert broken_rules(visitor.page) == []
    assert not runs_over(visitor.page)


def test_a_tablet_that_a_clerk_holds_out_takes_the_answer_and_clears_itself(
    hall: Hall, market: Market
) -> None:
    tablet = market.visitor(person_of(Role.CLERK)).go("/tablet")
    tablet.page.locator("main a[href^='/tablet/']").first.click()
    address = tablet.address

    tablet.page.locator("input[name=matter]").first.check(force=True)
    tablet.page.get_by_text("非常满意", exact=True).first.click()
    tablet.page.get_by_role("button", name="提交我的评价").click()

    assert tablet.address == address
    assert "谢谢" in tablet.text
    assert tablet.complaints == []
