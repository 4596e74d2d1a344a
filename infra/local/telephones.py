"""The telephones of the local runtime: every text message becomes a letter of the outbox, in memory only."""

from datetime import datetime

from chalicelib.gateways.notifier import text_of
from chalicelib.kernel.clock import Clock, format_instant
from chalicelib.usecases.notifier_ports import TextMessage
from chalicelib.usecases.text_ports import OutgoingText, TextFate, TextRefusedError
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


class NoWaiting:
    """Takes the place of the provider's pace: these telephones take any number, and clocks are moved here."""

    def wait(self, _per_minute: int) -> bool:
        """Let a text go at once."""
        return True


class SurveyTelephones:
    """Takes the place of the provider that texts those who were served; it knows every text that it took."""

    is_connected = True

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        """Deliver into an outbox, at product time."""
        self._outbox, self._clock = outbox, clock
        self._taken: set[str] = set()

    def send(self, text: OutgoingText) -> str:
        """Deliver a text; numbers that end in 0000 do not exist here."""
        if text.phone.endswith("0000"):
            raise TextRefusedError("no-such-number")
        if text.name not in self._taken:
            self._taken.add(text.name)
            at = format_instant(self._clock.product_now())
            self._outbox.send(Letter(TEXT, text.phone, text.name, "invitation", at, text=text.words))
        return f"local-{text.name}"

    def fate(self, name: str, _phone: str, _since: datetime) -> TextFate:
        """Return whether a text was taken."""
        return TextFate.TAKEN if name in self._taken else TextFate.NOT_THERE
