"""An invitation as an aggregate, with the rating that it led to (evaluation.md §2.1, §4).

`id` is the SHA-256 of the link's token; the token itself is made from the case by the sending duty's key and
is kept nowhere. What was done, and by whom, is copied from the case, so that answering reads one item.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.cases.served_case import Service
from chalicelib.domain.satisfaction.invitations.states import INVITATION, InvitationState, Suppression
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.domain.satisfaction.texting import Sending
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass


class InvitationMode(StrEnum):
    """Through what a person comes to the page."""

    SMS = "SMS"
    QR = "QR"
    TABLET = "TABLET"
    LINK = "LINK"
    PAPER = "PAPER"
    IMPORT = "IMPORT"


@dataclass(frozen=True, slots=True)
class Invitation:
    """One invitation; `case` names the interaction, `contact` the telephone, `person_ref` its number."""

    id: str
    case: str
    mode: InvitationMode
    state: InvitationState
    service: Service
    done_at: datetime
    profile: str
    planned_at: datetime
    contact: str = ""
    person_ref: str | None = None
    suppression: Suppression | None = None
    not_before: datetime | None = None
    """When the next text may go."""
    remind_at: datetime | None = None
    expires_at: datetime | None = None
    sending: Sending = Sending()
    is_which_asked: bool = False
    """Whether the question which service a digit was about is the second text of this episode."""
    opened_at: datetime | None = None
    rating: Rating | None = None
    ended_at: datetime | None = None
    has_landline: bool = False

    @property
    def has_way_of_contact(self) -> bool:
        """Tell whether somebody can call: a name alone is no way to reach anybody."""
        return bool(self.contact) or self.has_landline


def moved(
    invitation: Invitation | None, event: str, changed: Invitation, **facts: Json
) -> Decision[Invitation]:
    """Move an invitation along its table; the event says which service it is about and in which state.

    Raises:
        Conflict: `wrong-state`.
    """
    INVITATION.check(invitation.state if invitation else None, event, changed.state)
    return told(event, changed, **facts)


def told(event: str, changed: Invitation, **facts: Json) -> Decision[Invitation]:
    """Return a fact about an invitation, whether or not it moves its state."""
    service = changed.service
    data: dict[str, Json] = {
        "state": changed.state,
        "case": changed.case,
        "mode": changed.mode,
        "unit": service.unit,
        "task_code": service.task_code,
        "hall": service.hall,
        "window": service.window,
        "staff": service.staff,
        "done_at": format_instant(changed.done_at),
        "profile": changed.profile,
    }
    return Decision(changed, Event(f"invitation.{event}", {**data, **facts}))


def end(invitation: Invitation, event: str, now: datetime, **facts: Json) -> Decision[Invitation]:
    """End an invitation: `expired` creates no rating, `opted_out` and `revoked` shut its link."""
    state = {
        "expired": InvitationState.EXPIRED,
        "opted_out": InvitationState.OPTED_OUT,
        "revoked": InvitationState.REVOKED,
    }[event]
    changed = replace(invitation, state=state, ended_at=now, not_before=None, remind_at=None)
    return moved(invitation, event, changed, **facts)
