"""The states of a text about a work order as a table; it is claimed and settled like an invitation."""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class OrderTextState(StrEnum):
    """Where a text about a work order stands."""

    SCHEDULED = "SCHEDULED"
    SENDING = "SENDING"
    SENT = "SENT"
    DELIVERED = "DELIVERED"
    FAILED_TEMP = "FAILED_TEMP"
    FAILED_PERM = "FAILED_PERM"
    WITHHELD = "WITHHELD"
    """It was not sent, for a reason that is shown."""


class Withheld(StrEnum):
    """Why a text is not sent. Neither the cap nor an opt-out is among them (§2.1, §7.10)."""

    NO_PROVIDER = "NO_PROVIDER"
    NO_NUMBER = "NO_NUMBER"
    NO_LINK = "NO_LINK"
    """The rating came on paper: there is no page that a link could lead to."""
    WRONG_NUMBER = "WRONG_NUMBER"
    ORDER_ENDED = "ORDER_ENDED"
    COUNTS_AGAIN = "COUNTS_AGAIN"
    """The rating was reinstated before the resident was told that it counts no more."""
    CAMPAIGN_OVER = "CAMPAIGN_OVER"
    """Nobody is asked any more for the campaign that called in vain."""
    TOLD_ALREADY = "TOLD_ALREADY"
    """A person told the resident before the text went."""


_S = OrderTextState
SENDABLE = (_S.SCHEDULED, _S.FAILED_TEMP)
RECEIVING = (_S.SENDING, _S.SENT, _S.FAILED_TEMP)
"""While a receipt of the last text says something new: before our own note, after it, and after a failure."""
ORDER_TEXT = TransitionTable(
    "order-text",
    (
        Move(None, "scheduled", _S.SCHEDULED, "system"),
        *(Move(state, "withheld", _S.WITHHELD, "sender") for state in SENDABLE),
        *(Move(state, "sending", _S.SENDING, "sender") for state in SENDABLE),
        *(Move(state, "postponed", state, "sender") for state in SENDABLE),
        Move(_S.SENDING, "sent", _S.SENT, "provider"),
        *(Move(state, "send_failed", _S.FAILED_TEMP, "provider") for state in (_S.SENDING, _S.SENT)),
        *(Move(state, "send_refused", _S.FAILED_PERM, "provider") for state in RECEIVING),
        *(Move(state, "delivered", _S.DELIVERED, "provider") for state in RECEIVING),
    ),
)
