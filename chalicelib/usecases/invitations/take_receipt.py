"""Take the provider's word on what became of a text: delivered, or one of three failures (§2.1)."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.invitations import sending
from chalicelib.domain.satisfaction.invitations.states import InvitationState
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork


class Receipt(StrEnum):
    """What a provider says, in the words of Notify."""

    DELIVERED = "delivered"
    PERMANENT = "permanent-failure"
    TEMPORARY = "temporary-failure"
    TECHNICAL = "technical-failure"


def take_receipt(house: House, name: str, receipt: Receipt) -> bool:
    """Note a receipt of the text of that name; False when it tells nothing new.

    A receipt of an earlier text, one that comes twice and one that comes after the answer change nothing.
    """
    identifier, _, attempt_no = name.rpartition("-")

    def attempt(uow: UnitOfWork, now: datetime) -> bool:
        invitation = uow.invitations.find(identifier)
        if invitation is None or str(invitation.sending.attempts) != attempt_no:
            return False
        if invitation.state is not InvitationState.SENT or invitation.sending.is_reminder:
            return False
        rules = house.rating_rules.load(invitation.profile)
        is_final = receipt is Receipt.PERMANENT
        decision = (
            sending.delivered(invitation)
            if receipt is Receipt.DELIVERED
            else sending.failed(invitation, receipt, now, rules, is_final=is_final)
        )
        if decision is not None:
            uow.invitations.save(decision, SYSTEM)
        return decision is not None

    return house.transact(attempt)
