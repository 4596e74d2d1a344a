"""Deliver one message: into the inboxes of whoever it concerns, or to a telephone (design §1, effects).

Until the opening, a notice's registrants have no name in any table, so nothing may be put into an inbox for
them. Each registration gets a message of its own on the queue, named by its slot, which only the sealing key
can make from an agency: so a telephone that cannot be reached is tried again and nobody else is told twice.
The notifier opens the one identity envelope, sends a text message to the contact and keeps no number. From
the opening on agencies are told in their inboxes.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.selection import opening_of
from chalicelib.domain.marketplace.quotes.sealed import QuoteState
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import parse_instant
from chalicelib.usecases.alert_agencies import MATCHING, alert_agencies
from chalicelib.usecases.messages.deliver_text import REGISTRATION, deliver_text, text_registration
from chalicelib.usecases.messages.tell import TEXT, tell
from chalicelib.usecases.openings.rows import read_opening, read_order
from chalicelib.usecases.ports import House
from chalicelib.usecases.remind import DEADLINES, remind

QUEUE = "messages"
REGISTRANTS, ENTRANTS = "registrants:", "entrants:"

Body = Mapping[str, Any]


def deliver_message(house: House, body: Body) -> None:
    """Deliver a message to everybody it is for; a second delivery puts nothing new into an inbox."""
    if body.get("kind") == TEXT:
        deliver_text(house, str(body["id"]))
        return
    recipient = str(body["to"])
    if recipient.startswith(DEADLINES):
        remind(house, recipient.removeprefix(DEADLINES))
    elif recipient.startswith(MATCHING):
        alert_agencies(house, body)
    elif recipient.startswith(REGISTRATION):
        text_registration(house, recipient, body, parse_instant(body["at"]))
    elif recipient.startswith(REGISTRANTS):
        _tell_registrants(house, body)
    elif recipient.startswith(ENTRANTS):
        _keep_entries(house, _notice(house, body), parse_instant(body["at"]))
    else:
        _put(house, recipient, body, body["params"])


def _put(house: House, recipient: str, body: Body, params: Mapping[str, Json]) -> None:
    code, event = str(body["code"]), str(body["event"])
    tell(
        house, recipient, f"{event}#{code}", parse_instant(body["at"]), {"code": code, "params": dict(params)}
    )


def _tell_registrants(house: House, body: Body) -> None:
    notice = _notice(house, body)
    if notice.opening is None:
        _spread(house, notice, body)
        return
    for org, own in _opened(house, notice, notice.opening.manifest_hash):
        _put(house, org, body, {**body["params"], **own})


def _notice(house: House, body: Body) -> Notice:
    return house.queries.notice_alone(house.queries.notice_id(str(body["params"]["notice_no"])))


def _keep_entries(house: House, notice: Notice, at: datetime) -> None:
    """Let every agency whose quote was opened find the notice in its own list."""
    manifest_hash = opening_of(notice).manifest_hash
    for row in read_opening(house, notice.id, manifest_hash):
        house.own_entries.put(row.uscc, notice.id, at, {"notice_id": notice.id, "is_valid": row.is_valid})


def _spread(house: House, notice: Notice, body: Body) -> None:
    """Send one message a standing registration; the queue takes the same one once."""
    for sealed in house.opening.quotes(notice.id):
        if sealed.state is not QuoteState.CANCELLED:
            recipient = f"{REGISTRATION}{sealed.id}"
            dedup = f"{body['event']}#{recipient}#{body['code']}"
            house.queues.send(QUEUE, recipient, dedup, {**body, "to": recipient})


def _opened(house: House, notice: Notice, manifest_hash: str) -> Iterator[tuple[str, Mapping[str, Json]]]:
    """Yield every agency that quoted, with its own place or its own reasons and nobody else's."""
    order = read_order(house, notice.id, notice.selection.order_hash) if notice.selection else []
    places = {row.uscc: row.place for row in order}
    for row in read_opening(house, notice.id, manifest_hash):
        own: dict[str, Json] = {"reasons": list(row.reasons)}
        if row.uscc in places:
            own["rank"] = places[row.uscc]
        yield f"org:{row.uscc}", own
