"""The states of one admission, agency by service type, and their moves: docs/rules.md §2.2 as data.

`WITHDRAWN` has no way out, but an agency that withdrew may enter anew like everybody (policy 二(四)2): the
entry is a new birth, `None -> DRAFT`, in the same history.
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class ListingState(StrEnum):
    """Where an agency stands for one service type."""

    DRAFT = "DRAFT"
    FORM_CHECK = "FORM_CHECK"
    DEPT_REVIEW = "DEPT_REVIEW"
    ACTIVE = "ACTIVE"
    REJECTED = "REJECTED"
    RESTRICTED = "RESTRICTED"
    SUSPENDED = "SUSPENDED"
    REMOVED = "REMOVED"
    WITHDRAWN = "WITHDRAWN"
    BLOCKED = "BLOCKED"


_S = ListingState
_UNBLOCKED = tuple(state for state in ListingState if state is not ListingState.BLOCKED)

LISTED = frozenset({_S.ACTIVE, _S.RESTRICTED, _S.SUSPENDED})
"""States in which the department has admitted the agency: its register is live and may be changed."""

IN_ENTRY = frozenset({_S.DRAFT, _S.FORM_CHECK, _S.DEPT_REVIEW})
"""States on the way in."""

LISTING: TransitionTable[ListingState] = TransitionTable(
    "listing",
    (
        Move(None, "drafted", _S.DRAFT, "agency"),
        Move(_S.DRAFT, "submitted", _S.FORM_CHECK, "agency"),
        Move(_S.FORM_CHECK, "returned", _S.DRAFT, "operator"),
        Move(_S.FORM_CHECK, "form_passed", _S.DEPT_REVIEW, "operator"),
        Move(_S.DEPT_REVIEW, "approved", _S.ACTIVE, "department"),
        Move(_S.DEPT_REVIEW, "rejected", _S.REJECTED, "department"),
        Move(_S.ACTIVE, "changed", _S.ACTIVE, "agency"),
        Move(_S.ACTIVE, "lapsed", _S.RESTRICTED, "system"),
        Move(_S.RESTRICTED, "restored", _S.ACTIVE, "department"),
        Move(_S.ACTIVE, "suspended", _S.SUSPENDED, "department"),
        Move(_S.SUSPENDED, "suspension_ended", _S.ACTIVE, "system"),
        Move(_S.REJECTED, "reopened", _S.DRAFT, "agency"),
        Move(_S.REMOVED, "reopened", _S.DRAFT, "agency"),
        Move(_S.ACTIVE, "removed", _S.REMOVED, "department"),
        Move(_S.SUSPENDED, "removed", _S.REMOVED, "department"),
        Move(_S.RESTRICTED, "removed", _S.REMOVED, "department"),
        Move(_S.REMOVED, "corrected", _S.ACTIVE, "department"),
        Move(_S.ACTIVE, "withdrawn", _S.WITHDRAWN, "agency"),
        *(Move(state, "blocked", _S.BLOCKED, "system") for state in _UNBLOCKED),
        *(Move(_S.BLOCKED, "unblocked", state, "system") for state in _UNBLOCKED),
    ),
)
