"""The sixteen gates of a notice (design §3): DynamoDB has no clock, so closing is a write.

A quote's transaction checks the one gate its slot hashes to; closing, amending and withdrawing rewrite
all sixteen in the notice's own transaction. Whoever commits first decides, whatever the clocks say:
an acknowledged quote was committed before its gate was shut, and so is read by the opening.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict
from chalicelib.store import keys
from chalicelib.store.writes import ConcurrentChangeError, Write

if TYPE_CHECKING:
    from chalicelib.store.unit_of_work import UnitOfWork

OPEN, SHUT = "open", "shut"


class Gates:
    """Gate items within one unit of work; `data` of an open gate is the instant it closes."""

    def __init__(self, uow: "UnitOfWork") -> None:
        """Write through a unit of work."""
        self._uow = uow

    def open(self, notice_id: str, closes_at: datetime) -> None:
        """Write all gates as open until an instant."""
        self._rewrite(notice_id, OPEN, format_instant(closes_at))

    def shut(self, notice_id: str) -> None:
        """Write all gates as shut."""
        self._rewrite(notice_id, SHUT, "")

    def require_open(
        self, notice_id: str, slot: str, now: datetime, closes_at: datetime | None = None
    ) -> None:
        """Let the transaction hold only while the slot's gate is open and closes after now.

        The refusal comes at commit: Conflict `registration-closed`, with the deadline when it is given.
        """
        model = self._uow.tables.marketplace
        item = model(keys.gate(notice_id, keys.gate_of(slot)), keys.ROOT)
        condition = (model.state == OPEN) & (model.data > format_instant(now))
        told: dict[str, Json] = {} if closes_at is None else {"closes_at": format_instant(closes_at)}
        self._uow.write(Write("check", item, condition, lambda: Conflict("registration-closed", **told)))

    def _rewrite(self, notice_id: str, state: str, closes_at: str) -> None:
        model = self._uow.tables.marketplace
        for number in range(keys.GATES):
            item = model(keys.gate(notice_id, number), keys.ROOT, kind="gate", state=state, data=closes_at)
            self._uow.write(Write("put", item, None, lambda: ConcurrentChangeError()))
