"""What time does to an invitation: its text, a claim that nobody ended, the end of its window (§2.1)."""

from datetime import datetime

from chalicelib.domain.satisfaction.invitations.due import EXPIRE, next_due
from chalicelib.domain.satisfaction.invitations.invitation import end
from chalicelib.domain.satisfaction.invitations.planning import reckon_window
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.invitations.invitation_texts import INVITATION_TEXTS
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.ratings.look_for_signals import look_for_signals
from chalicelib.usecases.texts.send_text import advance_text


def advance_invitation(house: House, identifier: str) -> None:
    """Do what is due now; a run that comes twice, late or in vain finds nothing to do.

    One that was answered is looked at for signals instead: nothing of it is due any more.
    """
    found = house.invitations.find(identifier)
    if found is not None and found.rating is not None:
        look_for_signals(house, found)
        return
    due = next_due(found) if found is not None else None
    if due is not None and due.kind == EXPIRE:
        house.transact(lambda uow, now: _expire(house, uow, identifier, now))
    else:
        advance_text(house, INVITATION_TEXTS, found)


def _expire(house: House, uow: UnitOfWork, identifier: str, now: datetime) -> None:
    invitation = uow.invitations.load(identifier)
    due = next_due(invitation)
    if due is not None and due.kind == EXPIRE and due.at <= now:
        longer = reckon_window(invitation, house.rating_rules.load(invitation.profile), house.calendar)
        uow.invitations.save(longer or end(invitation, "expired", now), SYSTEM)
