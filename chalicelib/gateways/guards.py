"""What the disputes context says to commands while it is not there: nothing (docs/rules.md §2.5)."""


class NoObjections:
    """Nobody objects to anything."""

    def count_open(self, _notice_id: str) -> int:
        """Return that no objection is open."""
        return 0
