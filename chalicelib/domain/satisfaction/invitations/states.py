"""The states of an invitation as a table (evaluation.md §2.1).

A plan and its checks are one transaction: what is PLANNED there is SCHEDULED or SUPPRESSED here at birth.
SENDING is ours: it is committed before the provider is asked, so that no failure at any moment sends twice.
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class InvitationState(StrEnum):
    """Where an invitation stands."""

    SUPPRESSED = "SUPPRESSED"
    SCHEDULED = "SCHEDULED"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    FAILED_TEMP = "FAILED_TEMP"
    FAILED_PERM = "FAILED_PERM"
    OPENED = "OPENED"
    REMINDED = "REMINDED"
    USED = "USED"
    EXPIRED = "EXPIRED"
    OPTED_OUT = "OPTED_OUT"
    REVOKED = "REVOKED"


class Suppression(StrEnum):
    """Why nobody was asked; always shown."""

    NO_PHONE = "NO_PHONE"
    INVALID_PHONE = "INVALID_PHONE"
    OBJECTED = "OBJECTED"
    OPTED_OUT = "OPTED_OUT"
    WRONG_NUMBER = "WRONG_NUMBER"
    MINOR = "MINOR"
    ALREADY_RATED = "ALREADY_RATED"
    COMPLAINT_OPEN = "COMPLAINT_OPEN"
    AGENT_FREQUENT = "AGENT_FREQUENT"
    CAP_REACHED = "CAP_REACHED"
    NO_PROVIDER = "NO_PROVIDER"
    TOO_LATE = "TOO_LATE"


S = InvitationState
ANSWERABLE = (S.SCHEDULED, S.SENDING, S.SENT, S.DELIVERED, S.FAILED_TEMP, S.FAILED_PERM, S.OPENED, S.REMINDED)
"""Whoever holds the link may answer: a text that is said to have failed may have arrived."""
UNOPENED = (S.SENT, S.DELIVERED)
SENDABLE = (S.SCHEDULED, S.FAILED_TEMP, *UNOPENED)

INVITATION = TransitionTable(
    "invitation",
    (
        Move(None, "suppressed", S.SUPPRESSED, "system"),
        Move(None, "scheduled", S.SCHEDULED, "system"),
        Move(None, "answered", S.USED, "resident at a counter"),
        Move(None, "default_noted", S.USED, "import"),
        *(Move(state, "sending", S.SENDING, "sender") for state in SENDABLE),
        Move(S.SENDING, "sent", S.SENT, "provider"),
        Move(S.SENDING, "reminded", S.REMINDED, "provider"),
        *(Move(S.SENDING, "reminder_failed", state, "provider") for state in UNOPENED),
        Move(S.SENDING, "send_failed", S.FAILED_TEMP, "provider"),
        Move(S.SENDING, "send_refused", S.FAILED_PERM, "provider"),
        *(Move(state, "delivered", S.DELIVERED, "provider") for state in (S.SENT, S.SENDING, S.FAILED_TEMP)),
        *(Move(state, "send_refused", S.FAILED_PERM, "provider") for state in (S.SENT, S.FAILED_TEMP)),
        Move(S.SENT, "send_failed", S.FAILED_TEMP, "provider"),
        *(Move(state, "opened", S.OPENED, "resident") for state in UNOPENED),
        *(Move(state, "answered", S.USED, "resident") for state in ANSWERABLE),
        *(Move(state, "expired", S.EXPIRED, "system") for state in ANSWERABLE),
        *(Move(state, "opted_out", S.OPTED_OUT, "resident") for state in ANSWERABLE),
        *(Move(state, "revoked", S.REVOKED, "staff, resident") for state in ANSWERABLE),
        *(Move(state, "person_erased", S.REVOKED, "system") for state in ANSWERABLE),
        *(Move(state, "person_erased", state, "system") for state in S if state not in ANSWERABLE),
    ),
)
