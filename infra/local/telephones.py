"""The telephones of the local runtime: every text message becomes a letter of the outbox, in memory only."""

from chalicelib.gateways.notifier import text_of
from chalicelib.kernel.clock import format_instant
from chalicelib.usecases.notifier_ports import TextMessage
from infra.local.outbox import Letter, Outbox

TEXT = "text-message"


class Telephones:
    """Takes the place of a provider's gateway."""

    is_connected = True

    def __init__(self, outbox: Outbox, signature: str) -> None:
        """Deliver into an outbox."""
        self._outbox, self._signature = outbox, signature

    def send(self, message: TextMessage) -> None:
        """Deliver one message, once for each telephone and event."""
        words = text_of(message, self._signature)
        if words is not None:
            at = format_instant(message.at)
            self._outbox.send(Letter(TEXT, message.phone, message.event, message.code, at, text=words))
