"""The rules of accessibility that a program can check."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN_AXE = """async () => (await axe.run(document)).violations.map(
  (broken) => broken.id + ": " + broken.nodes.slice(0, 2).map((node) => node.html.slice(0, 120)).join(" "))"""


def broken_rules(page: Page) -> list[str]:
    """Return the rules that the page breaks, each with where."""
    page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE)
    return found
