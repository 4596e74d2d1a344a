"""The resident objects to the invalidation of a rating, and a reviewer who has not voted has the last word.

evaluation.md §2.4. Where the invalidation falls the order goes on where it stood, and its clocks start anew;
the caller makes the rating effective again in the same transaction (`reinstates`).
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.judging import objection_ends
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.appeal import Verdict, Vote
from chalicelib.domain.satisfaction.work_orders.appeal_states import APPEAL, AppealState
from chalicelib.domain.satisfaction.work_orders.appealing import appeal_facts, appeal_of, check_judges
from chalicelib.domain.satisfaction.work_orders.clocks import Dues, end_of, start
from chalicelib.domain.satisfaction.work_orders.facts import Annulment, AnnulReason, Step, Words
from chalicelib.domain.satisfaction.work_orders.moving import moved, noted
from chalicelib.domain.satisfaction.work_orders.rights import check_resident, check_reviewer
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import RUNNING, WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar

_UPHELD = (AppealState.UPHELD_UNIT, AppealState.OBJECTED, AppealState.FINAL)


def object_to_verdict(
    order: WorkOrder,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Take the resident's objection (异议) until its last instant.

    Raises:
        Forbidden: `resident-only`.
        Conflict: `no-appeal`, `verdict-stands` or `wrong-state`.
    """
    check_resident(actor)
    appeal = appeal_of(order)
    APPEAL.check(appeal.state, "objected", AppealState.OBJECTED)
    until = verdict_stands_from(order, rules, calendar)
    if until is None or now >= until:
        raise Conflict("verdict-stands")
    objected = replace(
        appeal,
        state=AppealState.OBJECTED,
        objected=Step(actor.person, actor.org, now, words),
        due_at=end_of(now, rules.appeal.final_workdays, calendar).at,
        is_delayed=False,
    )
    return noted(order, "appeal_objected", now, appeal_facts(objected), appeal=objected)


def verdict_stands_from(order: WorkOrder, rules: SatisfactionRules, calendar: Calendar) -> datetime | None:
    """Return until when the verdict on an appeal may be objected to; None where there was none."""
    until = order.appeal.objection_until if order.appeal else None
    return objection_ends(until, order.annulled.at if order.annulled else None, rules, calendar)


def decide_objection(
    order: WorkOrder,
    verdict: Verdict,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Decide for good: the invalidation holds, or it falls and the order goes on.

    Raises:
        Forbidden: for anyone but a reviewer outside the unit who has not voted.
        Conflict: `no-appeal` or `wrong-state`.
        Invalid: when malice is upheld without one of its criteria.
    """
    appeal, annulled = appeal_of(order), order.annulled
    check_judges(order, appeal, verdict, actor, rules)
    event = "confirmed" if verdict.upholds else "overturned"
    APPEAL.check(appeal.state, event, AppealState.FINAL)
    last_word = Vote(verdict, Step(actor.person, actor.org, now, words))
    final = replace(appeal, state=AppealState.FINAL, final=last_word)
    data = appeal_facts(final)
    if verdict.upholds or annulled is None:
        return noted(order, "appeal_confirmed", now, data, appeal=final)
    back = _where_it_stood(order, annulled, now, rules, calendar)
    facts = {**data, "reinstates": True}
    return moved(order, "appeal_overturned", annulled.stood, now, facts, appeal=final, **back)


def revive(
    order: WorkOrder, actor: Actor, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Decision[WorkOrder]:
    """Let an order go on whose flagged rating counts again (§2.2).

    Raises:
        Forbidden: for anyone but a reviewer outside the unit.
        Conflict: `wrong-state` where no review of the rating ended the order.
    """
    check_reviewer(order, actor)
    annulled = order.annulled
    if annulled is None or annulled.reason is not AnnulReason.INVALIDATED or _was_upheld(order):
        raise Conflict("wrong-state", kind="work-order", state=order.state, event="revived")
    return moved(
        order, "revived", annulled.stood, now, **_where_it_stood(order, annulled, now, rules, calendar)
    )


def _was_upheld(order: WorkOrder) -> bool:
    """Tell whether its own appeal ended an order, which only the last word on that lets go on."""
    return order.appeal is not None and order.appeal.state in _UPHELD


def _where_it_stood(
    order: WorkOrder, annulled: Annulment, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> dict[str, Any]:
    """Return what changes in an order that goes on where it stood when it was annulled."""
    return {
        "annulled": None,
        "dues": _anew(order, annulled, now, rules, calendar),
        "contact_stopped_at": None if annulled.stood is OrderState.SIGNED else order.contact_stopped_at,
    }


def _anew(
    order: WorkOrder, annulled: Annulment, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Dues:
    """Start the clocks anew that ran when the order was annulled; the unit did not have the time between."""
    stopped = [*RUNNING.get(annulled.stood, ()), "contact_hard"]
    clocks = ((step, order.dues.of(step)) for step in stopped)
    fresh = {
        step: start(now, clock.n_workdays, rules.work_order, calendar) for step, clock in clocks if clock
    }
    return replace(order.dues, **fresh)
