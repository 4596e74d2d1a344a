"""Everybody's own deadlines as a calendar: a secret address, made and ended by its owner (rules.md §6)."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

from chalicelib.documents.calendars import CALENDAR, Deadline, feed
from chalicelib.entrypoints.benches import SEAT_OF, read_board, todo_at
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import ANYONE, EVERYONE, Duty, RouteBook
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.calendar_ports import CalendarLink
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate
from chalicelib.web.labels import label
from chalicelib.web.session import new_token
from chalicelib.web.views.plain import plain

PAGE, API, ANSWER = "/account/calendar", "/api/v1/calendar", "calendar-answer"
GOOD_FOR = timedelta(days=365)

book = RouteBook(EVERYONE, Duty.DESK)


@book.page(PAGE)
def show_calendar(call: Call) -> Reply:
    """Show whether the person has a calendar address, how days are counted, and how to make or end one."""
    return call.show(
        "calendar.html", link=call.house.calendars.of(call.actor.person), address="", form=call.new_form()
    )


@book.form(PAGE)
def post_calendar(call: Call) -> Reply:
    """Make a new address, shown this once; the one before it ends."""
    address, link = _make(call)
    return call.show("calendar.html", link=link, address=address, form=call.new_form())


@book.form(PAGE + "/end")
def post_calendar_end(call: Call) -> Reply:
    """End the address."""
    call.house.calendars.end(call.actor.person)
    return call.go(PAGE)


@book.api("POST", API, answer=ANSWER)
def api_make_calendar(call: Call) -> Reply:
    """Make a new address, told this once; the one before it ends."""
    address, link = _make(call)
    return call.data({"address": address, "ends_at": plain(link.ends_at)}, status=201)


@book.api("DELETE", API, answer="nothing")
def api_end_calendar(call: Call) -> Reply:
    """End the person's address."""
    call.house.calendars.end(call.actor.person)
    return call.data({})


@book.file("/calendar/{secret}.ics", audience=ANYONE)
def get_calendar(call: Call) -> Reply:
    """Return the deadlines of whoever made the address, as iCalendar."""
    link = call.house.calendars.find(call.params["secret"])
    if link is None or not _is_good(call, link):
        raise NotFound("not-found", kind="calendar")
    name, host = translate(_("我的办理期限"), link.locale), urlsplit(call.edge.origin).netloc
    text = feed(name, _deadlines(call, link), call.now, host)
    return Reply(text, content_type=CALENDAR, headers={"Cache-Control": "no-store"})


def _make(call: Call) -> tuple[str, CalendarLink]:
    secret, now, actor = new_token(), call.now, call.actor
    epoch = call.house.epochs.get(actor.person).epoch
    link = CalendarLink(actor, call.context.locale, epoch, now, now + GOOD_FOR)
    call.house.calendars.make(secret, link)
    return f"{call.edge.origin}/calendar/{secret}.ics", link


def _is_good(call: Call, link: CalendarLink) -> bool:
    return call.now < link.ends_at and call.house.epochs.get(link.actor.person).epoch == link.epoch


def _deadlines(call: Call, link: CalendarLink) -> Iterator[Deadline]:
    """Yield what waits for the person with its instant; what has none is no entry of a calendar."""
    seats = dict.fromkeys(SEAT_OF[role] for role in sorted(link.actor.roles) if role in SEAT_OF)
    for seat in seats:
        for card in read_board(call.house, link.actor, call.now, seat).cards:
            todo = todo_at(card, seat)
            if todo.until is not None:
                words = translate(label(todo.code, "todo"), link.locale)
                title, address = f"{words} {todo.about}".strip(), call.edge.origin + todo.href
                yield Deadline(f"{seat.board}#{todo.href}#{todo.code}", title, todo.until, address)
