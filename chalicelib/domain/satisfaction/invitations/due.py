"""When time acts on an invitation next: a text, a claim that nobody ended, the end of the window."""

from chalicelib.domain.decisions import Due
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.states import ANSWERABLE, InvitationState
from chalicelib.domain.satisfaction.texting import CLAIM_HOLDS, SEND, SETTLE

EXPIRE = "expire-invitation"


def next_due(invitation: Invitation) -> Due | None:
    """Return the next work of the clock; None once the invitation is answered or has ended."""
    if invitation.state not in ANSWERABLE or invitation.expires_at is None:
        return None
    if invitation.state is InvitationState.SENDING and invitation.sending.claimed_at is not None:
        return Due(SETTLE, invitation.sending.claimed_at + CLAIM_HOLDS)
    at = invitation.not_before
    if at is not None and at < invitation.expires_at:
        return Due(SEND, at)
    return Due(EXPIRE, invitation.expires_at)
