"""At a window: its tablets, cases entered by hand, and paper forms that the centre enters.

Paper forms are the centre's: whoever was rated neither reads nor writes a rating (evaluation.md §6).
"""

import hashlib
import hmac
from typing import Any

from chalicelib.domain.satisfaction.cases.served_case import Source
from chalicelib.domain.satisfaction.codes.channels import Channel, SubChannel
from chalicelib.domain.satisfaction.invitations.invitation import InvitationMode
from chalicelib.domain.satisfaction.ratings.rating import Arrival
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import show_list
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.staff.window_choice import back_to, window_choice
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.usecases.cases.take_in_case import case_errors, take_in_case
from chalicelib.usecases.invitations.rate_unasked import Way, rate_unasked
from chalicelib.usecases.points.register_point import read_point
from chalicelib.web.forms import Form
from chalicelib.web.views.rate import LEVELS

CENTRE = frozenset({Role.CENTRE_SUPERVISOR})
book = RouteBook(CENTRE, Duty.DESK)
case_book = RouteBook(CENTRE | {Role.CLERK}, Duty.DESK)

PAPER, CASE = "/paper-forms", "/served-cases/new"
PROMISE, USER = "GBT39046_A6", "USER_PROP"
"""The lists whose words the entry form shows; what it sends names them."""


@case_book.page("/tablet", audience=frozenset({Role.CLERK}))
def show_tablets(call: Call) -> Reply:
    """List the windows of the clerk's unit, each of which a tablet can be held out for."""
    only = f"unit={call.actor.org}"
    return show_list(call, "ratings/tablets.html", "points", only=only, newest_first=False)


@case_book.page(CASE)
def show_new_case(call: Call, form: Form | None = None) -> Reply:
    """Show the form by which a service is entered at the window."""
    shown = form or call.new_form()
    return call.show("ratings/new_case.html", form=shown, taken=call.asked("taken"), **window_choice(call))


@case_book.form(CASE, schema="enter-case", again=show_new_case)
def post_new_case(call: Call) -> Reply:
    """Enter a completed service; who entered it at the window is the clerk of the service."""
    body = _as_case(call, call.command())
    if errors := case_errors(body, call.now):
        raise Invalid(errors=errors)
    taken = take_in_case(call.house, call.actor, body, Source.WINDOW)
    return call.go(back_to(call, CASE, taken=taken.outcome))


@book.page(PAPER)
def show_paper(call: Call, form: Form | None = None) -> Reply:
    """Show the form by which a paper form is entered."""
    indicators = {
        level: [(one.code, one.text) for one in call.house.indicators.of_level(level)] for level in LEVELS
    }
    return call.show(
        "ratings/paper.html",
        form=form or call.new_form(),
        indicators=indicators,
        done=call.asked("done"),
        **window_choice(call),
    )


@book.form(PAPER, schema="enter-paper-form", again=show_paper)
def post_paper(call: Call) -> Reply:
    """Enter a paper form once, by the number printed on it."""
    number, _ = enter_paper(call)
    return call.go(back_to(call, PAPER, done=number))


def enter_paper(call: Call) -> tuple[str, bool]:
    """Enter the paper form of a command; return its number and whether it was entered now.

    Raises:
        Conflict: `paper-form-entered` when another form was entered under the number.
    """
    body = call.command()
    code, _, matter = body.pop("window").partition("|")
    number, point = body.pop("form_no"), read_point(call.house, code)
    arrival = Arrival(Channel.HALL_TERMINAL, SubChannel.PAPER_FORM)
    way = Way(point, InvitationMode.PAPER, _name_of_form(call, number), arrival, call.actor)
    try:
        return number, rate_unasked(call.house, way, {**body, "matter": matter})
    except Conflict as error:
        raise Conflict("paper-form-entered") if error.code == "already-rated" else error from error


def _name_of_form(call: Call, number: str) -> str:
    """Return the name under which a paper form is stored once; nobody finds its page by its number."""
    return hmac.new(call.edge.cursor_key, f"paper|{number}".encode(), hashlib.sha256).hexdigest()


def _as_case(call: Call, typed: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed as a case; the window says which unit, hall and matter it is.

    Raises:
        Forbidden: `other-unit` for a clerk at another unit's window.
        Invalid: for a matter that is not dealt with there.
    """
    code, _, matter = typed["window"].partition("|")
    point = read_point(call.house, code)
    is_clerk = not call.actor.has(Role.CENTRE_SUPERVISOR)
    if is_clerk and point.unit != call.actor.org:
        raise Forbidden("other-unit")
    service = point.service(matter)
    if service is None:
        raise Invalid(errors=[FieldError("/window", "not-one-of")])
    badge = call.signed_in.badge if is_clerk and call.signed_in else ""
    return {
        "project_no": typed["project_no"],
        "service_no": 1,
        "task_code": service.task_code,
        "task_name": service.task_name,
        "dept_code": point.unit,
        "dept_name": point.unit_name,
        "region_code": point.region,
        "hall_id": point.hall,
        "window_no": point.window,
        "staff_id": badge,
        "accept_time": typed["accept_time"],
        "done_time": typed["done_time"],
        "promise_type": {"code_system": PROMISE, "code": typed["promise_type"]},
        "user_type": {"code_system": USER, "code": typed["user_type"]},
        "user_name": typed.get("user_name", ""),
        "phone": typed.get("phone", ""),
        "contact_consent": "OBJECTED" if typed.get("is_objected") else "NOTICE_SHOWN",
        "is_proxy": typed.get("is_proxy", False),
        "is_minor": typed.get("is_minor", False),
        "is_vulnerable": typed.get("is_vulnerable", False),
    }
