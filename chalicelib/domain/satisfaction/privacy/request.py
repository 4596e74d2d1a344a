"""A person asks what is known of them, or to be forgotten (PIPL art 44–47): the request as an aggregate.

Two people of the data protection office: who took the request in does not order the erasure, which nobody
can undo. While a bad rating is being handled its case is kept, and the request says so.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Forbidden
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.transitions import Move, TransitionTable


class Ground(StrEnum):
    """How the house knows that it is the person's own wish."""

    CAME_IN_PERSON = "CAME_IN_PERSON"
    CALLED_BACK = "CALLED_BACK"
    WROTE = "WROTE"
    COURT = "COURT"


class RequestState(StrEnum):
    """Where a request stands."""

    OPEN = "OPEN"
    ORDERED = "ORDERED"
    ERASED = "ERASED"
    PARTLY = "PARTLY"
    CLOSED = "CLOSED"


S = RequestState
REQUEST = TransitionTable(
    "privacy-request",
    (
        Move(None, "opened", S.OPEN, "data protection officer"),
        Move(S.OPEN, "copied", S.OPEN, "data protection officer"),
        Move(S.OPEN, "ordered", S.ORDERED, "another data protection officer"),
        Move(S.PARTLY, "ordered", S.ORDERED, "another data protection officer"),
        Move(S.ORDERED, "case_erased", S.ORDERED, "system"),
        Move(S.ORDERED, "erased", S.ERASED, "system"),
        Move(S.ORDERED, "erased_partly", S.PARTLY, "system"),
        Move(S.OPEN, "closed", S.CLOSED, "data protection officer"),
        Move(S.PARTLY, "closed", S.CLOSED, "data protection officer"),
    ),
)


@dataclass(frozen=True, slots=True)
class PrivacyRequest:
    """One request; `contact` is the MAC of the telephone and goes with the erasure, as its number does."""

    id: str
    number: str
    contact: str
    person_ref: str | None
    ground: Ground
    state: RequestState
    opened_at: datetime
    opened_by: str
    n_found: int
    ordered_by: str = ""
    ordered_at: datetime | None = None
    n_erased: int = 0
    n_kept: int = 0
    """Cases whose bad rating is still being handled."""
    ended_at: datetime | None = None


def open_request(request: PrivacyRequest) -> Decision[PrivacyRequest]:
    """Take a request in."""
    return _moved(None, "opened", request, ground=request.ground, n_found=request.n_found)


def copy(request: PrivacyRequest, actor: Actor) -> Decision[PrivacyRequest]:
    """Note that a copy of what is known was made: reading personal data is a fact too.

    Raises:
        Conflict: `wrong-state` once it is erased.
    """
    return _moved(request, "copied", request, by=actor.person)


def order(request: PrivacyRequest, actor: Actor, now: datetime) -> Decision[PrivacyRequest]:
    """Order the erasure.

    Raises:
        Forbidden: `same-person-handled` to whoever took the request in.
        Conflict: `wrong-state`.
    """
    if actor.person == request.opened_by:
        raise Forbidden("same-person-handled")
    changed = replace(request, state=RequestState.ORDERED, ordered_by=actor.person, ordered_at=now)
    return _moved(request, "ordered", changed)


def count_erased(request: PrivacyRequest) -> Decision[PrivacyRequest]:
    """Count a case whose person was taken out, in the transaction that did it: a run may break off."""
    return _moved(request, "case_erased", replace(request, n_erased=request.n_erased + 1))


def finish(request: PrivacyRequest, n_kept: int, now: datetime) -> Decision[PrivacyRequest]:
    """End an erasure; the telephone's number and MAC go too, unless something is kept."""
    if n_kept:
        kept = replace(request, state=RequestState.PARTLY, n_kept=n_kept)
        return _moved(request, "erased_partly", kept, n_erased=request.n_erased, n_kept=n_kept)
    done = replace(_without_person(request, now), state=RequestState.ERASED, n_kept=0)
    return _moved(request, "erased", done, n_erased=request.n_erased)


def close(request: PrivacyRequest, now: datetime) -> Decision[PrivacyRequest]:
    """End a request without erasing anything more.

    Raises:
        Conflict: `wrong-state`.
    """
    return _moved(request, "closed", replace(_without_person(request, now), state=RequestState.CLOSED))


def _without_person(request: PrivacyRequest, now: datetime) -> PrivacyRequest:
    return replace(request, contact="", person_ref=None, ended_at=now)


def _moved(
    request: PrivacyRequest | None, event: str, changed: PrivacyRequest, **facts: Json
) -> Decision[PrivacyRequest]:
    REQUEST.check(request.state if request else None, event, changed.state)
    data: dict[str, Json] = {"number": changed.number, "state": changed.state}
    return Decision(changed, Event(f"privacy.{event}", {**data, **facts}))
