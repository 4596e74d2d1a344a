"""The sealed quote (密封报价) as an aggregate: who and how much exist only as ciphertexts under a slot.

Its identifier is `<notice id>.<slot>`, where the slot is a keyed hash of notice and agency that only the
sealing key can make (design §3). Ledger entries name the actor `sealed` and hold hashes only. What becomes
of a quote after the opening follows from the notice's records; the row is not written again (§2.3).
"""

from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.records import dataclass
from chalicelib.kernel.transitions import Move, TransitionTable


class QuoteState(StrEnum):
    """Where a registration or quote stands; from OPENED on the state is derived."""

    REGISTERED = "REGISTERED"
    QUOTED = "QUOTED"
    CANCELLED = "CANCELLED"
    OPENED = "OPENED"
    INVALID = "INVALID"
    SELECTED = "SELECTED"
    NOT_SELECTED = "NOT_SELECTED"
    RESERVE = "RESERVE"
    ACCEPTED = "ACCEPTED"
    ABANDONED = "ABANDONED"


_S = QuoteState

QUOTE: TransitionTable[QuoteState] = TransitionTable(
    "quote",
    (
        Move(None, "registered", _S.REGISTERED, "agency"),
        Move(_S.REGISTERED, "registered", _S.REGISTERED, "agency"),
        Move(_S.CANCELLED, "registered", _S.REGISTERED, "agency"),
        Move(_S.REGISTERED, "cancelled", _S.CANCELLED, "agency"),
        Move(_S.QUOTED, "cancelled", _S.CANCELLED, "agency"),
        Move(_S.REGISTERED, "sealed", _S.QUOTED, "agency"),
        Move(_S.QUOTED, "sealed", _S.QUOTED, "agency"),
        Move(_S.QUOTED, "opened", _S.OPENED, "system"),
        Move(_S.OPENED, "invalidated", _S.INVALID, "system or owner"),
        Move(_S.OPENED, "selected", _S.SELECTED, "system"),
        Move(_S.OPENED, "reserved", _S.RESERVE, "system"),
        Move(_S.OPENED, "not_selected", _S.NOT_SELECTED, "system"),
        Move(_S.SELECTED, "accepted", _S.ACCEPTED, "agency"),
        Move(_S.SELECTED, "abandoned", _S.ABANDONED, "agency or system"),
        Move(_S.ACCEPTED, "abandoned", _S.ABANDONED, "agency or system"),
        Move(_S.RESERVE, "selected", _S.SELECTED, "system"),
        Move(_S.RESERVE, "not_selected", _S.NOT_SELECTED, "system"),
    ),
)
"""§2.3 as data; the moves from OPENED on are read from the notice, none of them writes the quote."""


@dataclass(frozen=True, slots=True)
class Ciphertext:
    """A sealed text in base64 and the SHA-256 of its bytes."""

    data: str
    hash: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the agency gets for a quote: a number to name it by and the hash that binds both sides."""

    number: str
    hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SealedQuote:
    """One agency's registration for one notice; `revision` counts every change of it, `quoted` its quotes."""

    id: str
    notice_id: str
    state: QuoteState
    identity: Ciphertext | None
    registered_at: datetime
    revision: int = 1
    price: Ciphertext | None = None
    receipt: Receipt | None = None
    cancelled_at: datetime | None = None
    quoted: int = 0
