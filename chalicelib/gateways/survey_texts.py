"""Text messages to those who were served: Amazon SNS where it serves the numbers, or nobody at all.

SNS cannot be asked about a text, so one whose sending was broken off counts as sent (evaluation.md §2.1). It
does not serve mainland China, where a provider of the district stands behind the same port.
"""

from datetime import datetime

from chalicelib.gateways.clients import Clients
from chalicelib.gateways.sns import publish
from chalicelib.usecases.text_ports import OutgoingText, TextFate, TextRefusedError


class SnsSurveyTexts:
    """Amazon SNS."""

    is_connected = True

    def __init__(self, clients: Clients) -> None:
        """Use a region's clients."""
        self._clients = clients

    def send(self, text: OutgoingText) -> str:
        """Send a text and return SNS's name of it.

        Raises:
            TextRefusedError: when SNS will never take it.
            TextNotTakenError: when SNS answered that it did not, or was not reached at all.
            Unavailable: when nobody can say.
        """
        return publish(self._clients, text.phone, text.words)

    def fate(self, _name: str, _phone: str, _since: datetime) -> TextFate:
        """Return that nothing can be known."""
        return TextFate.UNKNOWN


class NoSurveyTexts:
    """A deployment without a provider: nobody is asked by text, and the coverage report says so."""

    is_connected = False

    def send(self, _text: OutgoingText) -> str:
        """Refuse; planning does not schedule a text where no provider is connected."""
        raise TextRefusedError("no-provider")

    def fate(self, _name: str, _phone: str, _since: datetime) -> TextFate:
        """Return that no text is anywhere."""
        return TextFate.NOT_THERE
