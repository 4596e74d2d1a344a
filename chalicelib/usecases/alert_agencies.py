"""Tell every agency that can enter a notice that it can, and nobody else (marketplace.md §6 no. 7).

One message on the queue does one page of the agencies listed for the service type and names the next page, so
that a notice of a thousand agencies is ten short runs, each of which may come twice: an alert lies in the
inbox under a key made of the event. What the worker reads is the notice as it is now, the listings and the
rules: all that anybody could read, and nothing of who has registered (design §3).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.gates import may_enter, terms_of
from chalicelib.domain.marketplace.messages.groups import Group
from chalicelib.domain.marketplace.messages.settings import MessageSettings
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state, publication_of
from chalicelib.domain.marketplace.notices.versions import as_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant, parse_instant
from chalicelib.kernel.paging import Cursor, PageRequest
from chalicelib.usecases.messages.tell import send_text
from chalicelib.usecases.ports import House
from chalicelib.usecases.quotes.check_self import gates_before_entry

QUEUE = "messages"
MATCHING = "matching:"
LISTED = "admitted"
AT_ONCE = 100
"""Agencies of one page: what one BatchGetItem reads."""

Body = Mapping[str, Any]


def alert_agencies(house: House, body: Body) -> None:
    """Alert the agencies of one page, and let the next page follow; nobody of a notice that is not open."""
    notice = house.queries.notice_alone(str(body["event"]).split("#")[1])
    now = house.clock.product_now()
    if effective_state(notice, now) is not NoticeState.PUBLISHED:
        return
    facet = f"service_type={notice.content.service_type}"
    after = body.get("after")
    cursor = None if after is None else Cursor(f"{LISTED}/{facet}", after)
    page = house.lists.page(LISTED, facet, PageRequest(AT_ONCE, cursor), newest_first=False)
    found = house.queries.agencies([card.sort for card in page.cards]) if page.cards else {}
    rules, number = house.rules.load(publication_of(notice).profile), int(body["params"].get("number", 0))
    wishes = house.message_settings.of([f"org:{code}" for code in found]) if found else {}
    for agency in found.values():
        wish = wishes.get(f"org:{agency.id}", MessageSettings(f"org:{agency.id}"))
        if wish.wants(Group.MATCHING) and _is_news(notice, number, agency, now, rules):
            _tell(house, wish, notice, body)
    if page.next is not None:
        to, last = str(body["to"]), str(page.next.position)
        house.queues.send(QUEUE, to, f"{body['event']}#{to}#{last}", {**body, "after": last})


def _is_news(notice: Notice, number: int, agency: Agency, now: datetime, rules: MarketRules) -> bool:
    """Tell whether an agency can enter since the amendment `number` (0: the publication), and still can."""

    def can_enter(version: Notice) -> bool:
        return may_enter(gates_before_entry(terms_of(version), agency, now, rules))

    since = as_of(notice, number)
    return (
        can_enter(notice)
        and (since is notice or can_enter(since))
        and (number == 0 or not can_enter(as_of(notice, number - 1)))
    )


def _tell(house: House, wish: MessageSettings, notice: Notice, body: Body) -> None:
    params: dict[str, Json] = {
        "notice_no": number_of(notice),
        "title": notice.content.title,
        "closes_at": format_instant(publication_of(notice).closes_at),
    }
    code, at = str(body["code"]), parse_instant(body["at"])
    message: dict[str, Json] = {"code": code, "params": params}
    house.inbox.put(wish.id, f"{body['event']}#{code}", at, message)
    send_text(house, wish, f"{body['event']}#{code}", message)
