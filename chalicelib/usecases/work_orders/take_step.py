"""Take a step of a bad-rating work order: load, decide, save; the rating follows in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision, check_seen
from chalicelib.domain.satisfaction.callbacks.after import invalidate, reinstate
from chalicelib.domain.satisfaction.invitations import answering
from chalicelib.domain.satisfaction.reviews.reviewing import settle, settled_with
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.work_orders.appeal import Appeal
from chalicelib.domain.satisfaction.work_orders.facts import Source
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.work_orders.order_texts import schedule_text, schedule_verdict
from chalicelib.usecases.work_orders.reckon_order import load_order
from chalicelib.usecases.work_orders.steps import STEPS, Taking

TEXTED = {"order.dispatched": TextKind.RECEIPT, "order.rectified": TextKind.FEEDBACK}
"""Of what the resident is texted."""


def take_step(
    house: House,
    actor: Actor,
    order_id: str,
    step: str,
    body: Mapping[str, Any],
    seen_at: str | None = None,
    once: Once | None = None,
) -> WorkOrder:
    """Take one step for a person; `seen_at` is the instant of what it decides about, as it was read.

    Raises:
        NotFound: when there is no such order.
        Forbidden, Conflict, Invalid: as the step's rules say.
    """
    rule = STEPS[step]

    def attempt(uow: UnitOfWork, now: datetime) -> WorkOrder:
        order = load_order(house, uow, order_id)
        about = rule.about(order)
        check_seen(seen_at, about.at if about else None)
        rules = house.rating_rules.load(order.profile)
        decision = rule.decide(Taking(house, uow, order, actor, now, rules, body))
        uow.orders.save(decision, actor)
        _let_what_was_said_follow(house, uow, decision, actor, now)
        if decision.event.type in TEXTED:
            schedule_text(house, uow, decision.state, TEXTED[decision.event.type], now)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda order: order.id, replay=_load)


def _let_what_was_said_follow(
    house: House, uow: UnitOfWork, decision: Decision[WorkOrder], actor: Actor, now: datetime
) -> None:
    """Declare what was said invalid, or effective again, where the verdict on its order says so (§2.4)."""
    order = decision.state
    if order.appeal is None:
        return
    if order.source is Source.RATING:
        _let_rating_follow(house, uow, decision, order.appeal, actor, now)
    elif order.source is Source.CALLBACK:
        _let_answer_follow(house, uow, decision, order.appeal, actor, now)


def _let_answer_follow(
    house: House, uow: UnitOfWork, decision: Decision[WorkOrder], appeal: Appeal, actor: Actor, now: datetime
) -> None:
    order, facts = decision.state, decision.event.data
    if facts.get("invalidates"):
        task = uow.callback_tasks.load(order.source_id)
        uow.callback_tasks.save(invalidate(task, appeal.category.value), actor)
        schedule_text(house, uow, order, TextKind.VERDICT, now)
    elif facts.get("reinstates"):
        uow.callback_tasks.save(reinstate(uow.callback_tasks.load(order.source_id)), actor)


def _let_rating_follow(
    house: House, uow: UnitOfWork, decision: Decision[WorkOrder], appeal: Appeal, actor: Actor, now: datetime
) -> None:
    """Let the rating follow; a signal about it is settled by an appeal that does not succeed."""
    order, facts = decision.state, decision.event.data
    if facts.get("invalidates"):
        _invalidate(house, uow, order, appeal, actor, now)
    elif facts.get("reinstates"):
        invitation = uow.invitations.load(order.source_id)
        uow.invitations.save(settled_with(answering.reinstate(invitation)), actor)
    elif decision.event.type == "order.appeal_rejected":
        settled = settle(uow.invitations.load(order.source_id))
        if settled is not None:
            uow.invitations.save(settled, actor)


def _invalidate(
    house: House, uow: UnitOfWork, order: WorkOrder, appeal: Appeal, actor: Actor, now: datetime
) -> None:
    if order.annulled is None or appeal.objection_until is None:
        return
    invitation, reason = uow.invitations.load(order.source_id), appeal.category.value
    decision = answering.invalidate(invitation, reason, appeal.objection_until, order.annulled.at)
    uow.invitations.save(decision, actor)
    schedule_verdict(house, uow, decision.state, now)


def _load(uow: UnitOfWork, order_id: str) -> WorkOrder:
    return uow.orders.load(order_id)
