"""What pages read of ratings outside a command."""

from typing import Protocol

from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.points.point import Point
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder


class InvitationReads(Protocol):
    """Invitations by the hash of their token."""

    def find(self, identifier: str) -> Invitation | None:
        """Return an invitation, read consistently in one call, or None."""


class OrderReads(Protocol):
    """Work orders by id."""

    def find(self, identifier: str) -> WorkOrder | None:
        """Return a work order, read consistently in one call, or None."""


class PointReads(Protocol):
    """Windows with a rating code, by the code."""

    def find(self, identifier: str) -> Point | None:
        """Return a window, read consistently in one call, or None."""
