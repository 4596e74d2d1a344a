"""What pages read of ratings outside a command."""

from typing import Protocol

from chalicelib.domain.satisfaction.invitations.invitation import Invitation


class InvitationReads(Protocol):
    """Invitations by the hash of their token."""

    def find(self, identifier: str) -> Invitation | None:
        """Return an invitation, read consistently in one call, or None."""
