"""Deliver one message: into the inboxes of whoever it concerns, or to telephones (design §1, effects).

Until the opening, a notice's registrants have no name in any table, so nothing may be put into an inbox for
them. The notifier opens their identity envelopes one by one, sends a text message to each contact and keeps
nothing: the number is in memory while it is used. From the opening on they are told in their inboxes.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.selection import opening_of
from chalicelib.domain.marketplace.quotes.sealed import QuoteState, SealedQuote
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.openings.rows import read_opening, read_order
from chalicelib.usecases.ports import House, TextMessage
from chalicelib.usecases.quotes.envelopes import open_identity

REGISTRANTS, ENTRANTS = "registrants:", "entrants:"


def deliver_message(house: House, body: Mapping[str, Any]) -> None:
    """Deliver a message to everybody it is for; a second delivery puts nothing new into an inbox."""
    at, code, params = parse_instant(body["at"]), str(body["code"]), dict(body["params"])
    recipient, event = str(body["to"]), str(body["event"])
    if recipient.startswith(ENTRANTS):
        _keep_entries(house, _notice(house, params), at)
        return
    if not recipient.startswith(REGISTRANTS):
        house.inbox.put(recipient, f"{event}#{code}", at, {"code": code, "params": params})
        return
    notice = _notice(house, params)
    if notice.opening is None:
        _tell_sealed(house, notice, event, code, at, params)
        return
    for org, own in _opened(house, notice, notice.opening.manifest_hash):
        house.inbox.put(org, f"{event}#{code}", at, {"code": code, "params": {**params, **own}})


def _notice(house: House, params: Mapping[str, Json]) -> Notice:
    return house.queries.notice(house.queries.notice_id(str(params["notice_no"]))).notice


def _keep_entries(house: House, notice: Notice, at: datetime) -> None:
    """Let every agency whose quote was opened find the notice in its own list."""
    manifest_hash = opening_of(notice).manifest_hash
    for row in read_opening(house, notice.id, manifest_hash):
        house.own_entries.put(row.uscc, notice.id, at, {"notice_id": notice.id, "is_valid": row.is_valid})


def _tell_sealed(
    house: House, notice: Notice, event: str, code: str, at: datetime, params: Mapping[str, Json]
) -> None:
    """Send a text message to the contact of every standing registration."""
    for sealed in house.opening.quotes(notice.id):
        phone = None if sealed.state is QuoteState.CANCELLED else _phone(house, sealed)
        if phone is not None:
            house.notifier.send(TextMessage(phone, event, code, at, params))


def _phone(house: House, sealed: SealedQuote) -> str | None:
    """Open one contact; an envelope whose bytes were changed must not keep the others from being told."""
    try:
        return open_identity(house.sealing, sealed).contact_phone
    except Conflict:
        return None


def _opened(house: House, notice: Notice, manifest_hash: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield every agency that quoted, with its own place or its own reasons and nobody else's."""
    order = read_order(house, notice.id, notice.selection.order_hash) if notice.selection else []
    places = {row.uscc: row.place for row in order}
    for row in read_opening(house, notice.id, manifest_hash):
        own: dict[str, Json] = {"reasons": list(row.reasons)}
        if row.uscc in places:
            own["rank"] = places[row.uscc]
        yield f"org:{row.uscc}", own
