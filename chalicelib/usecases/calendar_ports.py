"""A person's own deadlines as a calendar: whose a secret address is, and until when (docs/rules.md §6)."""

from datetime import datetime
from typing import Protocol

from chalicelib.kernel.actors import Actor
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class CalendarLink:
    """Whom a secret address stands for, as its maker was signed in, and until when it is good.

    `epoch` is the person's at that time: whoever signs out everywhere ends the address too (ADR 0035).
    """

    actor: Actor
    locale: str
    epoch: int
    made_at: datetime
    ends_at: datetime


class CalendarLinks(Protocol):
    """One secret address a person; only its hash is kept."""

    def make(self, secret: str, link: CalendarLink) -> None:
        """Keep a new address for a person; the one before it is good no longer."""

    def find(self, secret: str) -> CalendarLink | None:
        """Return whom an address stands for; None for one that was never made, replaced or ended."""

    def of(self, person: str) -> CalendarLink | None:
        """Return a person's own, without its secret."""

    def end(self, person: str) -> None:
        """End a person's address; ending none is no fault."""
