"""The cases in which a telephone stands, so that its person can be told and forgotten (PIPL art 44–47).

The partition is the MAC of the number. A row goes in the transaction that takes the person out of its case.
"""

from typing import TYPE_CHECKING

from chalicelib.store import keys
from chalicelib.store.writes import ConcurrentChangeError, Write

if TYPE_CHECKING:
    from chalicelib.store.unit_of_work import UnitOfWork


class Known:
    """Cases by contact within one unit of work."""

    def __init__(self, uow: "UnitOfWork") -> None:
        """Write through a unit of work."""
        self._uow = uow

    def note(self, contact: str, case: str) -> None:
        """Let a case be found by its telephone."""
        item = self._uow.tables.satisfaction(keys.known(contact), case, kind="known")
        self._uow.write(Write("put", item, None, lambda: ConcurrentChangeError()))

    def drop(self, contact: str, case: str) -> None:
        """Let a case be found by its telephone no more."""
        item = self._uow.tables.satisfaction(keys.known(contact), case)
        self._uow.write(Write("delete", item, None, lambda: ConcurrentChangeError()))

    def cases(self, contact: str) -> list[str]:
        """Return the cases of a telephone, read consistently: one Query, a kilobyte for twenty."""
        found = self._uow.tables.satisfaction.query(keys.known(contact), consistent_read=True)
        return [item.sk for item in found]
