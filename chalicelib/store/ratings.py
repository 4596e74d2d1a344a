"""Reads of the satisfaction table outside a command."""

from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.store import aggregates
from chalicelib.store.tables import Tables


class InvitationReads:
    """Invitations by the hash of their token."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.satisfaction

    def find(self, identifier: str) -> Invitation | None:
        """Return an invitation, read consistently in one call, or None."""
        try:
            item = self._model.get(*aggregates.INVITATION.place(identifier), consistent_read=True)
        except self._model.DoesNotExist:
            return None
        return aggregates.from_item(aggregates.INVITATION, item)
