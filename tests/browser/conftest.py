"""Chromium, and the product with its demo data behind a socket in front of it."""

import shutil
from collections.abc import Iterator
from threading import Thread

import pytest
from playwright.sync_api import Browser, sync_playwright

from infra.catalogues import compile_catalogues
from infra.local import demo
from infra.local.runtime import Runtime
from infra.local.server import bind, make_server
from infra.local.wsgi import WebApp
from tests.browser.market import Market

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    without = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")
    for item in items:
        if "/tests/browser/" in item.path.as_posix():
            for mark in (pytest.mark.browser, pytest.mark.enable_socket, without):
                item.add_marker(mark)


@pytest.fixture(scope="session", autouse=True)
def english_catalogue() -> None:
    compile_catalogues()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as running:
        launched = running.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runtime]:
    """Serve the demo's town as `make run` does."""
    bound = bind("127.0.0.1", 0)
    url = f"http://localhost:{bound.getsockname()[1]}"
    with Runtime(tmp_path_factory.mktemp("local"), public_url=url) as runtime:
        demo.load(runtime)
        runtime.start()
        server = make_server(WebApp(runtime.request, url, only_here=True), bound)
        Thread(target=server.run, daemon=True).start()
        yield runtime
        server.close()


@pytest.fixture(scope="module")
def town(served: Runtime) -> Runtime:
    """Begin each module with the demo as it is told."""
    demo.load(served)
    return served


@pytest.fixture
def market(town: Runtime, browser: Browser) -> Iterator[Market]:
    market = Market(town, browser)
    yield market
    market.close()
