"""The states of the appeal beside a work order and every move between them: evaluation.md §2.4 as data.

A move's event is the ledger event without its prefix (`approved` is `order.appeal_approved`).
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class AppealState(StrEnum):
    """Where the appeal (申诉) of a unit stands."""

    SUBMITTED = "SUBMITTED"
    DECLINED = "DECLINED"
    """By the unit's own head: it never reached a reviewer."""
    UNDER_REVIEW = "UNDER_REVIEW"
    UPHELD_UNIT = "UPHELD_UNIT"
    REJECTED = "REJECTED"
    OBJECTED = "OBJECTED"
    FINAL = "FINAL"


_A = AppealState
PENDING = frozenset({_A.SUBMITTED, _A.UNDER_REVIEW, _A.OBJECTED})

APPEAL: TransitionTable[AppealState] = TransitionTable(
    "appeal",
    (
        Move(None, "submitted", _A.SUBMITTED, "unit handler"),
        Move(_A.DECLINED, "submitted", _A.SUBMITTED, "unit handler"),
        Move(_A.SUBMITTED, "approved", _A.UNDER_REVIEW, "unit head, another person"),
        Move(_A.SUBMITTED, "declined", _A.DECLINED, "unit head, another person"),
        Move(_A.UNDER_REVIEW, "voted", _A.UNDER_REVIEW, "reviewer, not of the unit"),
        Move(_A.UNDER_REVIEW, "delayed", _A.UNDER_REVIEW, "system"),
        Move(_A.UNDER_REVIEW, "upheld", _A.UPHELD_UNIT, "second or third reviewer"),
        Move(_A.UNDER_REVIEW, "rejected", _A.REJECTED, "second or third reviewer"),
        Move(_A.UPHELD_UNIT, "objected", _A.OBJECTED, "resident"),
        Move(_A.OBJECTED, "delayed", _A.OBJECTED, "system"),
        Move(_A.OBJECTED, "confirmed", _A.FINAL, "reviewer who has not voted"),
        Move(_A.OBJECTED, "overturned", _A.FINAL, "reviewer who has not voted"),
    ),
)
