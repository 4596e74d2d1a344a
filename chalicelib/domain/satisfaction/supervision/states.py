"""The states of a talk (约谈) or praise (表扬) and every move between them.

A move's event is the ledger event without its prefix (`held` is `supervision.held`).
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class MeasureState(StrEnum):
    """Where a measure of supervision stands."""

    INVITED = "INVITED"
    HELD = "HELD"
    COMMITTED = "COMMITTED"
    """The unit has said what it will do, and until when."""
    DONE = "DONE"
    OVERDUE = "OVERDUE"
    CANCELLED = "CANCELLED"
    PRAISED = "PRAISED"


_S = MeasureState
CLOSED = frozenset({_S.DONE, _S.CANCELLED, _S.PRAISED})
_REGULATOR, _HEAD, _SYSTEM = "regulator, not of the unit", "unit head", "system"

MEASURE: TransitionTable[MeasureState] = TransitionTable(
    "supervision",
    (
        Move(None, "praised", _S.PRAISED, _REGULATOR),
        Move(None, "invited", _S.INVITED, _REGULATOR),
        Move(_S.INVITED, "moved", _S.INVITED, _REGULATOR),
        Move(_S.INVITED, "cancelled", _S.CANCELLED, _REGULATOR),
        Move(_S.INVITED, "held", _S.HELD, _REGULATOR),
        Move(_S.HELD, "answer_missed", _S.HELD, _SYSTEM),
        Move(_S.HELD, "answered", _S.COMMITTED, _HEAD),
        Move(_S.COMMITTED, "fell_due", _S.COMMITTED, _SYSTEM),
        Move(_S.COMMITTED, "confirmed", _S.DONE, _REGULATOR),
        Move(_S.COMMITTED, "missed", _S.OVERDUE, _REGULATOR),
        Move(_S.OVERDUE, "confirmed", _S.DONE, _REGULATOR),
    ),
)
