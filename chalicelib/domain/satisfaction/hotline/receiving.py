"""An item is taken in, sorted and, where that can be, answered on the spot (evaluation.md §2.7)."""

from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.hotline.clocks import ItemDues
from chalicelib.domain.satisfaction.hotline.facts import Door, ItemType, Mark, Reason, Reply, Source, Triage
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.moving import fact, moved
from chalicelib.domain.satisfaction.hotline.rights import check_receiver, check_registrar
from chalicelib.domain.satisfaction.hotline.states import ITEM, ItemState
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import start
from chalicelib.domain.satisfaction.work_orders.facts import Cause, Step, Words, check_words
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.numbers import format_number
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar

PREFIX = "RX"
_DIVISION_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Raised:
    """What somebody raises; `about` is the body it is about, `contact` the MAC of the telephone."""

    door: Door
    source: Source
    type: ItemType
    topic: Cause
    content: Words
    region: str
    wanted: Words | None = None
    place: Words | None = None
    about: str = ""
    contact: str = ""
    is_textable: bool = False
    """The telephone is a mobile one."""
    may_unit_contact: bool = False
    is_refused: bool = False


def receive(
    identifier: str,
    number: str,
    raised: Raised,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[HotlineItem]:
    """Take an item in (受理): whatever it is and whoever it is for (窗口无否决权).

    Where a window refused it, or calls it not its own, it goes under supervision at once. A report (举报) is
    confidential, and its unit calls nobody.

    Raises:
        Forbidden: for anyone but the resident, the hotline and the windows.
        Invalid: for words that are too short or too long.
    """
    if actor != RESIDENT:
        check_registrar(actor)
    ITEM.check(None, "received", ItemState.RECEIVED)
    given, is_report = rules.hotline, raised.type is ItemType.REPORT
    check_words("/content", raised.content, given.content_min_chars, given.content_max_chars)
    marks = (Mark(Reason.REFUSED_BY_WINDOW, now),) if raised.is_refused else ()
    item = HotlineItem(
        id=identifier,
        number=number,
        door=raised.door,
        source=raised.source,
        type=raised.type,
        topic=raised.topic,
        content=raised.content,
        wanted=raised.wanted,
        place=raised.place,
        region=raised.region,
        about=raised.about,
        unit="",
        profile=rules.name,
        contact=raised.contact,
        is_textable=raised.is_textable,
        may_unit_contact=raised.may_unit_contact and bool(raised.contact) and not is_report,
        is_confidential=is_report,
        is_refused=raised.is_refused,
        state=ItemState.RECEIVED,
        received=Step(actor.person, actor.org, now),
        dues=ItemDues(dispatch=start(now, given.dispatch_workdays, rules.work_order, calendar)),
        marks=marks,
    )
    return Decision(item, fact(item, "received", marks=marks, data={"content_ref": item.content.ref}))


def triage(item: HotlineItem, found: Triage, actor: Actor, now: datetime) -> Decision[HotlineItem]:
    """Sort what could not be done by how hard it is; once more where it was sorted wrongly.

    Raises:
        Forbidden: for anyone but the window that took it in and the hotline office.
        Conflict: `not-of-this-door` for an item of another door, or `wrong-state`.
    """
    check_receiver(item, actor)
    if item.door is not Door.STUCK:
        raise Conflict("not-of-this-door")
    return moved(item, "triaged", ItemState.RECEIVED, now, triage=found)


def answer(
    item: HotlineItem, words: Words, actor: Actor, now: datetime, rules: SatisfactionRules
) -> Decision[HotlineItem]:
    """Answer on the spot (当场答复), which ends the item; the resident may still have it reopened.

    Raises:
        Forbidden: for anyone but the window that took it in and the hotline office.
        Conflict: `refused-items-are-sent` where a window had refused it, `not-simple` where it was sorted as
            more than simple, or `wrong-state`.
        Invalid: for an answer too short or too long.
    """
    check_receiver(item, actor)
    if item.is_refused:
        raise Conflict("refused-items-are-sent")
    if item.triage not in (None, Triage.SIMPLE):
        raise Conflict("not-simple")
    check_words("/reply", words, rules.hotline.reply_min_chars, rules.hotline.reply_max_chars)
    step = Step(actor.person, actor.org, now)
    reply = Reply(words, step, "")
    return moved(
        item,
        "answered",
        ItemState.ANSWERED,
        now,
        ends=("dispatch",),
        reply=reply,
        contacted=step,
        closed=step,
    )


def item_series(region: str, at: datetime) -> str:
    """Name the series from which an item of a region takes its receipt number this year."""
    return f"hotline-{region[:_DIVISION_DIGITS]}-{at.astimezone(CHINA).year}"


def item_number(region: str, at: datetime, serial: int) -> str:
    """Write the number on a receipt: of the division, in the year in China.

    >>> from datetime import UTC
    >>> item_number("370700000", datetime(2026, 3, 2, tzinfo=UTC), 42)[:21]
    'RX-370700-2026-000042'
    """
    return format_number(PREFIX, region[:_DIVISION_DIGITS], at.astimezone(CHINA).year, serial)
