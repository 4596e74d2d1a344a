"""The unit signs, or says that the order is not theirs and the regulator decides (nos. 3 and 4)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import Dues, start
from chalicelib.domain.satisfaction.work_orders.facts import Return, Source, Step, Words, check_words
from chalicelib.domain.satisfaction.work_orders.moving import moved
from chalicelib.domain.satisfaction.work_orders.rights import check_handler, check_regulator
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar


def sign(
    order: WorkOrder, actor: Actor, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Decision[WorkOrder]:
    """Take the order on (签收): contact begins, or verification where nobody can be contacted.

    Raises:
        Forbidden: for anyone but a handler of the unit who is not the rated clerk.
        Conflict: `wrong-state`.
    """
    check_handler(order, actor)
    given, dues = rules.work_order, order.dues
    if order.is_contactable:
        contact = start(now, given.contact_workdays, given, calendar)
        hard = start(now, given.contact_hard_workdays, given, calendar)
        dues = replace(dues, contact=contact, contact_hard=hard)
    else:
        dues = replace(dues, verify=start(now, given.verify_workdays, given, calendar))
    if order.source is not Source.FINDING:  # nobody's rating, which a reviewer could declare invalid
        dues = replace(dues, appeal=start(now, rules.appeal.submit_workdays, given, calendar))
    step = Step(actor.person, actor.org, now)
    return moved(order, "signed", OrderState.SIGNED, now, dues=dues, signed=step)


def request_return(
    order: WorkOrder, words: Words, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[WorkOrder]:
    """Say that the order is not the unit's (退单), with the reason; no clock stops meanwhile.

    Raises:
        Forbidden: for anyone but a handler of the unit who is not the rated clerk.
        Conflict: `no-return-left`, `return-lapsed`, `appeal-open` or `wrong-state`.
        Invalid: for a reason too short or too long.
    """
    check_handler(order, actor)
    given, until = rules.work_order, order.dues.returning
    if len(order.returns) >= given.returns_max:
        raise Conflict("no-return-left", max=given.returns_max)
    if until is not None and now >= until.at:
        raise Conflict("return-lapsed")
    if order.has_pending_appeal:
        raise Conflict("appeal-open")
    check_words("/reason", words, given.reason_min_chars, given.reason_max_chars)
    asked = Return(order.unit, Step(actor.person, actor.org, now, words))
    return moved(order, "return_requested", OrderState.RETURN_REQUESTED, now, returns=(*order.returns, asked))


def grant_return(
    order: WorkOrder,
    unit: str,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Send the order to another unit, which has its time to sign; the order's own clock does not restart.

    Raises:
        Forbidden: for anyone but a regulator who is of neither unit.
        Conflict: `same-unit` or `wrong-state`.
    """
    check_regulator(order, actor)
    check_regulator(replace(order, unit=unit), actor)
    if unit == order.unit:
        raise Conflict("same-unit")
    sign = start(now, rules.work_order.sign_workdays, rules.work_order, calendar)
    dues = Dues(order.dues.rectify, order.dues.dispatch, sign, order.dues.returning)
    return moved(
        order,
        "returned",
        OrderState.DISPATCHED,
        now,
        {"from_unit": order.unit},
        unit=unit,
        dues=dues,
        signed=None,
        contact_attempts=(),
        contact_stopped_at=None,
        finding=None,
        appeal=None,
        returns=_decided(order, Step(actor.person, actor.org, now, words), unit),
    )


def refuse_return(
    order: WorkOrder, words: Words, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[WorkOrder]:
    """Leave the order with the unit, with the reason; it stands where it stood.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `wrong-state`.
        Invalid: for a reason too short or too long.
    """
    check_regulator(order, actor)
    check_words("/reason", words, rules.work_order.reason_min_chars, rules.work_order.reason_max_chars)
    stood = OrderState.DISPATCHED if order.signed is None else OrderState.SIGNED
    returns = _decided(order, Step(actor.person, actor.org, now, words))
    return moved(order, "return_refused", stood, now, returns=returns)


def _decided(order: WorkOrder, step: Step, unit: str = "") -> tuple[Return, ...]:
    """Write the decision on the last request, if there is one: the table refuses the move otherwise."""
    return tuple(one if one.decided else replace(one, decided=step, to=unit) for one in order.returns)
