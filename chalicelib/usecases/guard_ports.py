"""What other parts of the market may say to a command: every command that they can stop asks them.

Disputes answer for objections (docs/rules.md §2.5). Interceptions need no port: the agency that a command has
loaded answers for them (§2.6, ADR 0050).
"""

from typing import Protocol


class Objections(Protocol):
    """Objections and complaints (异议、投诉): they hold the award; the disputes context answers."""

    def count_open(self, notice_id: str) -> int:
        """Return how many objections against a notice are open."""
