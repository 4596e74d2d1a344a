"""Tell a recipient: into the inbox always, and to the telephone what the recipient wants there, in its hours.

A text is kept under a key of event and recipient before it is sent, so an event that comes again finds it. In
quiet hours it waits in the due index; outside of them the queue has it at once, and the index only in case
the queue does not.
"""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.marketplace.messages.groups import Group, group_of
from chalicelib.domain.marketplace.messages.quiet import Quiet, sends_at
from chalicelib.domain.marketplace.messages.settings import MessageSettings
from chalicelib.kernel.canonical import Json, sha256_hex
from chalicelib.usecases.message_ports import HeldText
from chalicelib.usecases.ports import House

QUEUE = "messages"
TEXT = "sms"
"""What the due index and the queue call a text that waits."""

Message = Mapping[str, Json]


def tell(house: House, recipient: str, event_id: str, at: datetime, message: Message) -> None:
    """Put a message into an inbox and, where it is wanted, on its way to the telephone."""
    house.inbox.put(recipient, event_id, at, message)
    settings = house.message_settings.of([recipient]).get(recipient)
    if settings is not None:
        send_text(house, settings, event_id, message)


def send_text(house: House, settings: MessageSettings, event_id: str, message: Message) -> None:
    """Put the text of a message on its way if its reader wants it."""
    code, params = str(message["code"]), message.get("params")
    figures = params if isinstance(params, Mapping) else {}
    if house.notifier.is_connected and settings.wants_text(group_of(code)):
        text = HeldText(settings.id, event_id, code, figures)
        keep_text(house, text, hour_of(house, text, settings.quiet, house.clock.product_now()))


def hour_of(house: House, text: HeldText, quiet: Quiet | None, now: datetime) -> datetime:
    """Return when a text may go out: `now` itself, or at the end of the quiet hours."""
    rules = house.rules.load().message
    hours = quiet or Quiet(rules.quiet_from_hour, rules.quiet_until_hour)
    group = Group.TODO if text.recipient.startswith("registration:") else group_of(text.code)
    return sends_at(group, text.params, hours, now, urgent_goes_out=rules.urgent_in_quiet_hours)


def keep_text(house: House, text: HeldText, at: datetime) -> None:
    """Keep a text until its hour, and let it go at once when that has come."""
    identifier = sha256_hex(f"{text.recipient}|{text.event}|{text.code}")[:32]
    house.held_texts.keep(identifier, at, text)
    if at <= house.clock.product_now():
        name = f"{TEXT}#{identifier}"
        house.queues.send(QUEUE, name, name, {"kind": TEXT, "id": identifier})
