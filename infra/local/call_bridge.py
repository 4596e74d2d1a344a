"""The call bridge of a local run: it rings nobody, and says that it did.

It keeps no number; a call is known by its place in the run.
"""

from itertools import count


class LocalBridge:
    """Stands in for a provider that connects agent and resident."""

    is_connected = True

    def __init__(self) -> None:
        """Begin to count."""
        self._calls = count(1)

    def connect(self, _agent: str, _phone: str, ref: str, /) -> str:
        """Return what the connection is called."""
        return f"local-{ref}-{next(self._calls)}"
