"""The states of what is told upward as a table (evaluation.md §0, ADR 0075).

A rating counts here whatever its report's state: no figure reads these.
"""

from enum import StrEnum

from chalicelib.kernel.transitions import Move, TransitionTable


class Fact(StrEnum):
    """What is told of a rating, in the order in which it can happen."""

    RATED = "RATED"
    FOLLOWED_UP = "FOLLOWED_UP"
    WITHDRAWN = "WITHDRAWN"
    INVALIDATED = "INVALIDATED"
    REINSTATED = "REINSTATED"


class TellingState(StrEnum):
    """Where one telling stands."""

    PENDING = "PENDING"
    RETRYING = "RETRYING"
    """The provincial system was not reached, or has asked to come again."""
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"
    """It has said no, and why; somebody must look."""
    KEPT_HERE = "KEPT_HERE"
    """It is not for the provincial system, for a reason that is shown."""


class KeptHere(StrEnum):
    """Why a rating is not told upward."""

    NO_CASE = "no-case"
    """Its service was matched with no case, so there is no project number to report it under."""
    TAKEN_THERE = "taken-there"
    """It was taken on the provincial page."""
    NO_SERVICE = "no-service"
    """What came in by its sub-channel rates no service (evaluation.md §3.2)."""


S = TellingState
WAITING = (S.PENDING, S.RETRYING)
FAILING = (S.REFUSED, S.RETRYING)

TELLING = TransitionTable(
    "telling",
    (
        Move(None, "planned", S.PENDING, "system"),
        Move(None, "kept_here", S.KEPT_HERE, "system"),
        *(Move(state, "accepted", S.ACCEPTED, "provincial system") for state in WAITING),
        *(Move(state, "refused", S.REFUSED, "provincial system") for state in WAITING),
        *(Move(state, "postponed", S.RETRYING, "system") for state in WAITING),
        *(Move(state, "renewed", S.PENDING, "centre, regulator") for state in (*FAILING, S.ACCEPTED)),
    ),
)
