"""The ledger's daily digest, for everybody: whoever keeps one has every earlier day proved (design §3)."""

import json
from collections.abc import Mapping
from typing import Any

from chalicelib.domain import digests
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import next_address, ways_on
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook

book = RouteBook(ANYONE, Duty.PUBLIC)


@book.page("/ledger")
def list_days(call: Call) -> Reply:
    """Show the digests of the days, the latest first, and how to hold them against us."""
    page = call.house.queries.ledger_days(call.page_request("ledger-days"))
    days = [{"digest": digests.from_event(_data(card.data)), **card.data} for card in page.cards]
    return call.show("public/ledger.html", days=days, **ways_on(call, page))


@book.api("GET", "/api/v1/ledger/days", is_list=True)
def get_days(call: Call) -> Reply:
    """Return the ledger entries of the daily digests, with every field that their hashes cover."""
    page = call.house.queries.ledger_days(call.page_request("ledger-days"))
    return call.data({"items": [dict(card.data) for card in page.cards], "next": next_address(call, page)})


def _data(entry: Mapping[str, Any]) -> dict[str, Any]:
    return dict(json.loads(entry["data"]))
