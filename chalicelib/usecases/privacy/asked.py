"""What asked about a case, in every room, with the order that came of it: it goes with the case.

An invitation is found by its link or by the rating, callbacks and surveys by the telephone (ADR 0101).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.domain.satisfaction.callbacks import forgetting
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.privacy import erasing
from chalicelib.domain.satisfaction.privacy.erasing import Why
from chalicelib.domain.satisfaction.privacy.rooms import Room, below, place, read_place
from chalicelib.domain.satisfaction.rules import RetentionRules
from chalicelib.domain.satisfaction.surveys import survey as surveys
from chalicelib.domain.satisfaction.surveys.survey import Survey
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.invitations.links import id_of, token_of
from chalicelib.usecases.invitations.plan_invitation import RATED
from chalicelib.usecases.ports import House, UnitOfWork


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that asked the person of a case, and the work order of what was answered."""

    what: Invitation | CallbackTask | Survey
    order: WorkOrder | None = None

    @property
    def is_kept(self) -> bool:
        """Tell whether its person is still needed: an order is being handled."""
        return self.order is not None and self.order.is_open


def asked_about(house: House, uow: UnitOfWork, case: ServedCase) -> list[Asked]:
    """Return what asked about a case, by a text, at a counter, by a call and in surveys.

    Only who can make the token of a link finds an invitation that nobody answered.
    """
    names = dict.fromkeys([id_of(token_of(house, case.id)), uow.owner_of(RATED, case.id) or ""])
    found = [one for name in names if name and (one := uow.invitations.find(name)) is not None]
    return [*(Asked(one, order_of(uow, one)) for one in found), *called_about(uow, case)]


def called_about(uow: UnitOfWork, case: ServedCase) -> Iterator[Asked]:
    """Yield the callbacks and surveys that asked about a case."""
    for name in uow.known.places(case.known_as, f"{place(Room.CASE, case.id)}/") if case.known_as else ():
        room, identifier = read_place(name)
        if room is Room.TASK and (task := uow.callback_tasks.find(identifier)) is not None:
            yield Asked(task, _order_named(uow, task.answer.order_id if task.answer else ""))
        elif room is Room.SURVEY and (survey := uow.surveys.find(identifier)) is not None:
            yield Asked(survey, _order_named(uow, survey.given.order_id if survey.given else ""))


def order_of(uow: UnitOfWork, invitation: Invitation) -> WorkOrder | None:
    """Return the work order of what was answered, if it made one."""
    return _order_named(uow, invitation.rating.order_id if invitation.rating else "")


def _order_named(uow: UnitOfWork, order_id: str) -> WorkOrder | None:
    return uow.orders.find(order_id) if order_id else None


def kept_until(asked: Asked, rules: RetentionRules) -> datetime | None:
    """Return until when its person is kept; None while an order is handled."""
    if asked.order is not None:
        return erasing.order_kept_until(asked.order, rules)
    match asked.what:
        case Invitation() as invitation:
            return erasing.device_kept_until(invitation, rules)
        case CallbackTask() as task:
            return forgetting.kept_until(task, rules)
        case Survey() as survey:
            return surveys.kept_until(survey, rules)


def take_out(house: House, uow: UnitOfWork, case: ServedCase, asked: Asked, why: Why, now: datetime) -> None:
    """Take the person out of what asked, and delete what they said there.

    What they wrote with a rating goes only when they ask for it: without the number nothing leads from it to
    them. What was noted of a call or written in a survey tells of the person and goes each time; photos too.
    """
    if why is Why.ASKED and asked.order is not None:
        _erase(uow, erasing.words_of_order(asked.order))
    match asked.what:
        case Invitation() as invitation:
            _take_out_of_invitation(house, uow, invitation, why, now)
        case CallbackTask() as task:
            _take_out_of_task(uow, case, task, why, now)
        case Survey() as survey:
            _take_out_of_survey(uow, case, survey, why)


def _take_out_of_invitation(
    house: House, uow: UnitOfWork, invitation: Invitation, why: Why, now: datetime
) -> None:
    if why is Why.ASKED:
        _erase(uow, erasing.words_of_rating(invitation))
    erase_photos(house, invitation)
    if (changed := erasing.erase_from_invitation(invitation, why, now)) is not None:
        uow.invitations.save(changed, SYSTEM)


def _take_out_of_task(uow: UnitOfWork, case: ServedCase, task: CallbackTask, why: Why, now: datetime) -> None:
    _erase(uow, forgetting.said_in(task))
    uow.known.drop(task.contact, below(case.id, Room.TASK, task.id))
    if task.lease is not None and now < task.lease.until:
        uow.let_task_go(task.lease.agent)
    uow.callback_tasks.save(forgetting.forget_person(task, why), SYSTEM)


def _take_out_of_survey(uow: UnitOfWork, case: ServedCase, survey: Survey, why: Why) -> None:
    _erase(uow, surveys.said_in(survey))
    uow.known.drop(survey.contact, below(case.id, Room.SURVEY, survey.id))
    uow.surveys.save(surveys.forget_person(survey, why), SYSTEM)


def erase_photos(house: House, invitation: Invitation) -> None:
    """Delete the pictures before the record of them is written: a run that breaks off leaves none behind."""
    for file_id in erasing.photos_of(invitation):
        house.files.erase(file_id)


def _erase(uow: UnitOfWork, refs: Iterable[str]) -> None:
    for ref in refs:
        uow.vault.erase(ref)
