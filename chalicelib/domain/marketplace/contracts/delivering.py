"""Delivery (docs/rules.md §2.1): the agency hands the result over, the owner accepts or returns it.

Silence accepts after ten working days, with a reminder after five. After the third return the owner can only
accept or dispute: then the supervisor is told and no clock accepts anything.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies.validity import end_of_day
from chalicelib.domain.marketplace.contracts.changes import running_contract
from chalicelib.domain.marketplace.contracts.facts import (
    ChangeKind,
    Contract,
    Delivery,
    Dispute,
    Document,
    Result,
    Side,
)
from chalicelib.domain.marketplace.contracts.parties import check_side, contract_of, today, told
from chalicelib.domain.marketplace.evaluations.facts import Evaluation
from chalicelib.domain.marketplace.notices.notice import Notice, moved
from chalicelib.domain.marketplace.notices.opening import check_due
from chalicelib.domain.marketplace.notices.permissions import check_role
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.withdrawal import check_reason
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import SYSTEM, Actor, Role
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar, after_workdays


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What the agency hands over: when it was finished, the file, and a note to the owner."""

    finished_on: date
    file: Document
    note: str


def hand_over(
    notice: Notice, given: HandedOver, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Hand the result over; the owner's days to look at it start.

    Raises:
        Invalid: a day before the service began or in the future, a note that is too long.
        Conflict: `no-contract` or `wrong-state`.
        Forbidden: for anyone but the agency's people.
    """
    check_side(notice, Side.AGENCY, actor)
    contract = running_contract(notice, "result_uploaded")
    errors = list(_errors(contract, given, now, rules))
    if errors:
        raise Invalid(errors=errors)
    remind = after_workdays(now, rules.delivery.reminder_workdays, calendar)
    due = after_workdays(now, rules.delivery.acceptance_workdays, calendar)
    before = notice.delivery.results if notice.delivery else ()
    result = Result(actor.person, now, given.finished_on, given.file, given.note)
    delivery = Delivery((*before, result), remind.at, due.at, due.provisional)
    return moved(
        notice,
        "result_uploaded",
        replace(notice, delivery=delivery, contract=_only_termination(contract)),
        NoticeState.RESULT_REVIEW,
        **told(
            notice,
            number=len(delivery.results),
            file_sha256=given.file.sha256,
            finished_on=given.finished_on.isoformat(),
            late_days=late_days(contract, given.finished_on),
            term_days=term_days(contract),
            accept_due_at=format_instant(due.at),
        ),
    )


def send_result_back(
    notice: Notice, reason: str, actor: Actor, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """Return the result with the reason, at most as often as the rules allow.

    Raises:
        Invalid: `required` without a reason.
        Conflict: `returns-used-up` once only a dispute is left, or `wrong-state`.
        Forbidden: for anyone but the owner's people.
    """
    check_side(notice, Side.OWNER, actor)
    delivery = delivery_of(notice, "result_returned")
    check_reason(reason, rules)
    if delivery.returns >= rules.delivery.returns_max:
        raise Conflict("returns-used-up", max=rules.delivery.returns_max)
    last = replace(delivery.results[-1], returned_at=now, return_reason=reason)
    changed = replace(delivery, results=(*delivery.results[:-1], last))
    return moved(
        notice,
        "result_returned",
        replace(notice, delivery=changed),
        NoticeState.IN_SERVICE,
        **told(notice, returns=changed.returns, max=rules.delivery.returns_max, accept_due_at=None),
    )


def dispute(notice: Notice, reason: str, actor: Actor, now: datetime, rules: MarketRules) -> Decision[Notice]:
    """Refuse the result for good: the supervisor is told, and silence accepts nothing any more.

    Raises:
        Invalid: `required` without a reason.
        Conflict: `returns-left` while it can still be returned, `already-disputed`, or `wrong-state`.
        Forbidden: for anyone but the owner's people.
    """
    check_side(notice, Side.OWNER, actor)
    delivery = delivery_of(notice, "result_disputed")
    check_reason(reason, rules)
    if delivery.returns < rules.delivery.returns_max:
        raise Conflict("returns-left", left=rules.delivery.returns_max - delivery.returns)
    if delivery.dispute is not None:
        raise Conflict("already-disputed")
    changed = replace(delivery, dispute=Dispute(now, actor.person, reason))
    facts = told(notice, disputed_at=format_instant(now), accept_due_at=None)
    return moved(
        notice, "result_disputed", replace(notice, delivery=changed), NoticeState.RESULT_REVIEW, **facts
    )


def remind_owner(notice: Notice, now: datetime) -> Decision[Notice]:
    """Remind the owner of a result it has not looked at, once.

    Raises:
        Conflict: `too-early`, `already-reminded` or `wrong-state`.
    """
    delivery = delivery_of(notice, "result_reminded")
    check_due(delivery.remind_at, now)
    if delivery.reminded_at is not None:
        raise Conflict("already-reminded")
    changed = replace(notice, delivery=replace(delivery, reminded_at=now))
    facts = told(notice, accept_due_at=format_instant(delivery.due_at))
    return moved(notice, "result_reminded", changed, NoticeState.RESULT_REVIEW, **facts)


def miss_delivery(notice: Notice, now: datetime) -> Decision[Notice]:
    """Note that the last day of service has passed without a result; nothing follows but that both are told.

    What lateness costs is counted when the result comes (docs/rules.md §2.6). After an extension the new last
    day may be missed in its turn.

    Raises:
        Conflict: `too-early`, `already-reminded` or `wrong-state`.
    """
    contract = contract_of(notice)
    check_due(end_of_day(contract.ends_on), now)
    if contract.delivery_missed_on == contract.ends_on:
        raise Conflict("already-reminded")
    changed = replace(notice, contract=replace(contract, delivery_missed_on=contract.ends_on))
    facts = told(notice, ends_on=contract.ends_on.isoformat())
    return moved(notice, "delivery_missed", changed, NoticeState.IN_SERVICE, **facts)


def accept(
    notice: Notice, department: str, actor: Actor, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Accept the result: the owner's act, and in a dispute also the supervisor's.

    `department` is the USCC of the industry department that may evaluate from now on.

    Raises:
        Conflict: `wrong-state`.
        Forbidden: for anyone else.
    """
    delivery = delivery_of(notice, "result_accepted")
    if delivery.dispute is not None and actor.has(Role.SUPERVISOR):
        check_role(actor, Role.SUPERVISOR)
        return _accepted(notice, department, actor, "supervisor", now, rules, calendar)
    check_side(notice, Side.OWNER, actor)
    return _accepted(notice, department, actor, "owner", now, rules, calendar)


def accept_by_silence(
    notice: Notice, department: str, now: datetime, rules: MarketRules, calendar: Calendar
) -> Decision[Notice]:
    """Accept a result that the owner neither accepted nor returned.

    Raises:
        Conflict: `too-early`, `already-disputed` or `wrong-state`.
    """
    delivery = delivery_of(notice, "result_accepted")
    check_due(delivery.due_at, now)
    if delivery.dispute is not None:
        raise Conflict("already-disputed")
    return _accepted(notice, department, SYSTEM, "system", now, rules, calendar)


def handed_over_at(notice: Notice) -> datetime:
    """Return since when the last result waits for the owner.

    Raises:
        Conflict: `wrong-state`.
    """
    return delivery_of(notice, "result_accepted").results[-1].at


def delivery_of(notice: Notice, event: str) -> Delivery:
    """Return the delivery that waits for the owner.

    Raises:
        Conflict: `wrong-state`.
    """
    if notice.delivery is None or notice.state is not NoticeState.RESULT_REVIEW:
        raise Conflict("wrong-state", kind="notice", state=str(notice.state), event=event)
    return notice.delivery


def _accepted(
    notice: Notice,
    department: str,
    actor: Actor,
    by_side: str,
    now: datetime,
    rules: MarketRules,
    calendar: Calendar,
) -> Decision[Notice]:
    delivery, clocks = delivery_of(notice, "result_accepted"), rules.evaluation
    closes = after_workdays(now, clocks.window_workdays, calendar)
    objections = after_workdays(now, clocks.window_workdays + clocks.objection_workdays, calendar)
    changed = replace(
        notice,
        delivery=replace(delivery, accepted_at=now, accepted_by=actor.person, accepted_side=by_side),
        contract=replace(contract_of(notice), pending=None),
        evaluation=Evaluation(now, closes.at, objections.at, objections.provisional, department),
    )
    return moved(
        notice,
        "result_accepted",
        changed,
        NoticeState.COMPLETED,
        **told(
            changed,
            by_side=by_side,
            evaluate_until_at=format_instant(closes.at),
            objections_until_at=format_instant(objections.at),
            department_org=department,
            approving_org=notice.content.approving_department,
            accept_due_at=None,
            change_due_at=None,
            **_violations(changed, rules),
        ),
    )


def late_days(contract: Contract, finished_on: date) -> int:
    """Return by how many days a result came after the last day of service."""
    return max((finished_on - contract.ends_on).days, 0)


def term_days(contract: Contract) -> int:
    """Return the days of service, the first and the last included."""
    return (contract.ends_on - contract.terms.starts_on).days + 1


def late_steps(contract: Contract, finished_on: date, rules: MarketRules) -> int:
    """Return how many full tenths of the term a result came late, at most as many as count (§2.6)."""
    late, step = late_days(contract, finished_on), rules.delivery.late_step_percent
    return min(late * 100 // (term_days(contract) * step), rules.delivery.late_steps_max)


def _violations(notice: Notice, rules: MarketRules) -> dict[str, Json]:
    """Name late delivery with the accepted result, by which it is counted once for a purchase."""
    results = notice.delivery.results if notice.delivery else ()
    times = late_steps(contract_of(notice), results[-1].finished_on, rules) if results else 0
    if not times:
        return {}
    uscc = selection_of(notice).winner.uscc
    return {"violations": [{"uscc": uscc, "basis": "late-delivery", "times": times}]}


def _only_termination(contract: Contract) -> Contract:
    """Drop a proposal that the result has overtaken; an end by both stays possible."""
    change = contract.pending
    keeps = change is None or change.kind is ChangeKind.TERMINATION
    return contract if keeps else replace(contract, pending=None)


def _errors(contract: Contract, given: HandedOver, now: datetime, rules: MarketRules) -> Iterator[FieldError]:
    starts_on = contract.terms.starts_on
    if given.finished_on < starts_on:
        yield FieldError("/finished_on", "before-the-service", {"earliest_on": starts_on.isoformat()})
    if given.finished_on > today(now):
        yield FieldError("/finished_on", "future-date")
    if len(given.note) > rules.notice.note_max_chars:
        yield FieldError("/note", "too-long", {"max": rules.notice.note_max_chars})
