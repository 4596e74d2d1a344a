"""How every step of an item is written: one move of the table and one fact for the ledger.

Whatever fell due before the step is written with it, so that a timer which runs late loses nothing.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.hotline.clocks import dues_json
from chalicelib.domain.satisfaction.hotline.facts import Mark
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.lateness import fallen, late_unit
from chalicelib.domain.satisfaction.hotline.states import ITEM, ItemState
from chalicelib.domain.satisfaction.work_orders.facts import Card
from chalicelib.domain.satisfaction.work_orders.moving import card_json
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant

_NOTHING: Mapping[str, Json] = {}


def moved(
    item: HotlineItem,
    event: str,
    target: ItemState,
    now: datetime,
    data: Mapping[str, Json] = _NOTHING,
    *,
    ends: tuple[str, ...] = (),
    marks: tuple[Mark, ...] = (),
    **changes: Any,
) -> Decision[HotlineItem]:
    """Take a move of the table with the changes it brings; `ends` names the steps whose clocks it stops.

    Raises:
        Conflict: `wrong-state` when the table does not list the move.
    """
    ITEM.check(item.state, event, target)
    met = [one for step in ends if (one := _met(item, step, now))]
    data = {**data, "met": met} if met else data
    return noted(item, event, now, data, marks=marks, state=target, **changes)


def noted(
    item: HotlineItem,
    event: str,
    now: datetime,
    data: Mapping[str, Json] = _NOTHING,
    *,
    cards: tuple[Card, ...] = (),
    marks: tuple[Mark, ...] = (),
    **changes: Any,
) -> Decision[HotlineItem]:
    """Note a fact beside the table (a card, supervision) with the changes it brings."""
    due_cards, due_marks = fallen(item, now)
    new_cards = (*due_cards, *(card for card in cards if card not in due_cards))
    new_marks = (*due_marks, *(mark for mark in marks if mark not in due_marks))
    after = replace(item, cards=(*item.cards, *new_cards), marks=(*item.marks, *new_marks), **changes)
    if left := tuple(ref for ref in item.refs if ref not in after.refs):
        after = replace(after, past_refs=(*item.past_refs, *left))
    return Decision(after, fact(after, event, new_cards, new_marks, data))


def fact(
    item: HotlineItem,
    event: str,
    cards: tuple[Card, ...] = (),
    marks: tuple[Mark, ...] = (),
    data: Mapping[str, Json] = _NOTHING,
) -> Event:
    """Return the fact for the ledger: identifiers, codes and instants, no person and no word."""
    facts: dict[str, Json] = {
        "item_id": item.id,
        "item_no": item.number,
        "door": item.door.value,
        "source": item.source.value,
        "type": item.type.value,
        "topic": item.topic.value,
        "about": item.about,
        "unit": item.unit,
        "window": item.received.org,
        "region": item.region,
        "profile": item.profile,
        "state": item.state.value,
        "triage": item.triage.value if item.triage else "",
        "contactable": item.is_contactable,
        "confidential": item.is_confidential,
        "refused": item.is_refused,
        "rehandled": item.redispatched is not None,
        "dues": dues_json(item.dues),
        "cards": [card_json(card) for card in cards],
        "marks": [_mark_json(mark) for mark in marks],
    }
    return Event(f"hotline.{event}", {**facts, **data})


def _met(item: HotlineItem, step: str, now: datetime) -> Json:
    """Return that a step was done, whose it was and whether in its time; None where it was not owed."""
    clock = item.dues.of(step)
    if clock is None:
        return None
    due_at, unit = format_instant(clock.at), late_unit(item, step)
    return {"step": step, "unit": unit, "due_at": due_at, "in_time": now < clock.at}


def _mark_json(mark: Mark) -> Json:
    return {
        "reason": mark.reason.value,
        "step": mark.step,
        "unit": mark.unit,
        "due_at": format_instant(mark.due_at) if mark.due_at else "",
        "at": format_instant(mark.at),
    }
