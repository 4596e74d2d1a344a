"""Send one text message in its hour: to the phone of an inbox, or to the contact of one sealed registration.

The worker asks again what holds now: whoever no longer wants texts, or has cancelled, gets none, and a text
whose hour was moved meanwhile waits for it. The number is in memory while it is used.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.marketplace.messages.groups import group_of
from chalicelib.domain.marketplace.messages.quiet import Quiet
from chalicelib.domain.marketplace.quotes.sealed import QuoteState
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.usecases.message_ports import HeldText
from chalicelib.usecases.messages.tell import hour_of, keep_text
from chalicelib.usecases.notifier_ports import TextMessage
from chalicelib.usecases.ports import House
from chalicelib.usecases.quotes.envelopes import open_identity

REGISTRATION = "registration:"
GIVEN_UP_AFTER = timedelta(days=1)
"""So long after its hour a provider that takes nothing is asked again; the message is in the inbox anyway."""


def deliver_text(house: House, identifier: str) -> None:
    """Send a text that is kept, unless it has gone out or nobody wants it any more."""
    text = house.held_texts.find(identifier)
    now = house.clock.product_now()
    if text is None or text.due_at is None:
        return
    if now - text.due_at > GIVEN_UP_AFTER:
        house.held_texts.finish(identifier, text, now)
        return
    phone, quiet = _addressee(house, text.recipient, text.code)
    at = hour_of(house, text, quiet, now)
    if phone is not None and at > now:
        house.held_texts.postpone(identifier, at, text)
        return
    if phone is not None:
        _send(house, phone, text, now)
    house.held_texts.finish(identifier, text, now)


def text_registration(house: House, recipient: str, body: Mapping[str, Any], at: datetime) -> None:
    """Send a text to the contact of a registration, or keep it through the quiet hours, named by its slot."""
    if not house.notifier.is_connected:
        return
    text = HeldText(recipient, str(body["event"]), str(body["code"]), dict(body["params"]))
    now = house.clock.product_now()
    goes_at = hour_of(house, text, None, now)
    if goes_at > now:
        keep_text(house, text, goes_at)
        return
    phone, _ = _addressee(house, recipient, text.code)
    if phone is not None:
        _send(house, phone, text, at)


def _send(house: House, phone: str, text: HeldText, at: datetime) -> None:
    group = "" if text.recipient.startswith(REGISTRATION) else group_of(text.code).value
    house.notifier.send(TextMessage(phone, text.event, text.code, at, text.params, group))


def _addressee(house: House, recipient: str, code: str) -> tuple[str | None, Quiet | None]:
    """Return the number that a text goes to, if it still goes anywhere, and whose quiet hours hold."""
    if recipient.startswith(REGISTRATION):
        return _contact(house, recipient.removeprefix(REGISTRATION)), None
    settings = house.message_settings.of([recipient]).get(recipient)
    if settings is None or settings.phone is None or not settings.wants_text(group_of(code)):
        return None, None
    try:
        return str(house.queries.personal(settings.phone.ref)["mobile"]), settings.quiet
    except NotFound:
        return None, None


def _contact(house: House, registration: str) -> str | None:
    """Open one contact; an envelope whose bytes were changed has none, and trying again finds none either."""
    sealed = house.queries.quote(*registration.split(".", 1))
    if sealed is None or sealed.state is QuoteState.CANCELLED:
        return None
    try:
        return open_identity(house.sealing, sealed).contact_phone
    except Conflict:
        return None
