"""The unit mends or explains; a head of it who did not handle the order approves (nos. 7, 9 and 11)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.rules import SatisfactionRules, WorkOrderRules
from chalicelib.domain.satisfaction.work_orders.clocks import start
from chalicelib.domain.satisfaction.work_orders.facts import (
    FindingCode,
    Measure,
    Source,
    Step,
    Words,
    length_errors,
)
from chalicelib.domain.satisfaction.work_orders.moving import moved
from chalicelib.domain.satisfaction.work_orders.rights import check_approver, check_handler
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.workdays import Calendar

_F = FindingCode
DISPUTED = frozenset({_F.MISTAKEN, _F.MALICIOUS})
TO_MEND = frozenset({_F.CLEAR_REASONABLE, _F.COMPLEX, *DISPUTED})
TO_EXPLAIN = frozenset({_F.NO_LEGAL_BASIS, _F.NOT_VERIFIABLE, *DISPUTED})
"""A disputed rating is mended or, once the unit has appealed, explained: the clock waits for no appeal."""


def start_rectifying(order: WorkOrder, actor: Actor, now: datetime) -> Decision[WorkOrder]:
    """Begin to mend (立行立改), or begin again after the one reopening.

    Raises:
        Forbidden: for anyone but a handler of the unit who is not the rated clerk.
        Conflict: `not-for-this-finding` or `wrong-state`.
    """
    check_handler(order, actor)
    if order.state is OrderState.VERIFIED:
        _check_finding(order, TO_MEND)
    step = Step(actor.person, actor.org, now)
    return moved(order, "rectifying_started", OrderState.RECTIFYING, now, rectifying=step)


def explain(
    order: WorkOrder, measure: Measure, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[WorkOrder]:
    """Explain in writing why what was asked for has no legal basis, or why the rating is disputed.

    Raises:
        Forbidden: for anyone but a handler of the unit who is not the rated clerk.
        Conflict: `not-for-this-finding`, `appeal-needed` or `wrong-state`.
        Invalid: for words too short or too long, or too many files.
    """
    check_handler(order, actor)
    if order.state is OrderState.VERIFIED:
        _check_finding(order, TO_EXPLAIN)
        if order.finding and order.finding.code in DISPUTED and order.appeal is None:
            raise Conflict("appeal-needed")
    handed_in = _checked(measure, actor, now, rules.work_order)
    return moved(order, "explained", OrderState.EXPLAINED, now, _facts(handed_in), measure=handed_in)


def submit_measure(
    order: WorkOrder, measure: Measure, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[WorkOrder]:
    """Hand in what was done, with what the public may read and the evidence; a later one takes its place.

    Raises:
        Forbidden: for anyone but a handler of the unit who is not the rated clerk.
        Conflict: `wrong-state`.
        Invalid: for words too short or too long, or too many files.
    """
    check_handler(order, actor)
    handed_in = _checked(measure, actor, now, rules.work_order)
    return moved(order, "measure_submitted", order.state, now, _facts(handed_in), measure=handed_in)


def return_measure(order: WorkOrder, words: Words, actor: Actor, now: datetime) -> Decision[WorkOrder]:
    """Send what was handed in back to the handler, with the reason.

    Raises:
        Forbidden: for anyone but a head of the unit who did not handle it.
        Conflict: `measure-missing` or `wrong-state`.
    """
    check_approver(order, actor)
    _handed_in(order)
    return moved(order, "measure_returned", order.state, now, {"reason_ref": words.ref}, measure=None)


def approve_measure(
    order: WorkOrder, actor: Actor, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Decision[WorkOrder]:
    """Approve what was done or explained; the resident is told within the time for it.

    Raises:
        Forbidden: for anyone but a head of the unit who did not handle it.
        Conflict: `measure-missing` or `wrong-state`.
    """
    check_approver(order, actor)
    measure, given = _handed_in(order), rules.work_order
    has_resident = order.source is not Source.FINDING
    feedback = start(now, given.feedback_workdays, given, calendar) if has_resident else None
    dues = replace(order.dues, feedback=feedback)
    step = Step(actor.person, actor.org, now)
    data = {**_facts(measure), "in_time": now < order.dues.rectify.at}
    return moved(order, "rectified", OrderState.RECTIFIED, now, data, dues=dues, approved=step)


def _check_finding(order: WorkOrder, allowed: frozenset[FindingCode]) -> None:
    if order.finding is None or order.finding.code not in allowed:
        raise Conflict("not-for-this-finding")


def _handed_in(order: WorkOrder) -> Measure:
    if order.measure is None:
        raise Conflict("measure-missing")
    return order.measure


def _checked(measure: Measure, actor: Actor, now: datetime, given: WorkOrderRules) -> Measure:
    errors = (
        *length_errors("/measure", measure.words, given.measure_min_chars, given.measure_max_chars),
        *length_errors("/public_reply", measure.reply, given.reply_min_chars, given.reply_max_chars),
    )
    if len(measure.evidence) > given.evidence_max:
        errors = (*errors, FieldError("/evidence", "too-many-files", {"max": given.evidence_max}))
    if errors:
        raise Invalid(errors=errors)
    return replace(measure, step=Step(actor.person, actor.org, now))


def _facts(measure: Measure) -> dict[str, Json]:
    guide = measure.guide
    return {
        "measure_ref": measure.words.ref,
        "measure_sha256": measure.words.sha256,
        "reply_ref": measure.reply.ref,
        "evidence_count": len(measure.evidence),
        "guide": guide and [guide.before_sha256, guide.after_sha256, guide.published],
        "text_hash": guide and (guide.published or None),
    }
