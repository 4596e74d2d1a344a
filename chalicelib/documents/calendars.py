"""Deadlines as an iCalendar feed (RFC 5545) that a telephone or an office program subscribes to."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.records import dataclass

CALENDAR = "text/calendar; charset=utf-8"
SHOWN = timedelta(minutes=30)
"""How long before its instant a deadline stands in the day."""
REFRESH = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """One entry: what makes it the same entry tomorrow, its words, its instant, and where it leads."""

    key: str
    title: str
    until_at: datetime
    address: str


def feed(name: str, deadlines: Iterable[Deadline], now: datetime, host: str) -> str:
    """Return the calendar; an entry ends at the deadline and reminds a day before."""
    # Only a calendar program's request needs the library.
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//{host}//deadlines//")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for one in deadlines:
        event = Event()
        event.add("uid", f"{sha256_hex(one.key)[:32]}@{host}")
        event.add("dtstamp", now)
        event.add("dtstart", one.until_at - SHOWN)
        event.add("dtend", one.until_at)
        event.add("summary", one.title)
        event.add("url", one.address)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
        calendar.add_component(event)
    text: str = calendar.to_ical().decode()
    return text
