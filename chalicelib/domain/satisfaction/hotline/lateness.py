"""Which cards and which supervision an item has earned by an instant, whether the timer ran late or not."""

from collections.abc import Iterator
from datetime import datetime

from chalicelib.domain.satisfaction.hotline.facts import Mark, Reason
from chalicelib.domain.satisfaction.hotline.item import OFFICE_STEPS, RUNNING, HotlineItem
from chalicelib.domain.satisfaction.hotline.states import ItemState
from chalicelib.domain.satisfaction.work_orders.clocks import Clock
from chalicelib.domain.satisfaction.work_orders.facts import Card, CardKind
from chalicelib.domain.satisfaction.work_orders.lateness import earned, first_unurged


def running(item: HotlineItem) -> Iterator[tuple[str, Clock]]:
    """Yield the clocks that run now, by their step."""
    for step in RUNNING.get(item.state, ()):
        clock = item.dues.of(step)
        if clock is not None:
            yield step, clock


def limits(item: HotlineItem) -> Iterator[str]:
    """Yield the limit that still holds: until when the unit may return the item."""
    if item.state is ItemState.DISPATCHED:
        yield "returning"


def late_unit(item: HotlineItem, step: str) -> str:
    """Return the unit that a step waits for; empty where it waits for the hotline office."""
    return "" if step in OFFICE_STEPS else item.unit


def cards_to_come(item: HotlineItem) -> tuple[Card, ...]:
    """Return the cards that the running clocks will still bring unless the item moves on, the next first."""
    return earned(running(item), item.cards, lambda step: late_unit(item, step))


def late_step(item: HotlineItem, now: datetime) -> tuple[str, Clock] | None:
    """Return a step that is late and was not urged yet, if there is one."""
    return first_unurged(running(item), item.cards, now)


def marks_to_come(item: HotlineItem) -> tuple[Mark, ...]:
    """Return the supervision that running clocks will bring when they run out, the next first."""
    known = {(mark.step, mark.due_at) for mark in item.marks}
    found = (
        Mark(Reason.OVERDUE, clock.at, step, clock.at, late_unit(item, step))
        for step, clock in running(item)
        if (step, clock.at) not in known
    )
    return tuple(sorted(found, key=lambda mark: mark.at))


def fallen(item: HotlineItem, now: datetime) -> tuple[tuple[Card, ...], tuple[Mark, ...]]:
    """Return the cards and the supervision that fell due by now and are not written yet."""
    cards = tuple(card for card in cards_to_come(item) if card.at <= now)
    return cards, tuple(mark for mark in marks_to_come(item) if mark.at <= now)


CARD_EVENTS = {
    CardKind.YELLOW: "yellow_carded",
    CardKind.RED: "red_carded",
    CardKind.URGED: "urged",
    CardKind.CRITICISED: "criticised",
}
