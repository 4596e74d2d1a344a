"""Deliver one message: into the inboxes of whoever it concerns (design §1, effects).

Before the opening, registrants are reached only through their identity envelopes and nothing is kept
that names them (design §3): their own page shows the amendment. After it, everyone who quoted is told.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import parse_instant
from chalicelib.usecases.openings.rows import read_opening, read_order
from chalicelib.usecases.ports import House

REGISTRANTS = "registrants:"


def deliver_message(house: House, body: Mapping[str, Any]) -> None:
    """Put a message into every inbox it is for; a second delivery changes nothing."""
    at, code, params = parse_instant(body["at"]), body["code"], dict(body["params"])
    for recipient, own in _recipients(house, str(body["to"]), params):
        message = {"code": code, "params": {**params, **own}}
        house.inbox.put(recipient, f"{body['event']}#{code}", at, message)


def _recipients(
    house: House, to: str, params: Mapping[str, Json]
) -> Iterator[tuple[str, Mapping[str, Json]]]:
    if not to.startswith(REGISTRANTS):
        yield to, {}
        return
    notice = house.queries.notice(house.queries.notice_id(str(params["notice_no"]))).notice
    if notice.opening is not None:
        yield from _opened(house, notice, notice.opening.manifest_hash)


def _opened(house: House, notice: Notice, manifest_hash: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield every agency that quoted, with its own place or its own reasons and nobody else's."""
    order = read_order(house, notice.id, notice.selection.order_hash) if notice.selection else []
    places = {row.uscc: row.place for row in order}
    for row in read_opening(house, notice.id, manifest_hash):
        own: dict[str, Json] = {"reasons": list(row.reasons)}
        if row.uscc in places:
            own["rank"] = places[row.uscc]
        yield f"org:{row.uscc}", own
