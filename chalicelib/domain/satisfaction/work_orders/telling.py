"""The resident is told what was done and asked if it is solved, never by the rated unit (nos. 12, 13, 19).

The revisit counts as not reached after three tries on two days and in two parts of the day (§2.5).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import start
from chalicelib.domain.satisfaction.work_orders.facts import (
    Attempt,
    Revisit,
    RevisitResult,
    Source,
    Step,
    Words,
)
from chalicelib.domain.satisfaction.work_orders.moving import moved
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT, check_asker
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.trying import are_spent
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar

_DAYS = 2


def send_feedback(
    order: WorkOrder,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Tell the resident what was done (件件有反馈); the revisit is owed wherever somebody can be reached.

    Raises:
        Forbidden: for anyone but the sender of texts and the centre; for those of the unit.
        Conflict: `not-contactable` of a finding, or `wrong-state`.
    """
    if actor != SYSTEM:  # the text that the provider took
        check_asker(order, actor)
    if order.source is Source.FINDING:
        raise Conflict("not-contactable")
    given, dues = rules.work_order, order.dues
    revisit = None if order.is_revisit_exempt else start(now, given.revisit_workdays, given, calendar)
    step = Step(actor.person, actor.org, now, words)
    dues = replace(dues, revisit=revisit)
    return moved(order, "feedback_sent", OrderState.FEEDBACK_SENT, now, dues=dues, feedback=step)


def awaits_text(order: WorkOrder) -> bool:
    """Tell whether only a text can have told the resident what was done: no person has."""
    is_told_by_text = order.feedback is not None and order.feedback.by == SYSTEM.person
    return order.state is OrderState.RECTIFIED or (
        order.state is OrderState.FEEDBACK_SENT and is_told_by_text
    )


def take_back_feedback(
    order: WorkOrder, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Decision[WorkOrder]:
    """Note that the text which was to tell the resident never arrives: the centre has to, in its own time.

    Raises:
        Conflict: `wrong-state`.
    """
    given = rules.work_order
    feedback = start(now, given.feedback_workdays, given, calendar)
    dues = replace(order.dues, feedback=feedback, revisit=None)
    return moved(order, "feedback_failed", OrderState.RECTIFIED, now, dues=dues, feedback=None)


def note_failed_revisit(
    order: WorkOrder, outcome: str, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[WorkOrder]:
    """Note a try that reached nobody; once the tries are spent the revisit is over without an answer.

    Raises:
        Forbidden: for anyone but the centre, and for those of the unit.
        Conflict: `not-contactable` or `wrong-state`.
    """
    check_asker(order, actor)
    _check_contactable(order)
    step = Step(actor.person, actor.org, now)
    attempts = (*order.revisit_attempts, Attempt(step, outcome))
    data = {"outcome": outcome, "attempt": len(attempts)}
    if not are_spent(attempts, rules.work_order.revisit_attempts, _DAYS):
        return moved(order, "revisit_attempted", order.state, now, data, revisit_attempts=attempts)
    unreached = Revisit(RevisitResult.NOT_REACHED, step)
    data = {**data, "result": unreached.result.value}
    return moved(
        order, "revisited", OrderState.REVISITED, now, data, revisit_attempts=attempts, revisit=unreached
    )


def record_revisit(
    order: WorkOrder,
    result: RevisitResult,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
) -> Decision[WorkOrder]:
    """Note what the resident says of the outcome, on the telephone or by the link of the message.

    By the link the resident may contradict what somebody else has noted of them (§8.12).

    Raises:
        Forbidden: for anyone but the resident and the centre, and for those of the unit.
        Conflict: `not-contactable`, `tries-left` for a revisit that is given up too early, or `wrong-state`.
    """
    if actor != RESIDENT:
        check_asker(order, actor)
        _check_contactable(order)
    if result is RevisitResult.NOT_REACHED:
        raise Conflict("tries-left")
    revisit = Revisit(result, Step(actor.person, actor.org, now, words))
    is_correction = actor == RESIDENT and is_correctable(order, now, rules)
    data = {"result": result.value, "by_resident": actor == RESIDENT}
    event = "revisit_corrected" if is_correction else "revisited"
    return moved(order, event, OrderState.REVISITED, now, data, revisit=revisit)


def is_correctable(order: WorkOrder, now: datetime, rules: SatisfactionRules) -> bool:
    """Tell whether the resident may still contradict what somebody else has noted of them."""
    until = correctable_until(order, rules)
    return order.state is OrderState.REVISITED and until is not None and now < until


def correctable_until(order: WorkOrder, rules: SatisfactionRules) -> datetime | None:
    """Return until when the resident may contradict; None where the note is the resident's own."""
    noted = order.revisit
    if noted is None or noted.step.by == RESIDENT.person:
        return None
    return noted.step.at + timedelta(hours=rules.work_order.correction_hours)


def _check_contactable(order: WorkOrder) -> None:
    if not order.is_contactable:
        raise Conflict("not-contactable")
