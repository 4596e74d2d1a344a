"""The states of a violation case and every move between them: docs/rules.md §2.6 as data (ADR 0051).

A move's event is the ledger event without its prefix (`decided` is `violation.decided`).
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class CaseState(StrEnum):
    """Where a violation case (违规案件) stands."""

    REPORTED = "REPORTED"
    INVESTIGATING = "INVESTIGATING"
    NOTIFIED = "NOTIFIED"
    HEARD = "HEARD"
    DECIDED = "DECIDED"
    IN_FORCE = "IN_FORCE"
    OBJECTION = "OBJECTION"
    UPHELD = "UPHELD"
    CORRECTED = "CORRECTED"
    DISMISSED = "DISMISSED"
    EXPIRED = "EXPIRED"


_S = CaseState
CORRECTABLE = (_S.OBJECTION, _S.IN_FORCE, _S.UPHELD)
"""States in which a decision whose basis has fallen can be taken back."""

CASE: TransitionTable[CaseState] = TransitionTable(
    "violation",
    (
        Move(None, "reported", _S.REPORTED, "owner, agency, operator, department, supervisor or system"),
        Move(None, "deducted", _S.IN_FORCE, "system"),
        Move(_S.REPORTED, "evidence_added", _S.REPORTED, "reporter or department"),
        Move(_S.INVESTIGATING, "evidence_added", _S.INVESTIGATING, "reporter or department"),
        Move(_S.REPORTED, "reminded", _S.REPORTED, "system"),
        Move(_S.REPORTED, "investigated", _S.INVESTIGATING, "department"),
        Move(_S.INVESTIGATING, "notified", _S.NOTIFIED, "department"),
        Move(_S.INVESTIGATING, "dismissed", _S.DISMISSED, "department"),
        Move(_S.NOTIFIED, "answered", _S.HEARD, "agency"),
        Move(_S.NOTIFIED, "answer_lapsed", _S.HEARD, "system"),
        Move(_S.HEARD, "decided", _S.DECIDED, "another person of the department, or supervisor"),
        Move(_S.HEARD, "dismissed", _S.DISMISSED, "another person of the department, or supervisor"),
        Move(_S.DECIDED, "delivered", _S.IN_FORCE, "department or supervisor"),
        Move(_S.IN_FORCE, "objected", _S.OBJECTION, "agency"),
        Move(_S.OBJECTION, "reminded", _S.OBJECTION, "system"),
        Move(_S.OBJECTION, "upheld", _S.UPHELD, "another person of the department, or supervisor"),
        *(
            Move(state, "corrected", _S.CORRECTED, "another person of the department, or supervisor")
            for state in CORRECTABLE
        ),
        *(Move(state, "expired", _S.EXPIRED, "system") for state in (_S.IN_FORCE, _S.UPHELD, _S.CORRECTED)),
    ),
)
