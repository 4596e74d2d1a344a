"""Open the work order of a bad level, in the transaction that takes it (evaluation.md §2.3 no. 1, §2.5)."""

from datetime import datetime

from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.codes.channels import Channel
from chalicelib.domain.satisfaction.codes.levels import BAD_LEVELS
from chalicelib.domain.satisfaction.invitations.invitation import Invitation, InvitationMode
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.domain.satisfaction.work_orders.opening import Grievance, create
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, UnitOfWork


def order_of_rating(rating_id: str) -> str:
    """Name a rating's work order: there is one, whoever looks for it."""
    return f"wo_{rating_id.removeprefix('r_')}"


def open_for_rating(
    house: House, uow: UnitOfWork, invitation: Invitation, rating: Rating, now: datetime
) -> None:
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
    uow.orders.add(create(order_of_rating(rating.id), grievance, now, rules, house.calendar), SYSTEM)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A level that was said to a question about a case, and to whom; `may_contact` lets the unit call."""

    source: Source
    source_id: str
    level: int
    channel: Channel
    may_contact: bool


def order_of_complaint(source_id: str, level: int) -> str:
    """Name the one order of an answer; blank of a level that opens none.

    >>> order_of_complaint("cb_1", 2), order_of_complaint("cb_1", 3)
    ('wo_cb_1', '')
    """
    return f"wo_{source_id}" if level in BAD_LEVELS else ""


def open_for_complaint(
    house: House, uow: UnitOfWork, case: ServedCase, said: Complaint, profile: str, now: datetime
) -> None:
    """Open the order of a bad level with the clock of a bad rating (§2.5 DONE + ISSUE), nothing of others."""
    order_id = order_of_complaint(said.source_id, said.level)
    if not order_id or uow.orders.find(order_id) is not None:  # looked for: a rival makes us decide anew
        return
    service = case.service
    grievance = Grievance(
        source=said.source,
        source_id=said.source_id,
        level=said.level,
        codes=(),
        task_code=service.task_code,
        region=service.region,
        channel=said.channel,
        staff=service.staff,
        unit=service.unit,
        may_unit_contact=said.may_contact,
        has_way_of_contact=True,
    )
    uow.orders.add(create(order_id, grievance, now, house.rating_rules.load(profile), house.calendar), SYSTEM)


def _is_anonymous(invitation: Invitation, rating: Rating) -> bool:
    """Tell whether nobody is to be called about a rating (§2.3 no. 19).

    Nobody is whom the resident so wanted. Whom we texted or served at the counter is known to the centre,
    whatever they ticked about the unit; who asked another system to leave their name out is not.
    """
    is_ours = invitation.mode is not InvitationMode.IMPORT and invitation.has_way_of_contact
    return rating.answer.stays_unknown or (rating.answer.is_anonymous and not is_ours)
