"""Items of the hotline at every step of their life, brought there by the commands themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.domain.satisfaction.hotline import calling, handling, receiving, sending
from chalicelib.domain.satisfaction.hotline.facts import Door, ItemType, Solved, Source, Triage
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.receiving import Raised
from chalicelib.domain.satisfaction.hotline.states import ItemState
from chalicelib.domain.satisfaction.work_orders.facts import Cause
from chalicelib.domain.satisfaction.work_orders.rights import RESIDENT
from chalicelib.kernel.actors import Actor, Role
from tests.factories.work_orders import CALENDAR, MONDAY, OTHER_UNIT, UNIT, person, rules_of, words

OFFICE_ORG = "12370700DEM000019X"
OPERATOR = person("operator", Role.HOTLINE_OPERATOR, OFFICE_ORG)
WINDOW = person("window", Role.CLERK, OTHER_UNIT)
HANDLER = person("handler", Role.UNIT_HANDLER)
REGULATOR = person("regulator", Role.REGULATOR, OFFICE_ORG)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RULES = rules_of()
S = ItemState


def raised(**changes: Any) -> Raised:
    given = {
        "door": Door.HOTLINE,
        "source": Source.PHONE,
        "type": ItemType.COMPLAINT,
        "topic": Cause.TIME_LIMIT,
        "content": words(),
        "region": "370700",
        "contact": "ab" * 16,
        "is_textable": True,
        "may_unit_contact": True,
    }
    return Raised(**{**given, **changes})


def received(at: datetime = MONDAY, actor: Actor = OPERATOR, **changes: Any) -> HotlineItem:
    number = receiving.item_number("370700", at, 42)
    return receiving.receive("item-1", number, raised(**changes), actor, at, RULES, CALENDAR).state


def dispatched(
    at: datetime = MONDAY, item: HotlineItem | None = None, unit: str = UNIT, **changes: Any
) -> HotlineItem:
    item = item or received(at, **changes)
    return sending.dispatch(item, unit, None, OPERATOR, at, RULES, CALENDAR).state


def stuck(triage: Triage, at: datetime = MONDAY, **changes: Any) -> HotlineItem:
    item = received(at, WINDOW, door=Door.STUCK, source=Source.WINDOW, **changes)
    return receiving.triage(item, triage, WINDOW, at).state


def returned(at: datetime = MONDAY) -> HotlineItem:
    return sending.return_item(dispatched(at), words(), HANDLER, at, RULES, CALENDAR).state


def replied(at: datetime = MONDAY, item: HotlineItem | None = None, **changes: Any) -> HotlineItem:
    return handling.reply(item or dispatched(at, **changes), words(), HANDLER, at, RULES, CALENDAR).state


def said(
    solved: Solved = Solved.YES,
    level: int = 5,
    at: datetime = MONDAY,
    item: HotlineItem | None = None,
    actor: Actor = RESIDENT,
) -> HotlineItem:
    item = item or replied(at)
    return calling.record_said(item, solved, level, None, actor, at, RULES, CALENDAR).state


def unreached(at: datetime = MONDAY) -> HotlineItem:
    item = replied(at)
    for hours in (0, 5, 24):
        item = calling.note_failed_call(item, "NO_ANSWER", OPERATOR, at + hours * HOUR, RULES).state
    return item


def redispatched(at: datetime = MONDAY) -> HotlineItem:
    item = said(Solved.NO, 2, at)
    return sending.redispatch(item, words(), OPERATOR, at, RULES, CALENDAR).state


def closed(at: datetime = MONDAY) -> HotlineItem:
    return calling.close(said(at=at), OPERATOR, at, RULES).state


def answered(at: datetime = MONDAY, **changes: Any) -> HotlineItem:
    return receiving.answer(received(at, **changes), words(), OPERATOR, at, RULES).state


def reopened(at: datetime = MONDAY) -> HotlineItem:
    return sending.reopen(closed(at), None, RESIDENT, at, RULES, CALENDAR).state


IN_EVERY_STATE: dict[ItemState, Callable[[], HotlineItem]] = {
    S.RECEIVED: received,
    S.ANSWERED: answered,
    S.DISPATCHED: dispatched,
    S.RETURNED: returned,
    S.REPLIED: replied,
    S.SATISFIED: said,
    S.UNSATISFIED: lambda: said(Solved.PARTLY, 4),
    S.UNREACHED: unreached,
    S.CLOSED: closed,
    S.REOPENED: reopened,
}
