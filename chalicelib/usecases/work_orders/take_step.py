"""Take a step of a bad-rating work order: load, decide, save; the rating follows in the same transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import check_seen
from chalicelib.domain.satisfaction.text_templates.kinds import TextKind
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.usecases.ports import House, Once, UnitOfWork
from chalicelib.usecases.work_orders.following import let_what_was_said_follow
from chalicelib.usecases.work_orders.order_texts import schedule_text
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
        let_what_was_said_follow(house, uow, decision, actor, now)
        if decision.event.type in TEXTED:
            schedule_text(house, uow, decision.state, TEXTED[decision.event.type], now)
        return decision.state

    return house.transact(attempt, once=once, ref=lambda order: order.id, replay=_load)


def _load(uow: UnitOfWork, order_id: str) -> WorkOrder:
    return uow.orders.load(order_id)
