"""Tell the provincial system what has become of a rating, in order, each fact until it is accepted.

A run that comes twice, late or in vain finds nothing to do. The far side knows a report by its name, so that
telling it twice is harmless; where an answer was lost it is asked before it is told again. Nothing of the
rating waits for this: what is not accepted upstream counts here (evaluation.md §0).
"""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.cases.served_case import ServedCase
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.domain.satisfaction.upward import report as reports
from chalicelib.domain.satisfaction.upward.report import Report
from chalicelib.domain.satisfaction.upward.wire import message_of
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.upward_ports import ReportNotTakenError, ReportRefusedError

Deciding = Callable[[Report, datetime], Decision[Report]]
AT_ONCE = 5
"""Facts of one rating told in one run; more wait for the next."""


@dataclass(frozen=True, slots=True)
class Next:
    """What is to be told now."""

    report: Report
    place: int
    case: ServedCase
    rating: Rating


def report_rating(house: House, identifier: str) -> None:
    """Tell what is due of the rating of an invitation."""
    if not house.upward.is_connected:
        return
    for _ in range(AT_ONCE):
        following = house.transact(lambda uow, now: _look(uow, identifier, now))
        if following is None or not _tell(house, following):
            return


def _look(uow: UnitOfWork, identifier: str, now: datetime) -> Next | None:
    """Plan what was not told yet; return what is to be told now."""
    invitation = uow.invitations.find(identifier)
    if invitation is None or invitation.rating is None:
        return None
    found = uow.reports.find(identifier)
    decision = reports.plan(found, invitation, invitation.rating, now)
    if decision is not None:
        (uow.reports.add if found is None else uow.reports.save)(decision, SYSTEM)
    report = decision.state if decision else found
    return _next(uow, invitation, invitation.rating, report, now) if report else None


def _next(
    uow: UnitOfWork, invitation: Invitation, rating: Rating, report: Report, now: datetime
) -> Next | None:
    due, place = reports.next_due(report), reports.head_of(report)
    if due is None or place is None or now < due.at:
        return None
    return Next(report, place, uow.cases.load(invitation.case), rating)


def _tell(house: House, following: Next) -> bool:
    """Tell one fact and note the answer; return whether the far side has it now."""
    report, place = following.report, following.place
    name, minutes = reports.name_of(report, place), house.rating_rules.load().upward.retry_minutes
    try:
        receipt = house.upward.receipt_of(name) if report.tellings[place].is_unanswered else None
        if receipt is None:
            message = message_of(report, place, following.case, following.rating)
            receipt = house.upward.report(name, message)
    except ReportRefusedError as error:
        code, text = error.code, error.text
        _note(house, report.id, place, lambda one, _now: reports.refuse(one, place, code, text))
        return False
    except (ReportNotTakenError, Unavailable) as error:
        code, text = error.code, getattr(error, "text", "")
        _note(
            house,
            report.id,
            place,
            lambda one, now: reports.postpone(one, place, code, text, now, minutes),
        )
        return False
    taken = receipt
    _note(house, report.id, place, lambda one, _now: reports.accept(one, place, taken))
    return True


def _note(house: House, identifier: str, place: int, decide: Deciding) -> None:
    """Note an answer, unless another run has noted one meanwhile."""

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        report = uow.reports.load(identifier)
        if reports.is_waiting(report, place):
            uow.reports.save(decide(report, now), SYSTEM)

    house.transact(attempt)
