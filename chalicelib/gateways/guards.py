"""What other parts of the market say to its commands, while those parts are not there: nothing.

The disputes context and the credit synchronisation take the places of these two (docs/rules.md §2.5, §2.6);
every command asks them already.
"""


class NoObjections:
    """Nobody objects to anything."""

    def count_open(self, _notice_id: str) -> int:
        """Return that no objection is open."""
        return 0


class NoInterceptions:
    """Nobody is on a list."""

    def reason_for(self, _uscc: str) -> str | None:
        """Return that the agency is not intercepted."""
        return None
