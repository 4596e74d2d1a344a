"""What a page weighs on its way to a phone: itself and all it asks for, compressed as the gateway does.

A resident's page has to arrive in the first ten segments of a connection, 14 KB (pages.md, rate page);
whatever it asks for counts, and an address of another site would be counted as one that must not be there.
"""

import gzip
import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from bench.figures import Figure
from bench.stage import AMOUNT_FEN, Stage, publish_with_quotes
from chalicelib.domain.marketplace.notices.notice import number_of
from chalicelib.kernel.actors import Role
from chalicelib.usecases.invitations.links import token_of
from chalicelib.web.schema_files import load_schema
from infra.local.http_event import Answer
from infra.local.people import find_person
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content

ASKED_FOR = re.compile(r"<(?:link|script|img|source|iframe)\b[^>]*?\b(?:href|src)=\"([^\"]+)\"")
NOT_FETCHED = re.compile(r"<link\b[^>]*\brel=\"(?:canonical|alternate|license|help|next|prev|author)\"[^>]*>")
PHONES = ("13805360101", "13805360102")


def measure(stage: Stage) -> list[Figure]:
    """Weigh what residents, owners and everybody see first."""
    town = stage.new_town(1)
    notice = publish_with_quotes(town, make_content(service_type=SURVEY), [AMOUNT_FEN])
    asked, rated = (_link(stage, number, phone) for number, phone in enumerate(PHONES))
    stage.runtime.post_form(rated, {"level": "1", "text": "跑了三趟。", "may_contact": "true"})
    stage.runtime.drain()
    point = _point(stage)
    pages = {
        "weight_of_rate_page@1": asked,
        "weight_of_tracking_page@1": rated,
        "weight_of_stop_page@1": asked.replace("/r/", "/stop/"),
        "weight_of_shut_page@1": "/r/0123456789abcdef",
        "weight_of_counter_page@1": point,
        "weight_of_home_page@1": "/",
        "weight_of_notice_page@1": f"/notices/{number_of(notice)}",
        "weight_of_ratings_page@1": "/ratings",
    }
    return [_figure(stage, name, address) for name, address in pages.items()]


def _figure(stage: Stage, operation: str, address: str) -> Figure:
    page = stage.runtime.get(address)
    assets = sorted(set(_asked_for(page.text)))
    own = [one for one in assets if not urlsplit(one).netloc]
    parts = {
        "html_kb": _kb(page.body),
        "assets_kb": sum(_kb(_fetched(stage, one).body) for one in own),
        "requests": 1.0 + len(assets),
        "third_party": float(len(assets) - len(own)),
    }
    return Figure(operation, apart={"kb": parts["html_kb"] + parts["assets_kb"], **parts})


def _fetched(stage: Stage, address: str) -> Answer:
    answer = stage.runtime.get(address)
    if answer.status != 200:
        raise RuntimeError(f"{address} answered {answer.status}")
    return answer


def _asked_for(html: str) -> Iterator[str]:
    """Yield the addresses that a browser fetches with a page; what is inline weighs with the page."""
    found = ASKED_FOR.findall(NOT_FETCHED.sub("", html))
    return (address for address in found if not address.startswith("data:"))


def _kb(body: bytes) -> float:
    return len(gzip.compress(body, 6, mtime=0)) / 1024


def _link(stage: Stage, number: int, phone: str) -> str:
    centre = find_person(Role.CENTRE_SUPERVISOR)
    case = load_schema("take-in-case")["examples"][0] | {"project_no": f"370700-{number}", "phone": phone}
    answer = stage.runtime.post_json("/api/v1/cases", case, as_=centre)
    stage.runtime.drain()
    stage.runtime.advance(timedelta(seconds=2))
    return f"/r/{token_of(stage.runtime.house, answer.json()['id'])}"


def _point(stage: Stage) -> str:
    window = load_schema("register-point")["examples"][0]
    made = stage.runtime.post_form("/points", window, as_=find_person(Role.CENTRE_SUPERVISOR))
    return (made.header("Location") or "").replace("/points/", "/q/")
