"""A person who opens every link: the pages of a role, their links and their forms."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

from chalicelib.entrypoints.routes import PathIndex, Route
from infra.local.http_event import Answer
from tests.web.meta.world import ROUTES

ORIGIN = "http://localhost:8000"
TEMPLATES = {method: PathIndex([r.path for r in ROUTES if r.method == method]) for method in ("GET", "POST")}
SAMPLES_PER_ROUTE = 4
"""How many addresses of one route are opened: pages of a kind have the same links."""


@dataclass(slots=True)
class SentForm:
    """A form as a page shows it: where it goes, how, and what it carries."""

    action: str
    method: str
    names: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Page:
    """A page that was opened, with everything that leads on."""

    address: str
    answer: Answer
    links: list[str]
    forms: list[SentForm]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[SentForm] = []
        self._open: SentForm | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in {"a", "link", "script", "img"}:
            self.links += [given[name] for name in ("href", "src") if given.get(name)]
        elif tag == "form":
            self._open = SentForm(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._open)
        elif self._open and given.get("name"):
            self._open.names.add(given["name"])
        if given.get("formaction") and self._open:
            self.forms.append(SentForm(given["formaction"], self._open.method, self._open.names))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None


def read_page(address: str, answer: Answer) -> Page:
    """Read what leads on from a page."""
    reader = _Reader()
    if (answer.header("Content-Type") or "").startswith("text/html"):
        reader.feed(answer.text)
    return Page(address, answer, reader.links, reader.forms)


def route_of(method: str, address: str) -> Route | None:
    """Return the route that answers an address."""
    found = TEMPLATES[method].find(urlsplit(address).path)
    return next((r for r in ROUTES if found and r.path == found[0] and r.method == method), None)


def own_address(page: str, link: str) -> str | None:
    """Return the address of a link when it leads to a page of ours, without its fragment."""
    link = urldefrag(link.removeprefix(ORIGIN))[0]
    if link.startswith("?"):
        link = urlsplit(page).path + link
    return link if link.startswith("/") and not link.startswith("//") else None


def crawl(get: Callable[[str], Answer], starts: Iterable[str]) -> Iterator[Page]:
    """Open pages from some addresses on, a few of every route."""
    waiting, seen, opened = deque(starts), set[str](), dict[str, int]()
    while waiting:
        address = waiting.popleft()
        route = route_of("GET", address)
        kind = route.path if route else address
        if address in seen or opened.get(kind, 0) >= SAMPLES_PER_ROUTE:
            continue
        seen.add(address)
        opened[kind] = opened.get(kind, 0) + 1
        page = read_page(address, get(address))
        yield page
        waiting.extend(found for link in page.links if (found := own_address(address, link)))
