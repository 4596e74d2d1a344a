"""The places in which a telephone stands, so that its person can be told and forgotten (PIPL art 44–47).

The partition is the MAC of the number. A row goes in the transaction that takes the person out of its place.
"""

from typing import TYPE_CHECKING

from chalicelib.store import keys
from chalicelib.store.writes import ConcurrentChangeError, Write

if TYPE_CHECKING:
    from chalicelib.store.unit_of_work import UnitOfWork


class Known:
    """Places by contact within one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        """Write through a unit of work."""
        self._uow, self._model = uow, uow.tables.satisfaction

    def note(self, contact: str, place: str) -> None:
        """Let a place be found by the telephone that stands in it."""
        item = self._model(keys.known(contact), place, kind="known")
        self._uow.write(Write("put", item, None, lambda: ConcurrentChangeError()))

    def drop(self, contact: str, place: str) -> None:
        """Let a place be found by the telephone no more."""
        item = self._model(keys.known(contact), place)
        self._uow.write(Write("delete", item, None, lambda: ConcurrentChangeError()))

    def places(self, contact: str, under: str = "") -> list[str]:
        """Return the places of a telephone, or those under one, read consistently: a kilobyte for twenty."""
        is_under = self._model.sk.startswith(under) if under else None
        found = self._model.query(keys.known(contact), is_under, consistent_read=True)
        return [item.sk for item in found]
