"""What a unit does with an item: speaks to the resident, says how far it is, asks for time, replies."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.hotline.facts import Reply
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.moving import moved
from chalicelib.domain.satisfaction.hotline.rights import check_office, check_unit
from chalicelib.domain.satisfaction.hotline.states import ItemState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import Clock, start
from chalicelib.domain.satisfaction.work_orders.facts import Extension, Step, Words, check_words
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.workdays import Calendar

_S = ItemState


def contact(item: HotlineItem, words: Words | None, actor: Actor, now: datetime) -> Decision[HotlineItem]:
    """Note that the unit spoke to the resident.

    Raises:
        Forbidden: for anyone but the unit.
        Conflict: `not-contactable` without a telephone, `office-calls` where the resident did not agree to be
            called by the unit, or `wrong-state`.
    """
    check_unit(item, actor)
    if not item.is_contactable:
        raise Conflict("not-contactable")
    if not item.may_unit_contact:
        raise Conflict("office-calls")
    step = Step(actor.person, actor.org, now, words)
    return moved(item, "contacted", _S.DISPATCHED, now, contacted=item.contacted or step)


def progress(
    item: HotlineItem,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[HotlineItem]:
    """Say how far it is; of a complex one the next word is due five working days on, to the end.

    Raises:
        Forbidden: for anyone but the unit.
        Conflict: `wrong-state`.
        Invalid: for words too short or too long.
    """
    check_unit(item, actor)
    given = rules.hotline
    check_words("/reply", words, given.reply_min_chars, given.reply_max_chars)
    is_owed = item.dues.progress is not None
    again = start(now, given.complex_workdays, rules.work_order, calendar) if is_owed else None
    step = Step(actor.person, actor.org, now, words)
    return moved(
        item,
        "progressed",
        _S.DISPATCHED,
        now,
        ends=("progress",),
        progress=(*item.progress, step),
        contacted=item.contacted or step,
        dues=replace(item.dues, progress=again),
    )


def ask_extension(
    item: HotlineItem,
    n_workdays: int,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
) -> Decision[HotlineItem]:
    """Ask for more working days before the time is over, with the reason that the resident will read.

    Raises:
        Forbidden: for anyone but the unit.
        Conflict: `extension-asked`, `extension-lapsed`, `no-reply-clock` where progress is owed instead, or
            `wrong-state`.
        Invalid: for a number of days out of range, a reason too short or too long.
    """
    check_unit(item, actor)
    given = rules.hotline
    asked = Extension(n_workdays, Step(actor.person, actor.org, now, words))
    decision = moved(item, "extension_asked", _S.DISPATCHED, now, {"n_workdays": n_workdays}, extension=asked)
    if item.extension is not None:
        raise Conflict("extension-asked")
    if now >= _reply_clock(item).at:
        raise Conflict("extension-lapsed")
    if not 1 <= n_workdays <= given.extension_max_workdays:
        params = {"min": 1, "max": given.extension_max_workdays}
        raise Invalid(errors=[FieldError("/days", "out-of-range", params)])
    check_words("/reason", words, given.reason_min_chars, given.reason_max_chars)
    return decision


def grant_extension(
    item: HotlineItem, actor: Actor, now: datetime, rules: SatisfactionRules, calendar: Calendar
) -> Decision[HotlineItem]:
    """Give the days that were asked for, beyond the time there was; the resident is told day and reason.

    Raises:
        Forbidden: for anyone but the hotline office, and for those of the unit.
        Conflict: `extension-not-asked` or `wrong-state`.
    """
    check_office(item, actor)
    asked, clock = _asked(item), _reply_clock(item)
    granted = replace(asked, decided=Step(actor.person, actor.org, now), is_granted=True)
    longer = start(clock.since, clock.n_workdays + asked.n_workdays, rules.work_order, calendar)
    data = {"n_workdays": asked.n_workdays}
    dues = replace(item.dues, reply=longer)
    return moved(item, "extended", _S.DISPATCHED, now, data, extension=granted, dues=dues)


def refuse_extension(item: HotlineItem, words: Words, actor: Actor, now: datetime) -> Decision[HotlineItem]:
    """Leave the time as it is, with the reason; it cannot be asked for again.

    Raises:
        Forbidden: for anyone but the hotline office, and for those of the unit.
        Conflict: `extension-not-asked` or `wrong-state`.
    """
    check_office(item, actor)
    refused = replace(_asked(item), decided=Step(actor.person, actor.org, now, words))
    return moved(item, "extension_refused", _S.DISPATCHED, now, extension=refused)


def reply(
    item: HotlineItem,
    words: Words,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[HotlineItem]:
    """Reply to the resident (答复); the office calls back on the next working day whom it can.

    Raises:
        Forbidden: for anyone but the unit.
        Conflict: `wrong-state`.
        Invalid: for a reply too short or too long.
    """
    check_unit(item, actor)
    given = rules.hotline
    check_words("/reply", words, given.reply_min_chars, given.reply_max_chars)
    step = Step(actor.person, actor.org, now)
    calling = start(now, given.callback_workdays, rules.work_order, calendar)
    dues = replace(item.dues, callback=calling if item.is_contactable else None)
    return moved(
        item,
        "replied",
        _S.REPLIED,
        now,
        ends=("reply", "progress"),
        reply=Reply(words, step, item.unit),
        contacted=item.contacted or step,
        dues=dues,
    )


def _reply_clock(item: HotlineItem) -> Clock:
    if item.dues.reply is None:
        raise Conflict("no-reply-clock")
    return item.dues.reply


def _asked(item: HotlineItem) -> Extension:
    if item.extension is None or item.extension.decided is not None:
        raise Conflict("extension-not-asked")
    return item.extension
