"""The shell in a real browser: narrow phones, large print, and what the script adds."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, Route

from chalicelib.kernel.identifiers import BadIdentifier, check_uscc
from chalicelib.kernel.money import BadAmount, capital_form, parse_yuan
from chalicelib.web.assets import serve_asset
from chalicelib.web.context import PageContext
from chalicelib.web.headers import security_headers
from tests.web.shell.pages import NOW, a_context, a_failed_form, a_signed_in_context, gallery

SITE = "https://market.test"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 360, "height": 740})
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


def show(page: Page, html: str, path: str = "/notices/1") -> list[str]:
    """Open a page as the site would send it, its policy included; return the browser's complaints."""
    complaints: list[str] = []

    def answer(route: Route) -> None:
        parts = route.request.url.removeprefix(SITE).split("/")
        if parts[1] == "static":
            asset, _ = serve_asset(parts[2], parts[3])
            route.fulfill(body=asset.body, content_type=asset.content_type)
        elif route.request.method == "POST" and parts[1] == "session":
            longer = a_signed_in_context(session_expires_at=NOW + timedelta(minutes=30))
            route.fulfill(body=gallery(longer), content_type="text/html; charset=utf-8")
        else:
            headers = dict(security_headers(https=True)) | {"Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=html, headers=headers)

    page.unroute_all()
    page.route("**/*", answer)
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(SITE + path)
    return complaints


@pytest.mark.parametrize(
    "context",
    [
        a_context(),
        a_signed_in_context(elder=True),
        a_context(locale="en", theme="dark"),
        a_context(locale="en", elder=True),
    ],
    ids=["plain", "elder", "english dark", "english elder"],
)
def test_nothing_needs_sideways_scrolling_on_the_narrowest_phone(page: Page, context: PageContext) -> None:
    complaints = show(page, gallery(context, a_failed_form()))

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert complaints == []


@pytest.mark.parametrize(("elder", "least"), [(False, 44), (True, 60)])
def test_buttons_fields_and_lone_links_are_large_enough_for_a_thumb(
    page: Page, elder: bool, least: int
) -> None:
    show(page, gallery(a_signed_in_context(elder=elder)))

    small = page.evaluate(
        """(least) => [...document.querySelectorAll(
             ".button, .input, .reading a, .site-nav a, .crumbs a, .footer-links a, .chip, .pagination a," +
             "summary, .choice label")]
           .filter((e) => e.getClientRects().length && e.getBoundingClientRect().height < least - 0.5)
           .map((e) => e.className + " " + e.textContent.trim() + " " + e.getBoundingClientRect().height)""",
        least,
    )

    assert small == []


def test_elder_mode_sets_text_of_18_points_or_more_with_wide_lines(page: Page) -> None:
    show(page, gallery(a_context(elder=True)))

    size, leading = page.evaluate(
        "(() => { const s = getComputedStyle(document.querySelector('.notice-box p')); "
        "return [parseFloat(s.fontSize), parseFloat(s.lineHeight)]; })()"
    )

    assert size >= 18
    assert leading / size >= 1.3


@pytest.mark.parametrize(
    "typed",
    [
        "91350100M000100Y43",
        "91350100M000100Y44",
        "９１３５０１００m000100y43 ",
        "91370700MA3C-0000X7",
        "91370705123456789B",
        "91350100M000100Y4",
        "9135010OM000100Y43",
        "",
    ],
)
def test_the_browser_doubts_the_codes_that_the_server_refuses(page: Page, typed: str) -> None:
    show(page, gallery(a_context()))
    doubt = page.locator("#f-owner_uscc").locator("xpath=preceding-sibling::p[@role='status']")
    try:
        is_sound = not typed or bool(check_uscc(typed))
    except BadIdentifier:
        is_sound = False

    page.fill("#f-owner_uscc", typed)
    page.locator("#f-owner_uscc").blur()

    assert doubt.is_hidden() == is_sound


def test_the_capital_echo_of_the_browser_is_the_capital_form_of_the_server(page: Page) -> None:
    amounts = [
        0,
        1,
        9,
        10,
        11,
        100,
        101,
        110,
        1_640_902,
        1_200_050,
        10_000_000,
        10_010_000,
        100_000_100,
        100_100_000,
    ]
    amounts += [
        10**10,
        10**12 + 1,
        10**13 + 10**5,
        99_999_999_999_999,
        10_100_000_000,
        12_000_300_405,
        1_000_000_000_500,
    ]
    show(page, gallery(a_context()))

    for fen in amounts:
        page.fill("#f-ceiling_fen", f"{fen // 100}.{fen % 100:02}")
        assert page.text_content("#f-ceiling_fen-capital") == capital_form(fen)


@pytest.mark.parametrize(
    "typed", ["4.85万", "1亿", "0.0001 亿元", "６．６万元", "¥1,234.50", "12.340000万", "007"]
)
def test_the_capital_echo_reads_what_the_server_reads(page: Page, typed: str) -> None:
    show(page, gallery(a_context()))

    page.fill("#f-ceiling_fen", typed)

    assert page.text_content("#f-ceiling_fen-capital") == capital_form(parse_yuan(typed))


@pytest.mark.parametrize("typed", ["1,00", "4.8500001万", "1.230", "1e4", "-1", "1000000000000", "十"])
def test_the_capital_echo_is_silent_about_what_the_server_refuses(page: Page, typed: str) -> None:
    show(page, gallery(a_context()))

    page.fill("#f-ceiling_fen", typed)

    with pytest.raises(BadAmount):
        parse_yuan(typed)
    assert page.text_content("#f-ceiling_fen-capital") == ""


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(page: Page) -> None:
    show(page, gallery(a_signed_in_context(), a_failed_form()))

    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.click("#error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "f-project-name"


def test_what_was_typed_survives_a_failed_submission_and_not_a_successful_one(page: Page) -> None:
    show(page, gallery(a_signed_in_context()))
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#f-project-name", "老旧小区改造")
    page.fill("#f-ceiling_fen", "500")

    show(page, gallery(a_signed_in_context()))
    assert page.input_value("#f-project-name") == "老旧小区改造"
    page.click("form.form .button-primary")
    page.wait_for_load_state()
    show(page, gallery(a_signed_in_context()))

    assert page.input_value("#f-project-name") == ""


def test_a_submission_declined_in_the_question_is_not_sent(page: Page) -> None:
    show(page, gallery(a_signed_in_context()))
    page.on("dialog", lambda dialog: dialog.dismiss())

    page.click("form[action='/notices/1/withdraw'] button")

    assert page.url == SITE + "/notices/1"


def test_the_session_warning_offers_to_stay_and_goes_away(page: Page) -> None:
    complaints = show(page, gallery(a_signed_in_context(session_expires_at=NOW + timedelta(seconds=100))))
    warning = page.locator("dialog[open]")
    warning.wait_for()
    assert "登录" in warning.inner_text()

    with page.expect_request(SITE + "/session/extend") as asked:
        warning.locator("button").first.click()
    warning.wait_for(state="detached")

    assert asked.value.method == "POST"
    assert "csrf_token=" in (asked.value.post_data or "")
    assert page.url == SITE + "/notices/1"
    assert complaints == []


def test_the_session_warning_says_when_it_is_too_late(page: Page) -> None:
    page.clock.install()
    show(page, gallery(a_signed_in_context(session_expires_at=NOW + timedelta(seconds=100))))
    page.locator("dialog[open]").wait_for()
    assert "已经过期" not in page.inner_text("dialog[open]")

    page.clock.run_for(101_000)

    assert "登录已经过期" in page.inner_text("dialog[open]")


def test_without_a_script_the_page_still_says_everything(browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    show(page, gallery(a_context(), a_failed_form()))

    assert "还剩 6 天 14 小时" in page.text_content(".countdown")
    assert page.text_content("#f-ceiling_fen-capital") == "壹万贰仟元伍角整"
    assert "最多 80 个字" in page.text_content("#f-project-name-count")
    page.close()


def test_a_name_and_a_sentence_in_one_link_are_one_text_and_not_two_columns(page: Page) -> None:
    show(page, gallery(a_context(locale="en"), a_failed_form()))

    start, begins_at = page.evaluate(
        """() => {
          const link = document.querySelector(".error-summary li a"), words = document.createRange();
          link.innerHTML = '<span lang="zh-Hans">石家庄榧柘安全评价有限公司 技术方案</span>' +
            ': This field is required. Please fill it in.';
          words.selectNodeContents(link.lastChild);
          const lines = [...words.getClientRects()].map((line) => line.left);
          return [link.getBoundingClientRect().left, Math.min(...lines)];
        }"""
    )

    assert begins_at - start < 1
