"""Open the work order of a bad rating, in the transaction of the rating itself (evaluation.md §2.3 no. 1)."""

from datetime import datetime

from chalicelib.domain.satisfaction.invitations.invitation import Invitation, InvitationMode
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.domain.satisfaction.work_orders.opening import Grievance, create
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.ports import House, UnitOfWork


def order_of(rating_id: str) -> str:
    """Name a rating's work order: there is one, whoever looks for it."""
    return f"wo_{rating_id.removeprefix('r_')}"


def open_order(house: House, uow: UnitOfWork, invitation: Invitation, rating: Rating, now: datetime) -> None:
    """Open a work order; nothing for a rating that is not bad."""
    if not rating.is_bad:
        return
    said, service = rating.answer, invitation.service
    grievance = Grievance(
        source=Source.RATING,
        source_id=invitation.id,
        level=said.level,
        codes=said.indicators,
        task_code=service.task_code,
        region=service.region,
        channel=rating.arrival.channel,
        staff=service.staff,
        unit=service.unit,
        may_unit_contact=said.may_contact,
        is_anonymous=_is_anonymous(invitation, rating),
        has_way_of_contact=invitation.has_way_of_contact,
    )
    rules = house.rating_rules.load(invitation.profile)
    uow.orders.add(create(order_of(rating.id), grievance, now, rules, house.calendar), SYSTEM)


def _is_anonymous(invitation: Invitation, rating: Rating) -> bool:
    """Tell whether nobody is to be called about a rating (§2.3 no. 19).

    Nobody is whom the resident so wanted. Whom we texted or served at the counter is known to the centre,
    whatever they ticked about the unit; who asked another system to leave their name out is not.
    """
    is_ours = invitation.mode is not InvitationMode.IMPORT and invitation.has_way_of_contact
    return rating.answer.stays_unknown or (rating.answer.is_anonymous and not is_ours)
