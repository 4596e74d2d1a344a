"""Take a person out of one case, in one transaction, and delete what the vault holds of them (§7.14)."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.privacy import erasing
from chalicelib.domain.satisfaction.privacy.erasing import Why
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.invitations.links import id_of, token_of
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, UnitOfWork

SURVEYS = "sv_"
"""How the references of episodes begin in which a survey asked."""


class Outcome(StrEnum):
    """What became of a case whose person is to be taken out."""

    ERASED = "erased"
    KEPT = "kept"


def erase_from(house: House, uow: UnitOfWork, case: ServedCase, why: Why, now: datetime) -> Outcome:
    """Take the person out of a case and of all that was asked about it; kept while an order is handled.

    What the person wrote goes only when they ask for it: without the number nothing leads from it to them.
    Photos go each time.
    """
    asked = asked_about(house, uow, case)
    if any(order is not None and order.is_open for _, order in asked):
        return Outcome.KEPT
    for invitation, order in asked:
        if why is Why.ASKED:
            for ref in erasing.words_of_resident(invitation, order):
                uow.vault.erase(ref)
        changed = erasing.erase_from_invitation(invitation, why, now)
        erase_photos(house, invitation)
        if changed is not None:
            uow.invitations.save(changed, SYSTEM)
    _erase_words_of_surveys(uow, case.contact, why)
    if case.person_ref:
        uow.vault.erase(case.person_ref)
    if case.known_as:
        uow.known.drop(case.known_as, case.id)
        uow.population.drop(case)
    decision = erasing.erase_from_case(case, why)
    if decision is not None:
        uow.cases.save(decision, SYSTEM)
    return Outcome.ERASED


def erase_photos(house: House, invitation: Invitation) -> None:
    """Delete the pictures before the record of them is written: a run that breaks off leaves none behind."""
    for file_id in erasing.photos_of(invitation):
        house.files.erase(file_id)


def _erase_words_of_surveys(uow: UnitOfWork, key: str, why: Why) -> None:
    """Delete what somebody wrote in the surveys that their contact remembers; what was ticked is no name."""
    contact = uow.contacts.find(key) if key and why is Why.ASKED else None
    for episode in contact.episodes if contact else ():
        survey = uow.surveys.find(episode.ref) if episode.ref.startswith(SURVEYS) else None
        if survey is not None and survey.given is not None and survey.given.sealed_ref:
            uow.vault.erase(survey.given.sealed_ref)


def asked_about(house: House, uow: UnitOfWork, case: ServedCase) -> list[tuple[Invitation, WorkOrder | None]]:
    """Return what was asked about a case, by a text and by whatever else it was rated, with the orders."""
    names = dict.fromkeys([id_of(token_of(house, case.id)), uow.owner_of(RATED, case.id) or ""])
    found = [one for name in names if name and (one := uow.invitations.find(name)) is not None]
    return [(one, order_of(uow, one)) for one in found]


def order_of(uow: UnitOfWork, invitation: Invitation) -> WorkOrder | None:
    """Return the work order of what was answered, if it made one."""
    order_id = invitation.rating.order_id if invitation.rating else ""
    return uow.orders.find(order_id) if order_id else None
