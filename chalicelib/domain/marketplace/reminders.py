"""Whose deadlines run: what waits for whom until when, read from the aggregates (marketplace.md §6 no. 5).

Before the opening a notice names its owner only: who has registered stands in no list, so nobody is reminded
of a registration. What is done has no deadline here, so nobody is reminded of that either.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.domain.marketplace.agencies.agency import Filing
from chalicelib.domain.marketplace.agencies.states import ListingState
from chalicelib.domain.marketplace.agencies.validity import end_of_day, local_day
from chalicelib.domain.marketplace.conduct.case import Case
from chalicelib.domain.marketplace.conduct.case_states import CaseState
from chalicelib.domain.marketplace.contracts.facts import Contract, Side, Signing
from chalicelib.domain.marketplace.contracts.parties import org_of
from chalicelib.domain.marketplace.contracts.paying import unpaid
from chalicelib.domain.marketplace.evaluations.facts import Evaluation, Party
from chalicelib.domain.marketplace.notices.facts import PriceInquiry
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, workdays_before

OPERATOR = "role:operator_reviewer"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that one recipient has to do until an instant; `todo` is the workbench's code for it."""

    todo: str
    to: str
    until_at: datetime


@dataclass(frozen=True, slots=True)
class Reminder:
    """A deadline that is so many working days away, and the instant at which that is said."""

    waiting: Waiting
    workdays: int
    at: datetime


def reminders_at(
    waiting: Iterable[Waiting], now: datetime, days_before: Iterable[int], calendar: Calendar
) -> Iterator[Reminder]:
    """Yield the reminders of this day whose hour has come; a day that was missed is not made up for."""
    for one in waiting:
        for n in days_before:
            at = workdays_before(one.until_at, n, calendar).at
            if at <= now < one.until_at and local_day(at) == local_day(now):
                yield Reminder(one, n, at)


def notice_waits(notice: Notice) -> Iterator[Waiting]:
    """Yield what a purchase waits for."""
    match notice.state:
        case NoticeState.PUBLISHED if notice.publication:
            yield Waiting("registration-closes", _org(notice.owner), notice.publication.closes_at)
        case NoticeState.PENDING_OWNER if notice.inquiry:
            yield from _inquiry(notice, notice.inquiry)
        case NoticeState.PENDING_OWNER if notice.choice:
            todo = "approve-choice" if notice.choice.prepared else "choose"
            yield Waiting(todo, _org(notice.owner), notice.choice.due_at)
        case NoticeState.AWARDED if notice.award:
            yield Waiting("accept-award", _org(notice.award.winner.uscc), notice.award.due_at)
        case NoticeState.CONTRACTING if notice.signing:
            yield from _signing(notice, notice.signing)
        case NoticeState.RESULT_REVIEW if notice.delivery and not notice.delivery.dispute:
            yield Waiting("review-result", _org(notice.owner), notice.delivery.due_at)
        case NoticeState.COMPLETED | NoticeState.EVALUATED if (
            notice.evaluation and notice.evaluation.closed_at is None
        ):
            yield from _evaluation(notice, notice.evaluation)
    if notice.contract is not None and notice.state is not NoticeState.SUSPENDED:
        yield from _contract(notice, notice.contract)


def case_waits(case: Case) -> Iterator[Waiting]:
    """Yield what a case waits for: the agency's answer, or the department in charge."""
    if case.due_at is None:
        return
    if case.state is CaseState.NOTIFIED:
        yield Waiting("answer-case", _org(case.uscc), case.due_at)
    elif case.state in (CaseState.REPORTED, CaseState.OBJECTION):
        yield Waiting("handle-case", _org(case.department), case.due_at)


def filing_waits(filing: Filing, departments: Iterable[str]) -> Iterator[Waiting]:
    """Yield who has to check an agency's filing; `departments` are those that have not decided."""
    if filing.stage is ListingState.FORM_CHECK:
        yield Waiting("check-agency", OPERATOR, filing.due_at)
        return
    for org in departments:
        yield Waiting("review-agency", _org(org), filing.due_at)


def _org(uscc: str) -> str:
    return f"org:{uscc}"


def _inquiry(notice: Notice, inquiry: PriceInquiry) -> Iterator[Waiting]:
    if inquiry.asked_at is None:
        yield Waiting("question-price", _org(notice.owner), inquiry.ask_due_at)
        return
    if inquiry.explained_at is None and inquiry.explanation_due_at and inquiry.candidate:
        yield Waiting("explain-price", _org(inquiry.candidate.uscc), inquiry.explanation_due_at)
    if inquiry.explained_at is not None and inquiry.decision_due_at:
        yield Waiting("decide-price", _org(notice.owner), inquiry.decision_due_at)


def _signing(notice: Notice, signing: Signing) -> Iterator[Waiting]:
    if signing.offer is not None:
        side = signing.offer.side.other
        yield Waiting("confirm-contract", _org(org_of(notice, side)), signing.offer.due_at)
    elif notice.award is not None:
        for org in (notice.owner, notice.award.winner.uscc):
            yield Waiting("sign-contract", _org(org), signing.due_at)


def _contract(notice: Notice, contract: Contract) -> Iterator[Waiting]:
    if contract.filed_at is None and contract.filing_missed_at is None:
        yield Waiting("file-contract", _org(notice.owner), contract.filing_due_at)
    if notice.state is NoticeState.IN_SERVICE:
        ends_at = end_of_day(contract.ends_on)
        yield Waiting("deliver-result", _org(org_of(notice, Side.AGENCY)), ends_at)
        yield Waiting("await-result", _org(notice.owner), ends_at)
    if contract.pending is not None:
        side = contract.pending.side.other
        yield Waiting("answer-change", _org(org_of(notice, side)), contract.pending.due_at)
    for one in unpaid(contract):
        yield Waiting("pay-instalment", _org(notice.owner), end_of_day(one.due_on))


def _evaluation(notice: Notice, evaluation: Evaluation) -> Iterator[Waiting]:
    spoken = {one.party for one in evaluation.opinions}
    seats = {
        Party.OWNER: _org(notice.owner),
        Party.DEPARTMENT: _org(evaluation.department) if evaluation.department else "",
        Party.CENTRE: OPERATOR,
    }
    for party, to in seats.items():
        if to and party not in spoken:
            yield Waiting("evaluate", to, evaluation.closes_at)
