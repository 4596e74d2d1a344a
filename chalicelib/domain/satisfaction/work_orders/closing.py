"""The regulator closes, returns once, or closes without agreement and supervises (nos. 14 to 16)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import start
from chalicelib.domain.satisfaction.work_orders.facts import (
    Annulment,
    AnnulReason,
    RevisitResult,
    Source,
    Step,
    Words,
)
from chalicelib.domain.satisfaction.work_orders.moving import moved
from chalicelib.domain.satisfaction.work_orders.rights import (
    check_regulator,
    check_resident,
    check_reviewer,
)
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.telling import is_correctable
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar

_S = OrderState
_JUDGED = frozenset({_S.REVISITED, _S.RECTIFIED})
"""Where it shows whether what was done is enough."""


def close(order: WorkOrder, actor: Actor, now: datetime, rules: SatisfactionRules) -> Decision[WorkOrder]:
    """Close an order whose resident is content or cannot be reached (办结).

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `revisit-owed`, `correction-open` while the resident may contradict what was noted,
            `not-for-this-result`, `appeal-open` or `wrong-state`.
    """
    check_regulator(order, actor)
    if order.state is _S.FEEDBACK_SENT and not order.is_revisit_exempt:
        raise Conflict("revisit-owed")
    _check_nobody_to_ask(order, "closed")
    if order.state is _S.REVISITED:
        _check_satisfaction(order, is_satisfied=True)
        _check_uncontradicted(order, now, rules)
    _check_no_appeal(order)
    step = Step(actor.person, actor.org, now)
    return moved(order, "closed", _S.CLOSED_OK, now, _result(order), closed=step)


def reopen(
    order: WorkOrder,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Return an order to the unit because the resident is not content (重办); once, with a new time.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `not-for-this-result`, `reopened-once` or `wrong-state`.
    """
    check_regulator(order, actor)
    _check_nobody_to_ask(order, "reopened")
    if order.state is _S.REVISITED:
        _check_satisfaction(order, is_satisfied=False)
    if order.state in _JUDGED and order.reopened is not None:
        raise Conflict("reopened-once")
    given = rules.work_order
    rectify = start(now, given.redo_workdays, given, calendar)
    return moved(
        order,
        "reopened",
        _S.REOPENED,
        now,
        reopened=Step(actor.person, actor.org, now, words),
        dues=replace(order.dues, rectify=rectify, feedback=None, revisit=None),
        measure=None,
        approved=None,
        feedback=None,
        revisit=None,
        past_revisits=(*order.past_revisits, *([order.revisit] if order.revisit else [])),
        revisit_attempts=(),
    )


def close_unresolved(
    order: WorkOrder, words: Words | None, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[WorkOrder]:
    """Close an order without agreement (未达成一致) and put it under supervision (督办).

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `not-for-this-result`, `not-reopened-yet`, `correction-open` while the resident may
            contradict what was noted, `appeal-open` or `wrong-state`.
    """
    check_regulator(order, actor)
    _check_nobody_to_ask(order, "closed_unresolved")
    if order.state in _JUDGED and order.reopened is None:
        raise Conflict("not-reopened-yet")
    if order.state is _S.REVISITED:
        _check_satisfaction(order, is_satisfied=False)
        _check_uncontradicted(order, now, rules)
    _check_no_appeal(order)
    step = Step(actor.person, actor.org, now, words)
    return moved(
        order, "closed_unresolved", _S.CLOSED_UNRESOLVED, now, _result(order), closed=step, supervised=step
    )


def annul(order: WorkOrder, reason: AnnulReason, actor: Actor, now: datetime) -> Decision[WorkOrder]:
    """End an order whose rating the resident withdrew, or a reviewer invalidated beside an appeal.

    Raises:
        Forbidden: unless the resident withdraws, or a reviewer outside the unit invalidates.
        Conflict: `verified-already` for a withdrawal that comes too late, or `wrong-state`.
    """
    if reason is AnnulReason.WITHDRAWN:
        check_resident(actor)
        if order.verified is not None and order.is_open:
            raise Conflict("verified-already")
    else:
        check_reviewer(order, actor)
    annulled = Annulment(reason, now, order.state)
    return moved(order, "annulled", _S.ANNULLED, now, {"reason": reason.value}, annulled=annulled)


def _check_nobody_to_ask(order: WorkOrder, event: str) -> None:
    """Let the regulator judge what was mended by itself only where no resident can be asked."""
    if order.state is _S.RECTIFIED and order.source is not Source.FINDING:
        raise Conflict("wrong-state", kind="work-order", state=order.state, event=event)


def _check_satisfaction(order: WorkOrder, *, is_satisfied: bool) -> None:
    result = order.revisit and order.revisit.result
    if (result is not RevisitResult.NOT_SATISFIED) is not is_satisfied:
        raise Conflict("not-for-this-result")


def _check_uncontradicted(order: WorkOrder, now: datetime, rules: SatisfactionRules) -> None:
    if is_correctable(order, now, rules):
        raise Conflict("correction-open")


def _check_no_appeal(order: WorkOrder) -> None:
    if order.has_pending_appeal and order.appeal and order.appeal.approved is not None:
        raise Conflict("appeal-open")


def _result(order: WorkOrder) -> dict[str, str]:
    return {"result": order.revisit.result.value if order.revisit else "NOT_CONTACTABLE"}
