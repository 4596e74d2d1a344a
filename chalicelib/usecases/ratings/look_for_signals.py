"""Look for signals about a rating, after it has counted, whatever its level (evaluation.md §2.2, §7.15).

What several ratings have in common is seen only with the last of them, so those before it are looked at again
and flagged as well. A flag is a fact of the ledger with what was measured; it takes nothing out of a figure.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.domain.satisfaction.codes.channels import Channel, SubChannel
from chalicelib.domain.satisfaction.codes.levels import Level
from chalicelib.domain.satisfaction.codes.matter import Promise
from chalicelib.domain.satisfaction.fraud import Finding, RatingFacts, rating_signals
from chalicelib.domain.satisfaction.invitations.flagging import flag
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.ratings.rating import Arrival
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.statistics.periods import period_of
from chalicelib.domain.satisfaction.work_orders.clocks import end_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.ratings.same_device import note_unserved

MOST = 50
"""Ratings of one trait that are looked at again."""


def look_for_signals(house: House, invitation: Invitation) -> None:
    """Flag a rating, and those that came the same way, where something was noticed."""
    rules = house.rating_rules.load(invitation.profile)
    note_unserved(house, invitation, rules)
    together = _together(house, invitation, rules)
    facts = [one for each in together if (one := _facts(house, each)) is not None]
    found = rating_signals(facts, rules.fraud, rules.contact)
    for each in together:
        own = tuple(finding for finding in found if finding.about == each.id)
        if own:
            _flag(house, each.id, own, rules)


def _together(house: House, invitation: Invitation, rules: SatisfactionRules) -> list[Invitation]:
    """Return the invitation and those of its day from the same device, or as quick with the same words."""
    others: set[str] = set()
    for trait in _traits(invitation, rules):
        expires_at = house.clock.product_now() + timedelta(days=rules.retention.device_days)
        house.sightings.note(trait, invitation.id, expires_at)
        others |= house.sightings.seen(trait)
    found = (house.invitations.find(name) for name in sorted(others - {invitation.id})[:MOST])
    return [invitation, *(one for one in found if one is not None)]


def _traits(invitation: Invitation, rules: SatisfactionRules) -> Iterator[str]:
    """Yield what a rating may have in common with others of its day, so that no trait grows without bound.

    A device of the hall is there for everybody and is no trait.
    """
    rating = invitation.rating
    if rating is None:
        return
    came, on = rating.arrival, rating.at.astimezone(CHINA).date().isoformat()
    if came.device and not Channel(came.channel).is_in_hall:
        yield sha256_hex(f"device|{came.device}|{on}")
    if came.words and came.page_ms is not None and came.page_ms < rules.fraud.quick_page_ms:
        yield sha256_hex(f"words|{came.words}|{on}")


def _facts(house: House, invitation: Invitation) -> RatingFacts | None:
    rating = invitation.rating
    if rating is None:
        return None
    came = rating.arrival
    return RatingFacts(
        rating=invitation.id,
        level=Level(rating.answer.level),
        submitted_at=rating.at,
        channel=Channel(came.channel),
        sub_channel=SubChannel(came.sub_channel) if came.sub_channel else None,
        device=came.device or None,
        person=invitation.contact or None,
        is_staff_network=_is_staff_network(house, came),
        page_ms=came.page_ms,
        text=came.words,
        ticket_closed_at=_ticket_closed_at(house, invitation),
        phone_cases=_phone_cases(house, invitation),
    )


def _is_staff_network(house: House, came: Arrival) -> bool:
    """Tell whether an answer came from where only staff is; the halls' own devices are for residents."""
    return came.network in house.staff_networks and not Channel(came.channel).is_in_hall


def _ticket_closed_at(house: House, invitation: Invitation) -> datetime | None:
    """Return when the visit to the window ended, where it is known: a matter done at once ends with it."""
    case = house.transact(lambda uow, _now: uow.cases.find(invitation.case)) if invitation.case else None
    return case.done_at if case is not None and case.promise_type == Promise.AT_ONCE else None


def _phone_cases(house: House, invitation: Invitation) -> int:
    if not invitation.contact:
        return 0
    contact = house.transact(lambda uow, _now: uow.contacts.find(invitation.contact))
    return contact.served.get(period_of(invitation.done_at), 0) if contact else 0


def _flag(house: House, identifier: str, found: tuple[Finding, ...], rules: SatisfactionRules) -> None:
    def attempt(uow: UnitOfWork, now: datetime) -> None:
        due_at = end_of(now, rules.appeal.review_workdays, house.calendar).at
        invitation = uow.invitations.load(identifier)
        order_id = invitation.rating.order_id if invitation.rating else ""
        order = uow.orders.find(order_id) if order_id else None
        decision = flag(invitation, found, due_at, order)
        if decision is not None:
            uow.invitations.save(decision, SYSTEM)
            if order is not None:
                uow.orders.hold(order.id)

    house.transact(attempt)
