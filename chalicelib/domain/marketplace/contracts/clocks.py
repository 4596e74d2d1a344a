"""What time does to a purchase from the acceptance of its award on: the earliest of the clocks that run."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Due
from chalicelib.domain.marketplace.agencies.validity import end_of_day
from chalicelib.domain.marketplace.contracts.archiving import archives_at
from chalicelib.domain.marketplace.contracts.facts import Contract, Signing
from chalicelib.domain.marketplace.contracts.paying import overdue_instants
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.workdays import Calendar, Deadline, after_calendar_days, after_workdays

SIGNING_WARNING = "signing-warning"
SIGNING_TIMEOUT = "signing-timeout"
CONFIRMATION_REMINDER = "confirmation-reminder"
CONTRACT_PUBLICATION = "contract-publication"
FILING_MISSED = "filing-missed"
CHANGE_TIMEOUT = "change-timeout"
DELIVERY_MISSED = "delivery-missed"
PAYMENT_OVERDUE = "payment-overdue"
RESULT_REMINDER = "result-reminder"
RESULT_TIMEOUT = "result-timeout"
EVALUATION_END = "evaluation-end"
ARCHIVE = "archive"

Instants = dict[str, datetime]


def next_service_due(notice: Notice) -> Due | None:
    """Return what time will do next after the acceptance, None while people only are waited for."""
    return min(_clocks(notice), key=lambda due: due.at, default=None)


def _clocks(notice: Notice) -> Iterator[Due]:
    if notice.state is NoticeState.CONTRACTING and notice.signing:
        yield from _signing(notice.signing)
    if notice.contract is not None:
        yield from _contract(notice.contract)
    if notice.state is NoticeState.IN_SERVICE and notice.contract is not None:
        yield from _service(notice.contract)
    if notice.state is NoticeState.RESULT_REVIEW and notice.delivery and not notice.delivery.dispute:
        if notice.delivery.reminded_at is None:
            yield Due(RESULT_REMINDER, notice.delivery.remind_at)
        yield Due(RESULT_TIMEOUT, notice.delivery.due_at)
    if notice.evaluation is not None and notice.evaluation.closed_at is None:
        yield Due(EVALUATION_END, notice.evaluation.closes_at)
    archive_at = archives_at(notice)
    if archive_at is not None:
        yield Due(ARCHIVE, archive_at)


def _signing(signing: Signing) -> Iterator[Due]:
    if signing.warned_at is None:
        yield Due(SIGNING_WARNING, signing.due_at)
    if signing.offer is not None and signing.offer.reminded_at is None:
        yield Due(CONFIRMATION_REMINDER, signing.offer.due_at)
    yield Due(SIGNING_TIMEOUT, signing.lapses_at)


def _contract(contract: Contract) -> Iterator[Due]:
    if contract.published_at is None:
        yield Due(CONTRACT_PUBLICATION, contract.publish_due_at)
    if contract.filed_at is None and contract.filing_missed_at is None:
        yield Due(FILING_MISSED, contract.filing_due_at)
    if contract.pending is not None:
        yield Due(CHANGE_TIMEOUT, contract.pending.due_at)
    yield from (Due(PAYMENT_OVERDUE, at) for at in overdue_instants(contract))


def _service(contract: Contract) -> Iterator[Due]:
    """The last day of service: it decides nothing, and an extension moves it."""
    if contract.delivery_missed_on != contract.ends_on:
        yield Due(DELIVERY_MISSED, end_of_day(contract.ends_on))


def reckon_signing(notice: Notice, rules: MarketRules, calendar: Calendar) -> tuple[Notice, Instants]:
    """Reckon the days to sign and to confirm anew."""
    signing, award = notice.signing, notice.award
    if signing is None or award is None:
        return notice, {}
    instants: Instants = {}
    if signing.provisional:
        due = after_workdays(signing.since, rules.award.signing_workdays, calendar)
        cap = after_calendar_days(award.at, rules.award.signing_cap_days, calendar)
        lapses_at = max(signing.lapses_at, cap.at)
        due_at = max(signing.due_at, min(due.at, lapses_at))
        provisional = due.provisional or cap.provisional
        signing = replace(signing, due_at=due_at, lapses_at=lapses_at, provisional=provisional)
        award = replace(award, sign_due_at=due_at)
        instants = {"sign_due_at": due_at, "lapses_at": lapses_at}
    if signing.offer is not None and signing.offer.provisional:
        offer = signing.offer
        fresh = _anew(offer.due_at, offer.at, rules.contract.confirmation_workdays, calendar)
        signing = replace(signing, offer=replace(offer, due_at=fresh.at, provisional=fresh.provisional))
        instants["confirm_due_at"] = fresh.at
    return replace(notice, signing=signing, award=award), instants


def reckon_contract(notice: Notice, rules: MarketRules, calendar: Calendar) -> tuple[Notice, Instants]:
    """Reckon the days to publish, to file and to answer a proposal anew."""
    contract, given = notice.contract, rules.contract
    if contract is None:
        return notice, {}
    instants: Instants = {}
    if contract.provisional:
        publish = _anew(contract.publish_due_at, contract.at, given.publication_workdays, calendar)
        file = _anew(contract.filing_due_at, contract.at, given.filing_workdays, calendar)
        contract = replace(
            contract,
            publish_due_at=publish.at,
            filing_due_at=file.at,
            provisional=file.provisional,
        )
        instants = {"publish_due_at": publish.at, "filing_due_at": file.at}
    change = contract.pending
    if change is not None and change.provisional:
        fresh = _anew(change.due_at, change.at, given.change_answer_workdays, calendar)
        pending = replace(change, due_at=fresh.at, provisional=fresh.provisional)
        contract = replace(contract, pending=pending)
        instants["change_due_at"] = fresh.at
    return replace(notice, contract=contract), instants


def reckon_delivery(notice: Notice, rules: MarketRules, calendar: Calendar) -> tuple[Notice, Instants]:
    """Reckon the days to look at a result anew, and those of its contract."""
    notice, instants = reckon_contract(notice, rules, calendar)
    delivery = notice.delivery
    if delivery is None or not delivery.provisional:
        return notice, instants
    since = delivery.results[-1].at
    remind = _anew(delivery.remind_at, since, rules.delivery.reminder_workdays, calendar)
    due = _anew(delivery.due_at, since, rules.delivery.acceptance_workdays, calendar)
    fresh = replace(delivery, remind_at=remind.at, due_at=due.at, provisional=due.provisional)
    return replace(notice, delivery=fresh), {**instants, "accept_due_at": due.at}


def reckon_evaluation(notice: Notice, rules: MarketRules, calendar: Calendar) -> tuple[Notice, Instants]:
    """Reckon the window of the evaluation and the days to object anew."""
    notice, instants = reckon_contract(notice, rules, calendar)
    evaluation, clocks = notice.evaluation, rules.evaluation
    if evaluation is None or not evaluation.provisional:
        return notice, instants
    closes = _anew(evaluation.closes_at, evaluation.since, clocks.window_workdays, calendar)
    days = clocks.window_workdays + clocks.objection_workdays
    until = _anew(evaluation.objections_until, evaluation.since, days, calendar)
    fresh = replace(
        evaluation,
        closes_at=closes.at,
        objections_until=until.at,
        provisional=until.provisional,
    )
    told = {"evaluate_until_at": closes.at, "objections_until_at": until.at}
    return replace(notice, evaluation=fresh), {**instants, **told}


def _anew(given: datetime, since: datetime, n_workdays: int, calendar: Calendar) -> Deadline:
    reckoned = after_workdays(since, n_workdays, calendar)
    return Deadline(max(given, reckoned.at), reckoned.provisional)
