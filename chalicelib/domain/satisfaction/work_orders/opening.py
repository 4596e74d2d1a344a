"""A bad rating becomes a work order in the same transaction and goes to the unit that served (nos. 1, 2)."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.codes.levels import BAD_LEVELS
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.clocks import Dues, start
from chalicelib.domain.satisfaction.work_orders.facts import Source, Step
from chalicelib.domain.satisfaction.work_orders.moving import fact, moved
from chalicelib.domain.satisfaction.work_orders.rights import check_centre
from chalicelib.domain.satisfaction.work_orders.states import ORDER, OrderState
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.actors import SYSTEM, Actor
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.numbers import format_number
from chalicelib.kernel.records import dataclass
from chalicelib.kernel.workdays import Calendar

PREFIX = "HP"
_DIVISION_DIGITS = 6
_WITHOUT_LEVEL = frozenset({Source.ITEM, Source.FINDING})


@dataclass(frozen=True, slots=True)
class Grievance:
    """What an order is about; `unit` is empty where no route was found, `staff` where nobody was rated."""

    source: Source
    source_id: str
    level: int
    codes: tuple[str, ...]
    task_code: str
    region: str
    channel: int
    staff: str = ""
    unit: str = ""
    may_unit_contact: bool = False
    is_anonymous: bool = False
    has_way_of_contact: bool = False
    mend_workdays: int | None = None
    """Where something else than the profile says how long the unit has."""


def create(
    identifier: str,
    said: Grievance,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Open a work order (差评立单); the time to mend runs from now.

    It gets its number when it is dispatched, within the minute: taking the next number of a series would cost
    the resident's answer a call of its own.

    Raises:
        Conflict: `not-a-bad-rating` for a rating or callback that is not of the two lowest levels.
    """
    if said.source not in _WITHOUT_LEVEL and said.level not in BAD_LEVELS:
        raise Conflict("not-a-bad-rating", level=said.level)
    ORDER.check(None, "created", OrderState.CREATED)
    given = rules.work_order
    order = WorkOrder(
        id=identifier,
        wo_no="",
        source=said.source,
        source_id=said.source_id,
        level=said.level,
        codes=said.codes,
        unit=said.unit,
        staff=said.staff,
        task_code=said.task_code,
        region=said.region,
        channel=said.channel,
        profile=rules.name,
        may_unit_contact=said.may_unit_contact and said.has_way_of_contact and not said.is_anonymous,
        is_anonymous=said.is_anonymous,
        is_contactable=said.has_way_of_contact and not said.is_anonymous,
        state=OrderState.CREATED,
        created_at=now,
        dues=Dues(
            dispatch=start(now, given.dispatch_workdays, given, calendar),
            rectify=start(now, said.mend_workdays or given.rectify_workdays, given, calendar),
        ),
    )
    return Decision(order, fact(order, "created"))


def dispatch(
    order: WorkOrder,
    unit: str,
    number: str,
    actor: Actor,
    now: datetime,
    rules: SatisfactionRules,
    calendar: Calendar,
) -> Decision[WorkOrder]:
    """Send the order to the unit that served (谁办理、谁负责), numbered; by hand where no route was found.

    Raises:
        Forbidden: `role-needed` for anyone but the system and the centre, `own-unit` to one's own body.
        Conflict: `wrong-state`.
    """
    to_unit = replace(order, unit=unit, wo_no=order.wo_no or number)
    if actor != SYSTEM:
        check_centre(to_unit, actor)
    given = rules.work_order
    dues = replace(
        order.dues,
        sign=start(now, given.sign_workdays, given, calendar),
        returning=start(now, given.return_workdays, given, calendar),
    )
    step = Step(actor.person, actor.org, now)
    return moved(
        order,
        "dispatched",
        OrderState.DISPATCHED,
        now,
        unit=unit,
        wo_no=to_unit.wo_no,
        dues=dues,
        dispatched=step,
    )


def order_series(region: str, at: datetime) -> str:
    """Name the series from which an order of a region takes its number this year."""
    return f"order-{region[:_DIVISION_DIGITS]}-{at.astimezone(CHINA).year}"


def order_number(region: str, at: datetime, serial: int) -> str:
    """Write the number by which people call an order: of the division, in the year in China.

    >>> from datetime import UTC
    >>> order_number("370700000", datetime(2026, 3, 2, tzinfo=UTC), 42)
    'HP-370700-2026-000042-Y'
    """
    return format_number(PREFIX, region[:_DIVISION_DIGITS], at.astimezone(CHINA).year, serial)
