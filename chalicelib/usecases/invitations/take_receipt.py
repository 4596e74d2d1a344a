"""Take the provider's word on what became of a text: delivered, or one of three failures (§2.1)."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.invitations import sending
from chalicelib.domain.satisfaction.invitations.states import InvitationState
from chalicelib.domain.satisfaction.order_texts.order_text import delivered, failed
from chalicelib.domain.satisfaction.order_texts.states import OrderTextState
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork

ORDERS = "wo_"
"""How the names of texts about work orders begin; those of invitations are hashes."""


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
    if identifier.startswith(ORDERS):
        return house.transact(lambda uow, now: _of_order(house, uow, identifier, attempt_no, receipt, now))

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


def _of_order(
    house: House, uow: UnitOfWork, identifier: str, attempt_no: str, receipt: Receipt, now: datetime
) -> bool:
    """Note a receipt of a text about a work order."""
    text = uow.order_texts.find(identifier)
    if text is None or str(text.sending.attempts) != attempt_no or text.state is not OrderTextState.SENT:
        return False
    rules, is_final = house.rating_rules.load(text.profile), receipt is Receipt.PERMANENT
    is_there = receipt is Receipt.DELIVERED
    decision = delivered(text) if is_there else failed(text, receipt, now, rules, is_final=is_final)
    uow.order_texts.save(decision, SYSTEM)
    return True
