"""Somebody other than the rated clerk contacts the resident, or fails to after three tries (no. 5).

The tries are in two parts of the day, which may be the one day that there is for it.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import Dues, start
from chalicelib.domain.satisfaction.work_orders.facts import Attempt, Step, Words
from chalicelib.domain.satisfaction.work_orders.moving import moved
from chalicelib.domain.satisfaction.work_orders.rights import check_caller
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.trying import are_spent
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar

_DAYS = 1


def contact(
    order: WorkOrder,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Note that the resident was spoken to; verification begins.

    Raises:
        Forbidden: for whoever may not call the resident, the rated clerk first of all.
        Conflict: `not-contactable` or `wrong-state`.
    """
    _check_may_try(order, actor, now)
    step = Step(actor.person, actor.org, now, words)
    dues = _verifying(order, now, rules, calendar)
    return moved(order, "contacted", OrderState.CONTACTED, now, contacted=step, dues=dues)


def note_failed_contact(
    order: WorkOrder,
    outcome: str,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Note a try that reached nobody; after the third one verification begins without the resident.

    Raises:
        Forbidden: for whoever may not call the resident.
        Conflict: `not-contactable` or `wrong-state`.
    """
    _check_may_try(order, actor, now)
    attempt = Attempt(Step(actor.person, actor.org, now), outcome)
    attempts = (*order.contact_attempts, attempt)
    data = {"outcome": outcome, "attempt": len(attempts)}
    if not are_spent(attempts, rules.work_order.contact_attempts, _DAYS):
        return moved(order, "contact_attempted", order.state, now, data, contact_attempts=attempts)
    return moved(
        order,
        "contact_failed",
        OrderState.CONTACT_FAILED,
        now,
        data,
        contact_attempts=attempts,
        has_contact_failed=True,
        dues=_verifying(order, now, rules, calendar),
    )


def _verifying(order: WorkOrder, now: datetime, rules: SatisfactionRules, calendar: Calendar) -> Dues:
    given = rules.work_order
    return replace(order.dues, verify=start(now, given.verify_workdays, given, calendar))


def _check_may_try(order: WorkOrder, actor: Actor, now: datetime) -> None:
    check_caller(order, actor, now)
    if not order.is_contactable:
        raise Conflict("not-contactable")
