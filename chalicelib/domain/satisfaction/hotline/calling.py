"""The office calls back, or the resident answers by the link; then the item is closed (§2.7).

Not content is whoever says that it is not wholly solved, or rates the service with the two lowest levels.
A call reaches nobody after three tries on two days and in two parts of the day, as with work orders (§2.5).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.codes.levels import BAD_LEVELS
from chalicelib.domain.satisfaction.hotline.facts import Mark, Reason, Said, Solved
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.moving import moved
from chalicelib.domain.satisfaction.hotline.rights import (
    check_caller_or_resident,
    check_office,
    check_regulator,
)
from chalicelib.domain.satisfaction.hotline.states import ItemState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import start
from chalicelib.domain.satisfaction.work_orders.facts import Attempt, Step, Words, check_words
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.domain.satisfaction.work_orders.trying import are_spent
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar

_S = ItemState
_DAYS = 2


def note_failed_call(
    item: HotlineItem, outcome: str, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[HotlineItem]:
    """Note a call that reached nobody; once the tries are spent the callback is over without an answer.

    Raises:
        Forbidden: for anyone but the hotline office, and for those of the unit.
        Conflict: `not-contactable` or `wrong-state`.
    """
    check_office(item, actor)
    _check_contactable(item)
    attempts = (*item.callback_attempts, Attempt(Step(actor.person, actor.org, now), outcome))
    data = {"outcome": outcome, "attempt": len(attempts)}
    if not are_spent(attempts, rules.hotline.callback_attempts, _DAYS):
        return moved(item, "callback_attempted", _S.REPLIED, now, data, callback_attempts=attempts)
    return moved(item, "called_back", _S.UNREACHED, now, data, ends=("callback",), callback_attempts=attempts)


def record_said(
    item: HotlineItem,
    solved: Solved,
    level: int,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[HotlineItem]:
    """Note what the resident says of the outcome, on the telephone or by the link.

    By the link the resident may, for a day, contradict what somebody else has noted of them (§8.12).

    Raises:
        Forbidden: for anyone but the resident and the hotline office, and for those of the unit.
        Conflict: `not-contactable` or `wrong-state`.
    """
    check_caller_or_resident(item, actor)
    if actor != RESIDENT:
        _check_contactable(item)
    target = outcome_of(solved, level)
    said = Said(solved, level, Step(actor.person, actor.org, now, words))
    is_correction = actor == RESIDENT and is_correctable(item, now, rules)
    dues, marks = item.dues, tuple[Mark, ...]()
    if target is _S.UNSATISFIED:
        again = Reason.AGAIN_UNSATISFIED if item.was_unsatisfied else Reason.UNSATISFIED
        marks = () if is_correction and item.state is _S.UNSATISFIED else (Mark(again, now, unit=item.unit),)
        # It is handled again once: afterwards the office has nothing to send, and no clock to run late by.
        is_last = item.redispatched is not None
        dispatch = start(now, rules.hotline.dispatch_workdays, rules.work_order, calendar)
        dues = replace(dues, dispatch=None if is_last else dispatch)
    event = "corrected" if is_correction else "called_back"
    data = {"solved": solved.value, "level": level, "by_resident": actor == RESIDENT}
    return moved(
        item,
        event,
        target,
        now,
        data,
        ends=() if is_correction else ("callback",),
        marks=marks,
        said=said,
        past_said=(*item.past_said, item.said) if item.said else item.past_said,
        dues=dues,
    )


def outcome_of(solved: Solved, level: int) -> ItemState:
    """Return whether the resident is content.

    >>> [str(outcome_of(*said)) for said in ((Solved.YES, 3), (Solved.YES, 2), (Solved.PARTLY, 5))]
    ['SATISFIED', 'UNSATISFIED', 'UNSATISFIED']
    """
    return _S.SATISFIED if solved is Solved.YES and level not in BAD_LEVELS else _S.UNSATISFIED


def is_correctable(item: HotlineItem, now: datetime, rules: SatisfactionRules) -> bool:
    """Tell whether the resident may still contradict what somebody else has noted of them."""
    until = correctable_until(item, rules)
    return until is not None and now < until


def correctable_until(item: HotlineItem, rules: SatisfactionRules) -> datetime | None:
    """Return until when the resident may contradict; None where the note is the resident's own."""
    hours = timedelta(hours=rules.work_order.correction_hours)
    if item.state is _S.UNREACHED and item.callback_attempts:
        return item.callback_attempts[-1].step.at + hours
    if item.state not in (_S.SATISFIED, _S.UNSATISFIED) or item.said is None:
        return None
    return None if item.said.step.by == RESIDENT.person else item.said.step.at + hours


def close(item: HotlineItem, actor: Actor, now: datetime, rules: SatisfactionRules) -> Decision[HotlineItem]:
    """Close an item whose resident is content or cannot be reached (办结).

    Raises:
        Forbidden: for anyone but the hotline office, and for those of the unit.
        Conflict: `callback-owed` while somebody can be called back, `correction-open` while the resident may
            contradict what was noted, or `wrong-state`.
    """
    check_office(item, actor)
    if item.state is _S.REPLIED and item.is_contactable:
        raise Conflict("callback-owed")
    if is_correctable(item, now, rules):
        raise Conflict("correction-open")
    return moved(item, "closed", _S.CLOSED, now, closed=Step(actor.person, actor.org, now))


def close_unresolved(
    item: HotlineItem, words: Words, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[HotlineItem]:
    """Close an item without agreement (未达成一致), once it was handled again.

    Raises:
        Forbidden: for anyone but a regulator who is not of the unit.
        Conflict: `not-redispatched-yet`, `correction-open` or `wrong-state`.
        Invalid: for a reason too short or too long.
    """
    check_regulator(item, actor)
    if item.state is _S.UNSATISFIED and item.redispatched is None:
        raise Conflict("not-redispatched-yet")
    if is_correctable(item, now, rules):
        raise Conflict("correction-open")
    check_words("/reason", words, rules.hotline.reason_min_chars, rules.hotline.reason_max_chars)
    step = Step(actor.person, actor.org, now, words)
    return moved(item, "closed_unresolved", _S.CLOSED, now, closed=step)


def _check_contactable(item: HotlineItem) -> None:
    if not item.is_contactable:
        raise Conflict("not-contactable")
