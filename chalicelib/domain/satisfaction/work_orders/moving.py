"""How every step of a work order is written: one move of the table and one fact for the ledger.

Whatever fell due before the step is written with it, so that a timer which runs late loses no card.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.work_orders.clocks import STEPS, Dues
from chalicelib.domain.satisfaction.work_orders.facts import Card
from chalicelib.domain.satisfaction.work_orders.lateness import fallen
from chalicelib.domain.satisfaction.work_orders.states import ORDER, OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant

_NOTHING: Mapping[str, Json] = {}


def moved(
    order: WorkOrder,
    event: str,
    target: OrderState,
    now: datetime,
    data: Mapping[str, Json] = _NOTHING,
    **changes: Any,
) -> Decision[WorkOrder]:
    """Take a move of the table with the changes it brings.

    Raises:
        Conflict: `wrong-state` when the table does not list the move.
    """
    ORDER.check(order.state, event, target)
    return noted(order, event, now, data, state=target, **changes)


def noted(
    order: WorkOrder, event: str, now: datetime, data: Mapping[str, Json] = _NOTHING, **changes: Any
) -> Decision[WorkOrder]:
    """Note a fact beside the table (an appeal, a card) with the changes it brings."""
    cards = fallen(order, now)
    after = replace(order, cards=(*order.cards, *cards), **changes)
    return Decision(after, fact(after, event, cards, data))


def fact(
    order: WorkOrder, event: str, cards: tuple[Card, ...] = (), data: Mapping[str, Json] = _NOTHING
) -> Event:
    """Return the fact for the ledger: identifiers, codes and instants, no person and no word."""
    facts: dict[str, Json] = {
        "order_id": order.id,
        "wo_no": order.wo_no,
        "source": order.source.value,
        "source_id": order.source_id,
        "unit": order.unit,
        "task_code": order.task_code,
        "region": order.region,
        "channel": order.channel,
        "profile": order.profile,
        "level": order.level,
        "codes": list(order.codes),
        "state": order.state.value,
        "contactable": not order.is_revisit_exempt,
        "unit_calls": order.may_unit_contact,
        "dues": dues_json(order.dues),
        "cards": [card_json(card) for card in cards],
    }
    return Event(f"order.{event}", {**facts, **data})


def dues_json(dues: Dues) -> dict[str, Json]:
    """Return when each step is or was due."""
    clocks = {step: dues.of(step) for step in STEPS}
    return {step: format_instant(clock.at) for step, clock in clocks.items() if clock}


def card_json(card: Card) -> Json:
    """Return a card as the ledger tells it."""
    return {
        "kind": card.kind.value,
        "step": card.step,
        "unit": card.unit,
        "due_at": format_instant(card.due_at),
        "at": format_instant(card.at),
    }
