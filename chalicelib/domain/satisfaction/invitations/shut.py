"""Why a link opens nothing: alike to whoever asks, apart in the log (evaluation.md §7.6).

Only a link that never was is a guess; the others were somebody's once, and say that texts are old.
"""

from enum import StrEnum

from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.states import InvitationState
from chalicelib.kernel.errors import NotFound


class Shut(StrEnum):
    """Why."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNANSWERED = "unanswered"
    """Nothing was rated by it that could be followed."""


class LinkShut(NotFound):
    """A link opens nothing; `why` is for the log and stands on no page."""

    def __init__(self, why: Shut) -> None:
        """Look like every other link that opens nothing."""
        self.why = why
        super().__init__("link-shut")


def why_shut(invitation: Invitation) -> Shut:
    """Return why a link that takes no answer takes none: taken back, or simply too old."""
    is_back = invitation.state in (InvitationState.REVOKED, InvitationState.OPTED_OUT)
    return Shut.REVOKED if is_back else Shut.EXPIRED
