"""The office sends an item to a unit, which may return it; once not content, it is handled again (§2.7)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.hotline.clocks import ItemDues
from chalicelib.domain.satisfaction.hotline.facts import Door, Sent, Triage
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.moving import moved
from chalicelib.domain.satisfaction.hotline.rights import check_office, check_unit
from chalicelib.domain.satisfaction.hotline.states import CLOSED, ItemState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import Clock, start
from chalicelib.domain.satisfaction.work_orders.facts import Step, Words, check_words
from chalicelib.domain.satisfaction.work_orders.rights import check_resident
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.workdays import Calendar

_S = ItemState


def dispatch(
    item: HotlineItem,
    unit: str,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[HotlineItem]:
    """Send the item to a unit (派单). One that came back keeps the time it has; a reopened one gets its own.

    What could not be done has two working days when it is general; a complex one is reported on every five.

    Raises:
        Forbidden: for anyone but the hotline office, and to one's own body.
        Conflict: `triage-first` for what could not be done, `about-this-unit` for a report about the unit
            itself, or `wrong-state`.
    """
    check_office(replace(item, unit=unit), actor)
    if item.door is Door.STUCK and item.triage is None:
        raise Conflict("triage-first")
    if item.is_confidential and unit == item.about:
        raise Conflict("about-this-unit")
    is_anew = item.state is not _S.RETURNED
    kept = ItemDues() if is_anew else item.dues
    dues = replace(
        _handling(item, now, rules, calendar) if is_anew else kept,
        dispatch=item.dues.dispatch,
        returning=start(now, rules.hotline.return_workdays, rules.work_order, calendar),
    )
    sent = Sent(unit, Step(actor.person, actor.org, now, words))
    return moved(
        item,
        "dispatched",
        _S.DISPATCHED,
        now,
        ends=("dispatch",),
        unit=unit,
        dues=dues,
        sent=(*item.sent, sent),
    )


def return_item(
    item: HotlineItem,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[HotlineItem]:
    """Say that the item is not the unit's (退回), with the reason; the office sends it on the same day.

    More time that was granted or refused stays so, whatever unit has it next; a request still open lapses.

    Raises:
        Forbidden: for anyone but the unit.
        Conflict: `return-lapsed` after its two working days, or `wrong-state`.
        Invalid: for a reason too short or too long.
    """
    check_unit(item, actor)
    given, until = rules.hotline, item.dues.returning
    if until is not None and now >= until.at:
        raise Conflict("return-lapsed")
    check_words("/reason", words, given.reason_min_chars, given.reason_max_chars)
    step = Step(actor.person, actor.org, now, words)
    sent = (*item.sent[:-1], replace(item.sent[-1], returned=step)) if item.sent else ()
    dues = replace(item.dues, dispatch=start(now, given.dispatch_workdays, rules.work_order, calendar))
    lapsed = _past_extension(item) if item.extension and item.extension.decided is None else {}
    return moved(item, "returned", _S.RETURNED, now, sent=sent, dues=dues, **lapsed)


def redispatch(
    item: HotlineItem,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[HotlineItem]:
    """Have the unit handle it again because the resident is not content (重办): once, with a new time.

    Raises:
        Forbidden: for anyone but the hotline office, and for those of the unit.
        Conflict: `redispatched-once` or `wrong-state`.
        Invalid: for a reason too short or too long.
    """
    check_office(item, actor)
    given = rules.hotline
    if item.state is _S.UNSATISFIED and item.redispatched is not None:
        raise Conflict("redispatched-once")
    check_words("/reason", words, given.reason_min_chars, given.reason_max_chars)
    step = Step(actor.person, actor.org, now, words)
    return moved(
        item,
        "redispatched",
        _S.DISPATCHED,
        now,
        ends=("dispatch",),
        dues=_handling(item, now, rules, calendar, is_again=True),
        redispatched=step,
        sent=(*item.sent, Sent(item.unit, step)),
        **_past(item),
    )


def reopen(
    item: HotlineItem,
    words: Words | None,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[HotlineItem]:
    """Have a closed item reopened: by the resident, once, within thirty days.

    Raises:
        Forbidden: `resident-only`.
        Conflict: `reopened-before`, `reopening-lapsed` or `wrong-state`.
    """
    check_resident(actor)
    until = reopens_until(item, rules)
    if item.state in CLOSED and item.reopened is not None:
        raise Conflict("reopened-before")
    if until is not None and now >= until:
        raise Conflict("reopening-lapsed")
    dispatch = start(now, rules.hotline.dispatch_workdays, rules.work_order, calendar)
    return moved(
        item,
        "reopened",
        _S.REOPENED,
        now,
        reopened=Step(actor.person, actor.org, now, words),
        closed=None,
        dues=ItemDues(dispatch=dispatch),
        **_past_extension(item),
        **_past(item),
    )


def reopens_until(item: HotlineItem, rules: SatisfactionRules) -> datetime | None:
    """Return until when the resident may have the item reopened; None while it is open."""
    return item.closed.at + timedelta(days=rules.hotline.reopen_days) if item.closed else None


def _past(item: HotlineItem) -> dict[str, Any]:
    """Return what an item that is handled again keeps of the time before."""
    return {
        "reply": None,
        "past_replies": (*item.past_replies, *([item.reply] if item.reply else [])),
        "said": None,
        "past_said": (*item.past_said, *([item.said] if item.said else [])),
        "callback_attempts": (),
    }


def _past_extension(item: HotlineItem) -> dict[str, Any]:
    """Return what is kept of a request for more time that holds no longer."""
    past = (*item.past_extensions, *([item.extension] if item.extension else []))
    return {"extension": None, "past_extensions": past}


def _handling(
    item: HotlineItem, now: datetime, rules: SatisfactionRules, calendar: Calendar, *, is_again: bool = False
) -> ItemDues:
    """Return the clocks of handling an item from now on; again it is five days however it was sorted."""

    def clock(n_workdays: int) -> Clock:
        return start(now, n_workdays, rules.work_order, calendar)

    given = rules.hotline
    if item.triage is Triage.COMPLEX:
        return ItemDues(progress=clock(given.complex_workdays))
    is_general = item.triage in (Triage.GENERAL, Triage.SIMPLE) and not is_again
    return ItemDues(reply=clock(given.general_workdays if is_general else given.reply_workdays))
