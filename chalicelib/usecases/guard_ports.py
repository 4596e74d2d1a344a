"""What other parts of the market say to a command: disputes that may stop it, and the rules it goes by.

Disputes answer for objections (docs/rules.md §2.5). Interceptions need no port: the agency that a command has
loaded answers for them (§2.6, ADR 0050).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.marketplace.rules import MarketRules
    from chalicelib.domain.satisfaction.rules import SatisfactionRules


class Objections(Protocol):
    """Objections and complaints (异议、投诉): they hold the award; the disputes context answers."""

    def count_open(self, notice_id: str) -> int:
        """Return how many objections against a notice are open."""


class RuleProfiles(Protocol):
    """Rule profiles by name."""

    def load(self, name: str | None = None) -> MarketRules:
        """Return a profile, the one in force when no name is given."""


class RatingProfiles(Protocol):
    """Rule profiles of ratings by name."""

    def load(self, name: str | None = None) -> SatisfactionRules:
        """Return a profile, the one in force when no name is given."""
