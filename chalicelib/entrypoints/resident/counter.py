"""Rating at a window by its printed code, on the web by the same address, and on the window's tablet.

The page's hidden ticket names the one answer it can give: it is the one-time nonce, what a double tap is
known by, and the address of the tracking page afterwards (evaluation.md §7.4). It is signed for its point, so
that nothing is rated but from a page that was shown (§7.2).
"""

from typing import Any

from chalicelib.domain.satisfaction.codes.channels import Channel
from chalicelib.domain.satisfaction.invitations.invitation import InvitationMode
from chalicelib.domain.satisfaction.points.point import Point
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.guessing import limited
from chalicelib.entrypoints.resident.quiet import arrival_of, of_its_level, quiet
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.kernel.ids import new_secret
from chalicelib.usecases.invitations.rate_unasked import Way, rate_unasked
from chalicelib.usecases.invitations.tickets import is_valid, new_ticket
from chalicelib.usecases.points.register_point import read_point
from chalicelib.web.forms import Form
from chalicelib.web.views.rate import counter_view

book = RouteBook(ANYONE, Duty.RESIDENT)
tablet_book = RouteBook(frozenset({Role.CLERK}), Duty.DESK)

CODE, TABLET = "/q/{point}", "/tablet/{point}"
CLEARED_AFTER_SECONDS = 8


@book.page(CODE)
@limited
def show_counter(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a window; a code that never was looks like one that is no more."""
    point = read_point(call.house, call.params["point"])
    return _form(call, point, call.context.address, form)


@book.form(CODE, schema="rate-unasked", again=show_counter)
@limited
def rate_counter(call: Call) -> Reply:
    """Take the answer, then show its own tracking page; what was matched is told to nobody."""
    is_web = call.asked("from") == "web"
    channel = _web_channel(call) if is_web else Channel.QR
    mode = InvitationMode.LINK if is_web else InvitationMode.QR
    try:
        point = read_point(call.house, call.params["point"])
        body = _answer(call, point)
        rate_unasked(call.house, Way(point, mode, body["ticket"], arrival_of(call, body, channel)), body)
    except Conflict as error:
        if error.code != "already-rated":
            raise
    return call.go(f"/r/{body['ticket']}")


@tablet_book.page(TABLET)
def show_tablet(call: Call, form: Form | None = None) -> Reply:
    """Show the form on the tablet of a window, held out by a clerk of its unit."""
    return _form(call, _own_point(call), call.path, form, clears=True)


@tablet_book.form(TABLET, schema="rate-unasked", again=show_tablet)
def rate_tablet(call: Call) -> Reply:
    """Take the answer and forget it on this screen; the clerk whose session it is was the one rated."""
    point = _own_point(call)
    body = _answer(call, point)
    badge = call.signed_in.badge if call.signed_in else ""
    arrival = arrival_of(call, body, Channel.HALL_TABLET)
    way = Way(point, InvitationMode.TABLET, body["ticket"], arrival, staff=badge)
    try:
        rate_unasked(call.house, way, body)
    except Conflict as error:
        if error.code != "already-rated":
            raise
    reply = quiet(call.show("resident/thanks.html", again=call.path))
    refresh = {"Refresh": f"{CLEARED_AFTER_SECONDS}; url={call.path}"}
    return Reply(reply.body, 200, reply.content_type, {**reply.headers, **refresh}, reply.cookies)


def _form(call: Call, point: Point, action: str, form: Form | None, *, clears: bool = False) -> Reply:
    view: dict[str, Any] = counter_view(point, call.house.indicators, call.context.locale)
    shown = view | {"ticket": _ticket(call, point), "action": action, "clears": clears}
    reply = quiet(call.show("resident/counter.html", view=shown, form=form or Form()))
    return _telling_its_origin(reply) if clears else reply


def _telling_its_origin(reply: Reply) -> Reply:
    """Let the browser say where the form comes from: a clerk is signed in, and a null origin is refused."""
    headers = {**reply.headers, "Referrer-Policy": "same-origin"}
    return Reply(reply.body, reply.status, reply.content_type, headers, reply.cookies)


def _answer(call: Call, point: Point) -> dict[str, Any]:
    """Return the answer of a page that was shown.

    Raises:
        Invalid: `page-too-old` for a ticket that the house did not make, or hours ago.
    """
    body = of_its_level(call.command())
    if not is_valid(call.edge.cursor_key, point.id, body["ticket"], call.house.clock.wall_now()):
        raise Invalid(errors=[FieldError("/ticket", "page-too-old")])
    return body


def _ticket(call: Call, point: Point) -> str:
    """Return the ticket of a page that is shown again, while it is good, or a new one."""
    key, now, posted = call.edge.cursor_key, call.house.clock.wall_now(), call.posted("ticket")
    if is_valid(key, point.id, posted, now):
        return posted
    return new_ticket(key, point.id, new_secret(), now)


def _own_point(call: Call) -> Point:
    """Return the point of the address.

    Raises:
        NotFound: `link-shut`.
        Forbidden: `other-unit` for a clerk of another unit.
    """
    point = read_point(call.house, call.params["point"])
    if point.unit != call.actor.org:
        raise Forbidden("other-unit")
    return point


def _web_channel(call: Call) -> Channel:
    """Return mobile or desktop, as the browser says of itself."""
    return Channel.MOBILE if "Mobi" in call.headers.get("user-agent", "") else Channel.PC
