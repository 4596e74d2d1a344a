"""What is remembered of how ratings came in, to notice that several came the same way (evaluation.md §7.15).

A trait is a hash (of a device and a day, of a text); below it lies one item a rating, which expires with the
ninety days for which a device may be known. Nothing of it is in the ledger, which is for ever.
"""

from datetime import datetime

from chalicelib.store import keys
from chalicelib.store.tables import Tables


class Sightings:
    """Ratings by trait."""

    def __init__(self, tables: Tables) -> None:
        """Use a process's tables."""
        self._model = tables.satisfaction

    def note(self, trait: str, invitation: str, person: str, expires_at: datetime) -> None:
        """Remember that a rating has a trait; a second time changes nothing."""
        item = self._model(keys.sighting(trait), invitation, kind="sighting", state=person)
        item.expires_at = int(expires_at.timestamp())
        item.save()

    def seen(self, trait: str) -> dict[str, str]:
        """Return who rated with a trait, by invitation, read consistently: one Query."""
        found = self._model.query(keys.sighting(trait), consistent_read=True)
        return {item.sk: str(item.state or "") for item in found}
