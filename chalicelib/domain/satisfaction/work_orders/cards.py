"""What time itself does to a work order: cards, urging, criticism, the hard stop of contact (nos. 17, 18)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Due
from chalicelib.domain.satisfaction.work_orders.appeal_states import APPEAL, AppealState
from chalicelib.domain.satisfaction.work_orders.appealing import appeal_of
from chalicelib.domain.satisfaction.work_orders.facts import Card, CardKind
from chalicelib.domain.satisfaction.work_orders.lateness import cards_to_come, late_step, late_unit
from chalicelib.domain.satisfaction.work_orders.moving import fact, moved, noted
from chalicelib.domain.satisfaction.work_orders.rights import check_centre
from chalicelib.domain.satisfaction.work_orders.states import OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict

STOP_CONTACT, APPEAL_DELAYED = "stop-contact", "appeal-delayed"
CARD_EVENTS = {
    CardKind.YELLOW: "yellow_carded",
    CardKind.RED: "red_carded",
    CardKind.URGED: "urged",
    CardKind.CRITICISED: "criticised",
}
"""The kind of due work of a card is its kind in small letters."""


def next_due(order: WorkOrder) -> Due | None:
    """Return the next work of the clock, or None while the order waits for people only."""
    dues = [Due(card.kind.lower(), card.at) for card in cards_to_come(order)[:1]]
    hard = order.dues.contact_hard
    if order.state is OrderState.SIGNED and hard is not None and order.contact_stopped_at is None:
        dues.append(Due(STOP_CONTACT, hard.at))
    judged_at = _judged_at(order)
    if judged_at is not None:
        dues.append(Due(APPEAL_DELAYED, judged_at))
    return min(dues, key=lambda due: due.at, default=None)


def run_clock(order: WorkOrder, now: datetime) -> Decision[WorkOrder]:
    """Do the next work of the clock.

    Raises:
        Conflict: `nothing-due`.
    """
    due = next_due(order)
    if due is None or now < due.at:
        raise Conflict("nothing-due")
    if due.kind == STOP_CONTACT:
        return moved(order, "contact_stopped", order.state, due.at, contact_stopped_at=due.at)
    if due.kind == APPEAL_DELAYED:
        return _delayed(order, due.at)
    return _carded(order, cards_to_come(order)[0])


def urge(order: WorkOrder, actor: Actor, now: datetime) -> Decision[WorkOrder]:
    """Urge whoever is late (催办), before the clock does.

    Raises:
        Forbidden: for anyone but the centre and the regulator, and for those of the unit.
        Conflict: `nothing-overdue-here` when no step is late, or the one that is was urged already.
    """
    check_centre(order, actor)
    late = late_step(order, now)
    if late is None:
        raise Conflict("nothing-overdue-here")
    step, clock = late
    return _carded(order, Card(CardKind.URGED, step, clock.at, now, late_unit(order, step)))


def _carded(order: WorkOrder, card: Card) -> Decision[WorkOrder]:
    after = replace(order, cards=(*order.cards, card))
    return Decision(after, fact(after, CARD_EVENTS[card.kind], (card,), {"step": card.step}))


def _judged_at(order: WorkOrder) -> datetime | None:
    """Return when the reviewers will be late, unless that is noted already."""
    appeal = order.appeal
    if appeal is None or appeal.is_delayed:
        return None
    is_judged = appeal.state is AppealState.UNDER_REVIEW and order.is_open
    return appeal.due_at if is_judged or appeal.state is AppealState.OBJECTED else None


def _delayed(order: WorkOrder, at: datetime) -> Decision[WorkOrder]:
    appeal = appeal_of(order)
    APPEAL.check(appeal.state, "delayed", appeal.state)
    data = {"appeal": appeal.state.value}
    return noted(order, "appeal_delayed", at, data, appeal=replace(appeal, is_delayed=True))
