"""Take a person out of one place, in one transaction, and delete what the vault holds of them (§7.14).

A case goes with everything that asked about it, or stays with it while a work order is handled; an item goes
once it is closed.
"""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.supervising import forget
from chalicelib.domain.satisfaction.privacy import erasing
from chalicelib.domain.satisfaction.privacy.erasing import Why
from chalicelib.domain.satisfaction.privacy.rooms import Room, place
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.privacy.asked import asked_about, take_out


class Outcome(StrEnum):
    """What became of a place out of which a person is to be taken."""

    ERASED = "erased"
    KEPT = "kept"


def erase_from(house: House, uow: UnitOfWork, case: ServedCase, why: Why, now: datetime) -> Outcome:
    """Take the person out of a case and of all that asked about it; kept while an order is handled."""
    asked = asked_about(house, uow, case)
    if any(one.is_kept for one in asked):
        return Outcome.KEPT
    for one in asked:
        take_out(house, uow, case, one, why, now)
    if case.person_ref:
        uow.vault.erase(case.person_ref)
    if case.known_as:
        uow.known.drop(case.known_as, place(Room.CASE, case.id))
        uow.population.drop(case)
    decision = erasing.erase_from_case(case, why)
    if decision is not None:
        uow.cases.save(decision, SYSTEM)
    return Outcome.ERASED


def erase_from_item(uow: UnitOfWork, item: HotlineItem, why: Why, now: datetime) -> Outcome:
    """Take the person out of an item, whose link shuts; kept while it is open.

    Who asks for it has every word about their matter deleted; by time it is what they said, and answers stay.
    """
    if item.is_open:
        return Outcome.KEPT
    if item.is_forgotten:
        return Outcome.ERASED
    words = item.refs if why is Why.ASKED else item.refs_of_resident
    for ref in (f"HOTLINE#{item.id}", *words):
        uow.vault.erase(ref)
    if item.contact:
        uow.known.drop(item.contact, place(Room.ITEM, item.id))
    uow.hotline.save(forget(item, why, now), SYSTEM)
    return Outcome.ERASED
