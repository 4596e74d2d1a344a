"""People of the demo in front of the served product, each in a browser of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from infra.local.people import DemoPerson
from infra.local.runtime import Runtime

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}


@dataclass(slots=True)
class Visitor:
    """One person and one page; complaints of the browser are kept."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)

    def go(self, address: str) -> "Visitor":
        """Open an address of the product."""
        self.page.goto(self.origin + address)
        return self

    def sign_in(self, person: DemoPerson) -> "Visitor":
        """Sign in through the issuer, as the list of demo people does."""
        return self.go("/sign-in?" + urlencode({"person_hint": person.subject}))

    def follow(self, name: str) -> None:
        """Follow the first link of the content with these words."""
        self.main.get_by_role("link", name=name).first.click()

    def press(self, name: str, *, exact: bool = False) -> None:
        """Press the first button with these words and let the next page come."""
        words = re.compile(rf"^\s*{re.escape(name)}\s*$") if exact else name
        self.main.locator("button.button").filter(has_text=words).first.click()
        self.page.wait_for_load_state()

    def fill(self, answers: Mapping[str, str | bool]) -> None:
        """Type, choose or tick by label; a label in square brackets is a field's name."""
        for label, value in answers.items():
            by_name = label.startswith("[")
            found = self.main.locator(label) if by_name else self.main.get_by_label(label, exact=False)
            one = found.first
            if value is True:
                one.check()
            elif one.evaluate("e => e.tagName") == "SELECT":
                one.select_option(str(value))
            else:
                one.fill(str(value))

    def hand_in(self, files: Path) -> None:
        """Choose a file on an upload page and send it."""
        self.main.locator("input[type=file]").first.set_input_files(files)
        self.press("上传", exact=True)

    @property
    def main(self) -> Locator:
        """Return the content of the page."""
        return self.page.locator("main")

    @property
    def address(self) -> str:
        """Return where the page is, without the origin."""
        return self.page.url.removeprefix(self.origin)

    @property
    def text(self) -> str:
        """Return what the content says."""
        return self.main.inner_text()


@dataclass(slots=True)
class Market:
    """The served product and who looks at it."""

    runtime: Runtime
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    visitors: list[Visitor] = field(default_factory=list)

    def visitor(
        self,
        person: DemoPerson | None = None,
        *,
        locale: str = "zh-CN",
        size: dict[str, int] = DESKTOP,
        scripts: bool = True,
    ) -> Visitor:
        """Return somebody with an empty browser, signed in as a person of the demo."""
        context = self.browser.new_context(
            locale=locale, viewport=size, java_script_enabled=scripts, accept_downloads=True
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        visitor = Visitor(page, self.runtime.settings.public_url)
        self.visitors.append(visitor)
        page.on("console", lambda message: visitor.complaints.append(message.text))
        page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return visitor.sign_in(person) if person else visitor

    def move_to(self, at: datetime) -> None:
        """Let product time pass, and everything that falls due with it happen."""
        self.runtime.move_to(at)
        self.runtime.drain()

    def close(self) -> None:
        """Close every browser that was opened."""
        for context in self.contexts:
            context.close()
