"""The states of the review beside a flagged rating and every move between them: evaluation.md §2.2 as data.

A move's event is the ledger event without its prefix (`kept` is `invitation.rating_kept`).
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class ReviewState(StrEnum):
    """Where the review (复核) of a flagged rating stands."""

    OPEN = "OPEN"
    """The rating counts until people outside the unit have decided."""
    UNMARKED = "UNMARKED"
    """A mark that was taken back before anybody judged it."""
    KEPT = "KEPT"
    INVALIDATED = "INVALIDATED"
    OBJECTED = "OBJECTED"
    CONFIRMED = "CONFIRMED"
    OVERTURNED = "OVERTURNED"


_S = ReviewState
_LAST = "reviewer who has not voted"

REVIEW: TransitionTable[ReviewState] = TransitionTable(
    "review",
    (
        Move(None, "flagged", _S.OPEN, "system"),
        Move(None, "flagged", _S.KEPT, "system, after an appeal about the rating was decided"),
        Move(None, "marked", _S.OPEN, "regulator, not of the unit"),
        Move(_S.UNMARKED, "flagged", _S.OPEN, "system"),
        Move(_S.UNMARKED, "flagged", _S.KEPT, "system, after an appeal about the rating was decided"),
        Move(_S.UNMARKED, "marked", _S.OPEN, "regulator, not of the unit"),
        Move(_S.OPEN, "unmarked", _S.UNMARKED, "regulator, not of the unit"),
        Move(_S.OPEN, "voted", _S.OPEN, "reviewer, not of the unit"),
        Move(_S.OPEN, "kept", _S.KEPT, "second or third reviewer"),
        Move(_S.OPEN, "settled", _S.KEPT, "reviewers of an appeal about the rating"),
        Move(_S.OPEN, "invalidated", _S.INVALIDATED, "second or third reviewer"),
        Move(_S.INVALIDATED, "objected", _S.OBJECTED, "resident"),
        Move(_S.OBJECTED, "confirmed", _S.CONFIRMED, _LAST),
        Move(_S.OBJECTED, "reinstated", _S.OVERTURNED, _LAST),
    ),
)
