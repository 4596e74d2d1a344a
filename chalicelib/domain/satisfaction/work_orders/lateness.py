"""Which cards a work order has earned by an instant: the same answer whether the timer ran late or not."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from chalicelib.domain.satisfaction.work_orders.appeal_states import AppealState
from chalicelib.domain.satisfaction.work_orders.clocks import Clock
from chalicelib.domain.satisfaction.work_orders.facts import Card, CardKind
from chalicelib.domain.satisfaction.work_orders.states import UNDER_WAY, OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import RUNNING, WorkOrder


def running(order: WorkOrder) -> Iterator[tuple[str, Clock]]:
    """Yield the clocks that run now, by their step."""
    for step in RUNNING.get(order.state, ()):
        clock = order.dues.of(step)
        if clock is not None:
            yield step, clock


def limits(order: WorkOrder) -> Iterator[str]:
    """Yield the limits that still hold: until when the unit may return, call or appeal (nos. 4, 5, 10).

    Nobody is late for a right, so none of them brings a card.
    """
    if order.state in (OrderState.DISPATCHED, OrderState.SIGNED) and not order.returns:
        yield "returning"
    if order.state is OrderState.SIGNED and order.may_unit_contact:
        yield "contact_hard"
    if order.state in UNDER_WAY and (order.appeal is None or order.appeal.state is AppealState.DECLINED):
        yield "appeal"


def cards_to_come(order: WorkOrder) -> tuple[Card, ...]:
    """Return the cards that the running clocks will still bring unless the order moves on, the next first."""
    return earned(running(order), order.cards, lambda step: late_unit(order, step))


def late_step(order: WorkOrder, now: datetime) -> tuple[str, Clock] | None:
    """Return a step that is late and was not urged yet, if there is one."""
    return first_unurged(running(order), order.cards, now)


def late_unit(order: WorkOrder, step: str) -> str:
    """Return the unit that a step waits for; empty where it waits for the centre."""
    is_centres = step in _CENTRES_STEPS or (step == "contact" and not order.may_unit_contact)
    return "" if is_centres else order.unit


def fallen(order: WorkOrder, now: datetime) -> tuple[Card, ...]:
    """Return the cards that fell due by now and are not written yet."""
    return tuple(card for card in cards_to_come(order) if card.at <= now)


def earned(
    clocks: Iterable[tuple[str, Clock]], given: Iterable[Card], unit_of: Callable[[str], str]
) -> tuple[Card, ...]:
    """Return the cards that clocks bring beyond those given, the next first; `unit_of` says who is late."""
    known = {(card.kind, card.step, card.due_at) for card in given}
    cards = (
        Card(kind, step, clock.at, at, unit_of(step))
        for step, clock in clocks
        for kind, at in _instants(clock)
        if (kind, step, clock.at) not in known
    )
    return tuple(sorted(cards, key=lambda card: (card.at, _KINDS.index(card.kind), card.step)))


def first_unurged(
    clocks: Iterable[tuple[str, Clock]], given: Iterable[Card], now: datetime
) -> tuple[str, Clock] | None:
    """Return the first step that is over and was not urged yet, if there is one."""
    urged = {(card.step, card.due_at) for card in given if card.kind is CardKind.URGED}
    late = (one for one in clocks if now >= one[1].at and (one[0], one[1].at) not in urged)
    return next(late, None)


def _instants(clock: Clock) -> Iterator[tuple[CardKind, datetime]]:
    if clock.yellow_at is not None:
        yield CardKind.YELLOW, clock.yellow_at
    yield CardKind.RED, clock.red_at
    yield CardKind.URGED, clock.urge_at
    yield CardKind.CRITICISED, clock.criticise_at


_KINDS = tuple(CardKind)
_CENTRES_STEPS = frozenset({"dispatch", "feedback", "revisit"})
