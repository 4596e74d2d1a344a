"""Remind of deadlines three working days before, one before and on the last day (marketplace.md §6 no. 5).

In the morning whatever the due index holds for the next days is named on the queue of messages. The worker
reads the aggregate itself, so what was done meanwhile is not reminded of, and puts each reminder into an
inbox under a key made of deadline and day: coming again, it changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping

from chalicelib.domain.marketplace.agencies.agency import Agency
from chalicelib.domain.marketplace.agencies.validity import end_of_day, local_day
from chalicelib.domain.marketplace.reminders import (
    Reminder,
    Waiting,
    case_waits,
    filing_waits,
    notice_waits,
    reminders_at,
)
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.usecases.agencies.changing import shown_dossier
from chalicelib.usecases.messages.tell import tell
from chalicelib.usecases.ports import House

QUEUE = "messages"
DEADLINES = "deadlines:"
SOURCES = ("opening", "lifecycle")
"""The queues of the due index behind which deadlines can stand; draws are reminded of on their own."""

Told = tuple[Iterable[Waiting], Mapping[str, Json]]
"""What waits, and what names it in a message."""


def enqueue_reminders(house: House) -> int:
    """Name everything that falls due within the next working days; return how many there were."""
    now, days = house.clock.product_now(), house.rules.load().reminder.workdays_before
    horizon = end_of_day(house.calendar.add_workdays(local_day(now), max(days) + 1))
    named = {(item.kind, item.identifier) for queue in SOURCES for item in house.due.overdue(queue, horizon)}
    for kind, identifier in sorted(named):
        recipient = f"{DEADLINES}{kind}#{identifier}"
        house.queues.send(QUEUE, recipient, f"{recipient}#{format_instant(now)}", {"to": recipient})
    return len(named)


def remind(house: House, name: str) -> None:
    """Put today's reminders of one aggregate (`notice#…`) into the inboxes of those whom it waits for."""
    kind, identifier = name.split("#", 1)
    if kind not in _READERS:
        return
    waiting, facts = _READERS[kind](house, identifier)
    days = house.rules.load().reminder.workdays_before
    for one in reminders_at(waiting, house.clock.product_now(), days, house.calendar):
        tell(house, one.waiting.to, _key(name, one), one.at, _message(one, facts))


def _key(name: str, one: Reminder) -> str:
    return f"{name}#{one.waiting.todo}#{format_instant(one.waiting.until_at)}#{one.workdays}"


def _message(one: Reminder, facts: Mapping[str, Json]) -> dict[str, Json]:
    params = {
        **facts,
        "todo": one.waiting.todo,
        "until_at": format_instant(one.waiting.until_at),
        "workdays": one.workdays,
    }
    return {"code": "deadline-near" if one.workdays else "deadline-today", "params": params}


def _notice(house: House, identifier: str) -> Told:
    notice = house.queries.notice_alone(identifier)
    return notice_waits(notice), {"notice_no": notice.notice_no, "about": notice.notice_no}


def _case(house: House, identifier: str) -> Told:
    case, _, _ = house.queries.violation(identifier)
    return case_waits(case), {"case_id": case.id, "about": case.case_no}


def _agency(house: House, uscc: str) -> Told:
    agency = house.queries.agencies([uscc])[uscc]
    facts = {"uscc": uscc, "about": shown_dossier(agency).organisation.name}
    return _filing(house, agency), facts


def _filing(house: House, agency: Agency) -> Iterator[Waiting]:
    if agency.filing is not None:
        awaited = {house.service_types.department_of(code).org for code in agency.filing.awaiting}
        yield from filing_waits(agency.filing, sorted(awaited))


_READERS = {"notice": _notice, "violation": _case, "agency": _agency}
