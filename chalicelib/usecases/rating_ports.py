"""What pages read of ratings outside a command."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from chalicelib.domain.satisfaction.cases.case_import import CaseImport
    from chalicelib.domain.satisfaction.hotline.item import HotlineItem
    from chalicelib.domain.satisfaction.invitations.invitation import Invitation
    from chalicelib.domain.satisfaction.order_texts.order_text import OrderText
    from chalicelib.domain.satisfaction.points.point import Point
    from chalicelib.domain.satisfaction.problems.problem import Problem
    from chalicelib.domain.satisfaction.supervision.measure import Measure
    from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder


class InvitationReads(Protocol):
    """Invitations by the hash of their token."""

    def find(self, identifier: str) -> Invitation | None:
        """Return an invitation, read consistently in one call, or None."""


class Sightings(Protocol):
    """Ratings by what they have in common, for as long as a device may be known."""

    def note(self, trait: str, invitation: str, expires_at: datetime) -> None:
        """Remember that a rating has a trait; a second time changes nothing."""

    def seen(self, trait: str) -> frozenset[str]:
        """Return the invitations whose ratings have a trait, read consistently."""


class OrderReads(Protocol):
    """Work orders by id."""

    def find(self, identifier: str) -> WorkOrder | None:
        """Return a work order, read consistently in one call, or None."""


class HotlineReads(Protocol):
    """Items by the hash of their secret."""

    def find(self, identifier: str) -> HotlineItem | None:
        """Return an item, read consistently in one call, or None."""


class ProblemReads(Protocol):
    """Problems by id."""

    def find(self, identifier: str) -> Problem | None:
        """Return a problem, read consistently in one call, or None."""


class MeasureReads(Protocol):
    """Talks with units and praises of them, by id."""

    def find(self, identifier: str) -> Measure | None:
        """Return one, read consistently in one call, or None."""


class CaseImportReads(Protocol):
    """Imports of served cases by id."""

    def find(self, identifier: str) -> CaseImport | None:
        """Return an import, read consistently in one call, or None."""


class OrderTextReads(Protocol):
    """Texts about work orders by name."""

    def find(self, identifier: str) -> OrderText | None:
        """Return a text, read consistently in one call, or None."""


class PointReads(Protocol):
    """Windows with a rating code, by the code."""

    def find(self, identifier: str) -> Point | None:
        """Return a window, read consistently in one call, or None."""


class Visits(Protocol):
    """How often an address came to residents' pages, by the wall clock."""

    def came(self, who: str, wall_now: datetime, /) -> int:
        """Count a visit; return how many there were in this minute."""

    def wrong(self, who: str, wall_now: datetime, hold: timedelta, /, *, is_guess: bool = True) -> int:
        """Count a wrong link of an address, held so long after the last; return all of this hour.

        One that was somebody's once is counted apart, by the same calls.
        """

    def wrongs(self, who: str, wall_now: datetime, /) -> tuple[int, int]:
        """Return how many wrong links of an address are held now, and for how many seconds more."""
