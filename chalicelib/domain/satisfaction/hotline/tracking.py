"""What the resident sees of an item by the secret alone: four milestones, their days, who is late (§8.1)."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.hotline.facts import Said
from chalicelib.domain.satisfaction.hotline.item import RUNNING, HotlineItem
from chalicelib.domain.satisfaction.hotline.states import ItemState
from chalicelib.domain.satisfaction.work_orders.clocks import Clock
from chalicelib.kernel.records import dataclass


class Milestone(StrEnum):
    """受理、派单、答复、回访."""

    RECEIVED = "RECEIVED"
    DISPATCHED = "DISPATCHED"
    REPLIED = "REPLIED"
    CALLED_BACK = "CALLED_BACK"


@dataclass(frozen=True, slots=True)
class Mark:
    """One milestone: until when, since when it is done, whether late, and whether the unit owes it."""

    milestone: Milestone
    due_at: datetime | None
    done_at: datetime | None
    is_late: bool
    is_units: bool
    is_owed: bool = True
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Round:
    """How an item was answered before it was handled again, and what the resident said of it then."""

    answered_at: datetime
    is_late: bool
    said: Said | None


def rounds(item: HotlineItem) -> tuple[Round, ...]:
    """Return the earlier answers of an item with their days, the first one first."""
    past, found = item.past_replies, list[Round]()
    for since, reply, until in zip((None, *past), past, (*past[1:], item.reply), strict=False):
        begun, ended = since.step.at if since else item.received.at, until.step.at if until else None
        at = reply.step.at
        is_late = any(
            one.step in RUNNING[ItemState.DISPATCHED] and begun < one.at <= at for one in item.marks
        )
        said = [one for one in item.past_said if at <= one.step.at and (not ended or one.step.at < ended)]
        found.append(Round(at, is_late, said[-1] if said else None))
    return tuple(found)


def marks(item: HotlineItem, now: datetime) -> tuple[Mark, ...]:
    """Return the milestones of an item, as they stand at an instant."""
    sent = item.sent[-1].step.at if item.sent and item.sent[-1].returned is None else None
    is_reopened = item.reopened is not None and sent is not None and sent < item.reopened.at
    replied = item.reply.step.at if item.reply else None
    answered = replied if replied and not item.sent else None
    said = item.said.step.at if item.said else None
    called = said or (item.callback_attempts[-1].step.at if item.state == "UNREACHED" else None)
    working = item.dues.reply or item.dues.progress
    sent_at = None if is_reopened else sent
    return (
        Mark(Milestone.RECEIVED, None, item.received.at, is_late=False, is_units=False),
        _mark(Milestone.DISPATCHED, item.dues.dispatch, sent_at or answered, item, now, is_owed=not answered),
        _mark(Milestone.REPLIED, working, replied, item, now, is_units=True),
        _mark(
            Milestone.CALLED_BACK,
            item.dues.callback,
            called,
            item,
            now,
            is_owed=item.is_contactable and not answered,
        ),
    )


def _mark(
    milestone: Milestone,
    clock: Clock | None,
    done_at: datetime | None,
    item: HotlineItem,
    now: datetime,
    *,
    is_units: bool = False,
    is_owed: bool = True,
) -> Mark:
    due_at = clock.at if clock else None
    looked_at = done_at or (now if item.is_open else None)
    is_late = bool(is_owed and due_at and looked_at and looked_at >= due_at)
    provisional = bool(clock and clock.provisional)
    return Mark(milestone, due_at, done_at, is_late, is_units, is_owed, provisional)
