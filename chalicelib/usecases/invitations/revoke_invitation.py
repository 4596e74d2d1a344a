"""Take an invitation back: the case was withdrawn, the telephone was wrong (evaluation.md §2.1)."""

from datetime import datetime

from chalicelib.domain.satisfaction.invitations.invitation import end
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.ports import House, UnitOfWork


def revoke_invitation(house: House, actor: Actor, identifier: str, reason: str) -> None:
    """Shut the link of an invitation for a reason; nobody is texted about it any more.

    Raises:
        NotFound: when there is none.
        Conflict: `wrong-state` once it was answered or has ended.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        invitation = uow.invitations.load(identifier)
        uow.invitations.save(end(invitation, "revoked", now, reason=reason), actor)

    house.transact(attempt)
