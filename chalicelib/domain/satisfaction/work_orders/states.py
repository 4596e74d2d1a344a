"""The states of a bad-rating work order and every move between them: evaluation.md §2.3 as data.

A move's event is the ledger event without its prefix (`signed` is `order.signed`). Cards change no state and
are not here; an appeal stands beside the order, whose own clock runs on (appeal_states.py).
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class OrderState(StrEnum):
    """Where a bad-rating work order (差评工单) stands."""

    CREATED = "CREATED"
    DISPATCHED = "DISPATCHED"
    RETURN_REQUESTED = "RETURN_REQUESTED"
    SIGNED = "SIGNED"
    CONTACTED = "CONTACTED"
    CONTACT_FAILED = "CONTACT_FAILED"
    VERIFIED = "VERIFIED"
    RECTIFYING = "RECTIFYING"
    EXPLAINED = "EXPLAINED"
    RECTIFIED = "RECTIFIED"
    FEEDBACK_SENT = "FEEDBACK_SENT"
    REVISITED = "REVISITED"
    REOPENED = "REOPENED"
    CLOSED_OK = "CLOSED_OK"
    CLOSED_UNRESOLVED = "CLOSED_UNRESOLVED"
    ANNULLED = "ANNULLED"
    """The rating it came from was withdrawn or declared invalid."""


_S = OrderState
CLOSED = frozenset({_S.CLOSED_OK, _S.CLOSED_UNRESOLVED, _S.ANNULLED})
OPEN: tuple[OrderState, ...] = tuple(state for state in _S if state not in CLOSED)
UNDER_WAY: tuple[OrderState, ...] = tuple(
    state for state in OPEN if state not in (_S.CREATED, _S.DISPATCHED, _S.RETURN_REQUESTED)
)
"""From the signature on: the states in which an appeal may be judged."""

_TO_VERIFY = (_S.SIGNED, _S.CONTACTED, _S.CONTACT_FAILED)
_TO_EXTEND = (_S.VERIFIED, _S.RECTIFYING)
_TO_MEND = (_S.RECTIFYING, _S.EXPLAINED)
_HANDLER, _HEAD, _REGULATOR = "unit handler", "unit head", "regulator"
_CALLER = "unit handler, or centre; never the rated clerk"
_CENTRE = "centre supervisor, not the unit"
_OF_FINDING = "regulator, of a finding that has no resident to ask"


def _staying(states: tuple[OrderState, ...], event: str, actor: str) -> tuple[Move[OrderState], ...]:
    return tuple(Move(state, event, state, actor) for state in states)


ORDER: TransitionTable[OrderState] = TransitionTable(
    "work-order",
    (
        Move(None, "created", _S.CREATED, "system"),
        Move(_S.CREATED, "dispatched", _S.DISPATCHED, "system or centre supervisor"),
        Move(_S.DISPATCHED, "signed", _S.SIGNED, _HANDLER),
        Move(_S.DISPATCHED, "return_requested", _S.RETURN_REQUESTED, _HANDLER),
        Move(_S.SIGNED, "return_requested", _S.RETURN_REQUESTED, _HANDLER),
        Move(_S.RETURN_REQUESTED, "returned", _S.DISPATCHED, _REGULATOR),
        Move(_S.RETURN_REQUESTED, "return_refused", _S.DISPATCHED, _REGULATOR),
        Move(_S.RETURN_REQUESTED, "return_refused", _S.SIGNED, _REGULATOR),
        Move(_S.SIGNED, "contact_attempted", _S.SIGNED, _CALLER),
        Move(_S.SIGNED, "contact_stopped", _S.SIGNED, "system"),
        Move(_S.SIGNED, "contacted", _S.CONTACTED, _CALLER),
        Move(_S.SIGNED, "contact_failed", _S.CONTACT_FAILED, _CALLER),
        *_staying(_TO_VERIFY, "finding_proposed", _HANDLER),
        *_staying(_TO_VERIFY, "finding_returned", _HEAD),
        *(Move(state, "verified", _S.VERIFIED, _HEAD) for state in _TO_VERIFY),
        *_staying(_TO_EXTEND, "extension_asked", "unit handler or head"),
        *_staying(_TO_EXTEND, "extended", _REGULATOR),
        *_staying(_TO_EXTEND, "extension_refused", _REGULATOR),
        Move(_S.VERIFIED, "rectifying_started", _S.RECTIFYING, _HANDLER),
        Move(_S.REOPENED, "rectifying_started", _S.RECTIFYING, _HANDLER),
        Move(_S.VERIFIED, "explained", _S.EXPLAINED, _HANDLER),
        *_staying(_TO_MEND, "measure_submitted", _HANDLER),
        *_staying(_TO_MEND, "measure_returned", _HEAD),
        *(Move(state, "rectified", _S.RECTIFIED, "unit head, another person") for state in _TO_MEND),
        Move(_S.RECTIFIED, "closed", _S.CLOSED_OK, _OF_FINDING),
        Move(_S.RECTIFIED, "reopened", _S.REOPENED, _OF_FINDING),
        Move(_S.RECTIFIED, "closed_unresolved", _S.CLOSED_UNRESOLVED, _OF_FINDING),
        Move(_S.RECTIFIED, "feedback_sent", _S.FEEDBACK_SENT, f"system with the text, or {_CENTRE}"),
        Move(_S.FEEDBACK_SENT, "feedback_failed", _S.RECTIFIED, "provider"),
        Move(_S.FEEDBACK_SENT, "revisit_attempted", _S.FEEDBACK_SENT, _CENTRE),
        Move(_S.FEEDBACK_SENT, "revisited", _S.REVISITED, f"{_CENTRE}, or resident"),
        Move(_S.REVISITED, "revisit_corrected", _S.REVISITED, "resident"),
        Move(_S.FEEDBACK_SENT, "closed", _S.CLOSED_OK, _REGULATOR),
        Move(_S.REVISITED, "closed", _S.CLOSED_OK, _REGULATOR),
        Move(_S.REVISITED, "reopened", _S.REOPENED, _REGULATOR),
        Move(_S.REVISITED, "closed_unresolved", _S.CLOSED_UNRESOLVED, _REGULATOR),
        *(Move(state, "annulled", _S.ANNULLED, "resident or reviewer") for state in OPEN),
        *(Move(state, "appeal_upheld", _S.ANNULLED, "two reviewers, or three") for state in UNDER_WAY),
        *(Move(_S.ANNULLED, "appeal_overturned", state, "another reviewer") for state in UNDER_WAY),
        *(Move(_S.ANNULLED, "revived", state, "reviewer of the rating's objection") for state in OPEN),
    ),
)
