"""What other parts of the market may say to a command: every command that they can stop asks them.

Disputes answer for objections (docs/rules.md §2.5), the credit synchronisation for interceptions (§2.6).
"""

from typing import Protocol


class Objections(Protocol):
    """Objections and complaints (异议、投诉): they hold the award; the disputes context answers."""

    def count_open(self, notice_id: str) -> int:
        """Return how many objections against a notice are open."""


class Interceptions(Protocol):
    """The lists of the credit system (拦截): they block registration, quote, award and contract."""

    def reason_for(self, uscc: str) -> str | None:
        """Return the code of the reason why an agency is intercepted now, or None."""
