"""What the resident sees of an order by the link alone: four milestones, their days, who is late (§8.1).

Whoever turned a page late is named as the body, never as a person.
"""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.work_orders.clocks import Clock
from chalicelib.domain.satisfaction.work_orders.facts import Step
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.records import dataclass


class Milestone(StrEnum):
    """签收、联系、整改、回访."""

    SIGN = "SIGN"
    CONTACT = "CONTACT"
    RECTIFY = "RECTIFY"
    REVISIT = "REVISIT"


class Side(StrEnum):
    """Whose turn a milestone is."""

    UNIT = "UNIT"
    CENTRE = "CENTRE"


@dataclass(frozen=True, slots=True)
class Mark:
    """One milestone: whose it is, until when, since when it is done, and whether it is owed at all."""

    milestone: Milestone
    side: Side
    due_at: datetime | None
    provisional: bool
    done_at: datetime | None
    is_late: bool
    is_owed: bool = True


def marks(order: WorkOrder, now: datetime) -> tuple[Mark, ...]:
    """Return the four milestones of an order, as they stand at an instant."""
    dues = order.dues
    is_centre = not order.may_unit_contact
    tried = order.contact_attempts[-1].step if order.has_contact_failed else order.contacted
    revisited = order.revisit.step if order.revisit else None
    return (
        _mark(Milestone.SIGN, Side.UNIT, dues.sign, order.signed, order, now),
        _mark(
            Milestone.CONTACT,
            Side.CENTRE if is_centre else Side.UNIT,
            dues.contact,
            tried,
            order,
            now,
            is_owed=order.is_contactable,
        ),
        _mark(Milestone.RECTIFY, Side.UNIT, dues.rectify, order.approved, order, now),
        _mark(
            Milestone.REVISIT,
            Side.CENTRE,
            dues.revisit,
            revisited,
            order,
            now,
            is_owed=not order.is_revisit_exempt,
        ),
    )


def _mark(
    milestone: Milestone,
    side: Side,
    clock: Clock | None,
    done: Step | None,
    order: WorkOrder,
    now: datetime,
    *,
    is_owed: bool = True,
) -> Mark:
    due_at, done_at = clock.at if clock else None, done.at if done else None
    looked_at = done_at or (now if order.is_open else None)
    is_late = bool(is_owed and due_at and looked_at and looked_at >= due_at)
    return Mark(milestone, side, due_at, bool(clock and clock.provisional), done_at, is_late, is_owed)
