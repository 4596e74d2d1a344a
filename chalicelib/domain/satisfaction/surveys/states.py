"""The states of one person's survey as a table; its text is claimed and settled like an invitation."""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class SurveyState(StrEnum):
    """Where the survey of a person stands."""

    SCHEDULED = "SCHEDULED"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    FAILED_TEMP = "FAILED_TEMP"
    FAILED_PERM = "FAILED_PERM"
    WITHHELD = "WITHHELD"
    """Not asked, for a reason that is counted."""
    ANSWERED = "ANSWERED"


class Withheld(StrEnum):
    """Why somebody of the sample is not asked (evaluation.md §2.1, §7.10, §7.11)."""

    NO_NUMBER = "NO_NUMBER"
    OPTED_OUT = "OPTED_OUT"
    WRONG_NUMBER = "WRONG_NUMBER"
    CAP_REACHED = "CAP_REACHED"
    NO_PROVIDER = "NO_PROVIDER"
    CAMPAIGN_OVER = "CAMPAIGN_OVER"
    ERASED = "ERASED"
    """Taken out before the text went."""


_S = SurveyState
SENDABLE = (_S.SCHEDULED, _S.FAILED_TEMP)
RECEIVING = (_S.SENDING, _S.SENT, _S.FAILED_TEMP)
OPEN = (_S.SENDING, _S.SENT, _S.DELIVERED, _S.FAILED_TEMP, _S.FAILED_PERM)
"""While a link may be in somebody's hands: a receipt of failure may be wrong."""
SURVEY = TransitionTable(
    "survey",
    (
        Move(None, "scheduled", _S.SCHEDULED, "system"),
        Move(None, "withheld", _S.WITHHELD, "system"),
        *(Move(state, "withheld", _S.WITHHELD, "sender") for state in SENDABLE),
        *(Move(state, "sending", _S.SENDING, "sender") for state in SENDABLE),
        *(Move(state, "postponed", state, "sender") for state in SENDABLE),
        Move(_S.SENDING, "sent", _S.SENT, "provider"),
        *(Move(state, "send_failed", _S.FAILED_TEMP, "provider") for state in (_S.SENDING, _S.SENT)),
        *(Move(state, "send_refused", _S.FAILED_PERM, "provider") for state in RECEIVING),
        *(Move(state, "delivered", _S.DELIVERED, "provider") for state in RECEIVING),
        *(Move(state, "answered", _S.ANSWERED, "resident") for state in OPEN),
        *(
            Move(_S.ANSWERED, f"answer_{what}", _S.ANSWERED, "reviewers")
            for what in ("invalidated", "reinstated")
        ),
        *(
            Move(state, "person_erased", _S.WITHHELD if state in SENDABLE else state, "system")
            for state in SurveyState
        ),
    ),
)
