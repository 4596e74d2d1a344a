"""Where no call bridge is connected: agents dial by their own telephone system, and nobody sees a number.

A bridge of a provider is one more class with these two members, chosen by settings in bootstrap.
"""

from chalicelib.kernel.errors import Unavailable


class NoBridge:
    """No bridge."""

    is_connected = False

    def connect(self, _agent: str, _phone: str, _ref: str, /) -> str:
        """Refuse.

        Raises:
            Unavailable: always.
        """
        raise Unavailable("no-call-bridge")
