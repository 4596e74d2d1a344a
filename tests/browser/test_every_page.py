"""Every page of every reader: phones and desktops, two languages, standard and large print, paper."""

from dataclasses import dataclass, field
from functools import cache

import pytest
from playwright.sync_api import Browser

from chalicelib.domain.satisfaction.cases.case_columns import COLUMNS as CASES
from chalicelib.domain.satisfaction.cases.case_columns import code_rows
from infra.catalogues import extracted
from infra.local.runtime import Runtime
from tests.browser.axe import broken_rules
from tests.browser.market import DESKTOP, Market, Visitor
from tests.browser.readers import READERS, Reader, addresses

WIDTHS = (1280, 360, 320)
"""A desktop, a common phone, and what is left of a desktop at 400 % (WCAG 2.2, 1.4.10)."""

UNMARKED = r"""() => {
  const chinese = /[\u3000-\u9fff\uff00-\uffef]/, found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { nodeValue, parentElement } = walk.currentNode;
    if (chinese.test(nodeValue) && !parentElement.closest('[lang="zh-Hans"], script, style')) {
      found.push(nodeValue.trim());
    }
  }
  return found;
}"""
MARKED = (
    """() => [...document.querySelectorAll('main [lang="zh-Hans"]')].map((part) => part.textContent.trim())"""
)
WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".table-scroll"))
  .slice(0, 2).map((e) => e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 40))"""
SEEN = """(chosen) => [...document.querySelectorAll(chosen)].filter((e) => e.checkVisibility({
  visibilityProperty: true, contentVisibilityAuto: true })).map((e) => e.outerHTML.slice(0, 120))"""
COLUMNS = frozenset(
    {"统一社会信用代码", *(cell for row in code_rows() for cell in row), *(one.heading for one in CASES)}
)
"""The head of a column in the table that departments upload, which is a Chinese file."""
CONTROLS = "button, select, textarea, input:not([type=hidden]), .facets, .chips, .pagination, .site-nav"


@dataclass(slots=True)
class Reading:
    """What is wrong with the pages of one reader in one language."""

    opened: list[str] = field(default_factory=list)
    too_wide: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    broken_rules: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    marked: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Library:
    """Each reader's pages, read once a language for all questions about them."""

    runtime: Runtime
    browser: Browser
    read: dict[tuple[Reader, str], Reading] = field(default_factory=dict)

    def of(self, reader: Reader, locale: str) -> Reading:
        """Return what reading the pages found."""
        if (reader, locale) not in self.read:
            market = Market(self.runtime, self.browser)
            visitor, reading = market.visitor(reader.person, locale=locale), Reading()
            for address in addresses(self.runtime, reader):
                read_page(visitor, address, locale, reading)
            self.read[reader, locale] = reading
            market.close()
        return self.read[reader, locale]


def read_page(visitor: Visitor, address: str, locale: str, reading: Reading) -> None:
    page = visitor.page
    visitor.complaints.clear()
    visitor.go(address)
    reading.opened.append(address)
    reading.complaints += [f"{address}: {said}" for said in visitor.complaints]
    for elder in (True, False):
        page.evaluate("(on) => document.documentElement.toggleAttribute('data-elder', on)", elder)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            reached = page.evaluate("document.documentElement.scrollWidth")
            if reached > width:
                size = "large print" if elder else "standard"
                reading.too_wide.append(f"{address} {size} {width}: {reached} {page.evaluate(WIDE)}")
    page.set_viewport_size(DESKTOP)
    if locale == "en":
        reading.unmarked += [f"{address}: {text}" for text in page.evaluate(UNMARKED)]
        reading.marked |= dict.fromkeys(page.evaluate(MARKED), address)
    else:
        reading.broken_rules += [f"{address}: {broken}" for broken in broken_rules(page)]


@pytest.fixture(scope="module")
def library(town: Runtime, browser: Browser) -> Library:
    return Library(town, browser)


every_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
both_languages = pytest.mark.parametrize("locale", ["zh-CN", "en"])


@both_languages
@every_reader
def test_no_page_scrolls_sideways_on_phone_or_desktop_in_either_print(
    library: Library, reader: Reader, locale: str
) -> None:
    reading = library.of(reader, locale)

    assert reading.too_wide == []
    assert len(reading.opened) > (20 if reader.role is None else 1), reading.opened


@both_languages
@every_reader
def test_no_page_makes_the_browser_complain(library: Library, reader: Reader, locale: str) -> None:
    assert library.of(reader, locale).complaints == []


@every_reader
def test_no_page_breaks_a_rule_of_accessibility(library: Library, reader: Reader) -> None:
    assert library.of(reader, "zh-CN").broken_rules == []


@every_reader
def test_chinese_on_english_pages_is_marked_and_is_not_ours(library: Library, reader: Reader) -> None:
    reading = library.of(reader, "en")

    assert reading.unmarked == []
    assert {text: place for text, place in reading.marked.items() if text in our_words()} == {}


@cache
def our_words() -> frozenset[str]:
    """Name our texts, but for words so short that somebody may have typed them."""
    texts = (message.id for message in extracted() if isinstance(message.id, str))
    return frozenset(text for text in texts if len(text) > 5 and "%" not in text) - COLUMNS


def test_pages_read_without_scripts(town: Runtime, browser: Browser) -> None:
    market = Market(town, browser)
    reading, plain = market.visitor(), market.visitor(scripts=False)

    for address in addresses(town, READERS[0]):
        headings = reading.go(address).main.locator("h1, h2, h3").all_inner_texts()
        plain.go(address)
        assert plain.main.locator("h1, h2, h3").all_inner_texts() == headings, address
        assert plain.main.locator("button[type=button]:visible").count() == 0, address
    market.close()


def test_paper_holds_the_record_its_address_and_no_controls(town: Runtime, browser: Browser) -> None:
    market = Market(town, browser)
    visitor = market.visitor(size={"width": 700, "height": 1000})
    visitor.page.emulate_media(media="print")
    forms = ("/q/", "/complain")
    records = [one for one in addresses(town, READERS[0]) if not one.startswith(forms)]

    for address in records:
        visitor.go(address)
        assert visitor.page.evaluate(SEEN, CONTROLS) == [], address
        assert visitor.page.locator(".page-address").inner_text().endswith(visitor.address)
        folded = visitor.page.locator("main details:not(.fold details):not(form details) .details-body")
        assert all(part.bounding_box() for part in folded.all()), address
        heads = visitor.page.locator("table.cards thead").all()
        shown = [(head.bounding_box() or {"height": 0})["height"] for head in heads]
        assert all(height > 9 for height in shown), (address, shown)
    market.close()


@pytest.mark.parametrize(("elder", "least"), [(False, 44), (True, 60)])
def test_links_of_cards_and_file_fields_are_large_enough_for_a_thumb(
    town: Runtime, browser: Browser, elder: bool, least: int
) -> None:
    market = Market(town, browser)
    supervisor = next(reader for reader in READERS if reader.name == "supervisor").person
    visitor = market.visitor(supervisor, size={"width": 360, "height": 740})

    for address in ("/", "/supervisor/beacon", "/workbench", "/draws"):
        visitor.go(address)
        visitor.page.evaluate("(on) => document.documentElement.toggleAttribute('data-elder', on)", elder)
        for part in visitor.main.locator(".card > a, .card h3 > a, .more > a, input[type=file]").all():
            box = part.bounding_box()
            assert box is None or box["height"] >= least - 0.5, (address, part.inner_text())
    market.close()


def test_a_signed_in_head_on_a_phone_in_large_english_keeps_the_name_readable(
    town: Runtime, browser: Browser
) -> None:
    market = Market(town, browser)
    visitor = market.visitor(READERS[1].person, locale="en", size={"width": 360, "height": 740})
    visitor.go("/workbench")

    visitor.page.evaluate("document.documentElement.toggleAttribute('data-elder', true)")

    name = visitor.page.locator(".brand-name").bounding_box()
    head = visitor.page.locator(".site-header").bounding_box()
    assert name is not None
    assert name["width"] > 150
    assert head is not None
    assert head["height"] < 740
    market.close()
