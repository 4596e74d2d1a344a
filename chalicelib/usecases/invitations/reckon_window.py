"""Reckon the end of an invitation's window anew when its year has been loaded since (design §3)."""

from chalicelib.domain.satisfaction.invitations.planning import reckon_window
from chalicelib.domain.satisfaction.invitations.states import ANSWERABLE
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork


def reckon_invitation(house: House, identifier: str) -> bool:
    """Let a link answer longer where the calendar says so now, and tell whether that changed anything."""

    def attempt(uow: UnitOfWork, _now: object) -> bool:
        invitation = uow.invitations.load(identifier)
        rules = house.rating_rules.load(invitation.profile)
        decision = reckon_window(invitation, rules, house.calendar)
        if invitation.state not in ANSWERABLE or decision is None:
            return False
        uow.invitations.save(decision, SYSTEM)
        return True

    return house.transact(attempt)
