"""The states of an item (诉求件) and every move between them: evaluation.md §2.7 as data.

No move refuses a registration: whoever comes gets an item. To be extended and to be under supervision are
marks beside the state, since the work goes on under both.
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class ItemState(StrEnum):
    """Where an item stands."""

    RECEIVED = "RECEIVED"
    ANSWERED = "ANSWERED"
    """Answered by whoever took it in, which ends it."""
    DISPATCHED = "DISPATCHED"
    RETURNED = "RETURNED"
    REPLIED = "REPLIED"
    SATISFIED = "SATISFIED"
    UNSATISFIED = "UNSATISFIED"
    UNREACHED = "UNREACHED"
    CLOSED = "CLOSED"
    REOPENED = "REOPENED"


_S = ItemState
CLOSED = frozenset({_S.ANSWERED, _S.CLOSED})
OPEN: tuple[ItemState, ...] = tuple(state for state in _S if state not in CLOSED)
TO_SEND = (_S.RECEIVED, _S.RETURNED, _S.REOPENED)
"""The states in which the office sends an item to a unit."""

_UNIT, _OFFICE, _REGULATOR, _RESIDENT = "unit", "hotline office", "regulator", "resident"
_AT_WORK = (
    "contacted", "progressed", "extension_asked", "extended", "extension_refused",
)  # fmt: skip
_RESULTS = (_S.SATISFIED, _S.UNSATISFIED, _S.UNREACHED)

ITEM: TransitionTable[ItemState] = TransitionTable(
    "hotline-item",
    (
        Move(None, "received", _S.RECEIVED, "resident, hotline or window; nobody can refuse"),
        Move(_S.RECEIVED, "triaged", _S.RECEIVED, "window or hotline office"),
        Move(_S.RECEIVED, "answered", _S.ANSWERED, "who took it in"),
        *(Move(state, "dispatched", _S.DISPATCHED, _OFFICE) for state in TO_SEND),
        Move(_S.DISPATCHED, "returned", _S.RETURNED, _UNIT),
        *(
            Move(_S.DISPATCHED, event, _S.DISPATCHED, _OFFICE if event.startswith("extension_r") else _UNIT)
            for event in _AT_WORK
        ),
        Move(_S.DISPATCHED, "replied", _S.REPLIED, _UNIT),
        Move(_S.REPLIED, "callback_attempted", _S.REPLIED, _OFFICE),
        *(Move(_S.REPLIED, "called_back", result, f"{_OFFICE} or {_RESIDENT}") for result in _RESULTS),
        *(
            Move(noted, "corrected", said, _RESIDENT)
            for noted in _RESULTS
            for said in (_S.SATISFIED, _S.UNSATISFIED)
        ),
        Move(_S.UNSATISFIED, "redispatched", _S.DISPATCHED, _OFFICE),
        *(Move(state, "closed", _S.CLOSED, _OFFICE) for state in (_S.REPLIED, _S.SATISFIED, _S.UNREACHED)),
        Move(_S.UNSATISFIED, "closed_unresolved", _S.CLOSED, _REGULATOR),
        *(Move(state, "reopened", _S.REOPENED, _RESIDENT) for state in (_S.ANSWERED, _S.CLOSED)),
        *(Move(state, "instructed", state, _REGULATOR) for state in OPEN),
        *(Move(state, "reported_back", state, _UNIT) for state in OPEN),
        *(Move(state, "person_forgotten", state, "system") for state in (_S.ANSWERED, _S.CLOSED)),
    ),
)
