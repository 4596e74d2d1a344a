"""Plan the invitation of a completed case: to be sent, or not, for a reason that everybody sees (§2.1)."""

from datetime import datetime

from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.contacts.contact import (
    Contact,
    Mode,
    begin_episode,
    count_only,
    was_served,
)
from chalicelib.domain.satisfaction.invitations.planning import Known, plan, suppression_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.invitations.links import id_of, token_of
from chalicelib.usecases.ports import House, UnitOfWork

RATED = "rating"
"""The scope in which a served interaction has one first rating."""


def plan_invitation(house: House, identifier: str) -> None:
    """Plan the invitation of a case once; a second run finds it planned."""
    invitation_id = id_of(token_of(house, identifier))

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        if uow.invitations.find(invitation_id) is not None:
            return
        case = uow.cases.load(identifier)
        if case.done_at is None:
            return
        _plan(house, uow, case, invitation_id, now)

    house.transact(attempt)


def _plan(house: House, uow: UnitOfWork, case: ServedCase, invitation_id: str, now: datetime) -> None:
    rules = house.rating_rules.load(case.profile)
    found = uow.contacts.find(case.contact) if case.contact else None
    contact = was_served(found or Contact(case.contact), case.done_at or now) if case.contact else None
    known = Known(
        contact,
        is_rated=uow.owner_of(RATED, case.id) is not None,
        has_open_complaint=contact is not None and _has_open_complaint(uow, contact),
        can_text=house.texts.is_connected,
    )
    reason = suppression_of(case, known, now, rules, house.calendar)
    uow.invitations.add(plan(invitation_id, case, reason, now, rules, house.calendar), SYSTEM)
    if contact is None:
        return
    asked = begin_episode(contact, Mode.SMS, invitation_id, now) if reason is None else None
    decision = asked or count_only(contact, str(reason))
    if found is None:
        uow.contacts.add(decision, SYSTEM)
    else:
        uow.contacts.save(decision, SYSTEM)


def _has_open_complaint(uow: UnitOfWork, contact: Contact) -> bool:
    """Tell whether a bad rating of the latest times that this person was asked is still being handled."""
    asked = [one.ref for one in contact.episodes if one.mode in (Mode.SMS, Mode.OWN)]
    ratings = [found.rating for ref in asked if (found := uow.invitations.find(ref)) and found.rating]
    orders = [uow.orders.find(rating.order_id) for rating in ratings if rating.order_id]
    return any(order is not None and order.is_open for order in orders)
