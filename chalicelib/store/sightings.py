"""What is remembered of how ratings came in, to notice that several came the same way (evaluation.md §7.15).

A trait is a hash (of a device and a day, of a text); below it lies one item a rating, which expires with the
ninety days for which a device may be known. Nothing of it is in the ledger, which is for ever, nor who rated.
"""

from datetime import datetime

from chalicelib.store import keys
from chalicelib.store.tables import Tables


class Sightings:
    """Ratings by trait."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.satisfaction

    def note(self, trait: str, invitation: str, expires_at: datetime) -> None:
        """Remember that a rating has a trait; a second time changes nothing."""
        item = self._model(keys.sighting(trait), invitation, kind="sighting")
        item.expires_at = int(expires_at.timestamp())
        item.save()

    def seen(self, trait: str) -> frozenset[str]:
        """Return the invitations whose ratings have a trait, read consistently: one Query."""
        return frozenset(item.sk for item in self._model.query(keys.sighting(trait), consistent_read=True))
