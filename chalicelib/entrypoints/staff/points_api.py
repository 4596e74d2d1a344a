"""Windows with a rating code, paper forms and the monitor of invitations over the API: as their pages do."""

from typing import Any

from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.points.point import Point
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.listing import list_data
from chalicelib.entrypoints.routes import Duty, RouteBook
from chalicelib.entrypoints.staff.invitations import FACETS, FILTERS, LIST, found_invitation
from chalicelib.entrypoints.staff.window import enter_paper
from chalicelib.kernel.actors import Role
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.invitations.revoke_invitation import revoke_invitation
from chalicelib.usecases.points.register_point import close_point, register_point
from chalicelib.web.views.plain import plain

CENTRE = frozenset({Role.CENTRE_SUPERVISOR})
book = RouteBook(CENTRE, Duty.DESK)

POINTS, PAPER, INVITATIONS = "/api/v1/points", "/api/v1/paper-forms", "/api/v1/invitations"
WATCHERS = CENTRE | {Role.REGULATOR}


@book.api("GET", POINTS, is_list=True, answer="points-answer")
def api_list_points(call: Call) -> Reply:
    """Return a page of the windows whose code is in use."""
    return list_data(call, "points", only="all", newest_first=False)


@book.api("POST", POINTS, schema="register-point", answer="point-answer")
def api_register_point(call: Call) -> Reply:
    """Register a window where services can be rated."""
    code = register_point(call.house, call.actor, call.command(), call.once())
    return call.data(_point(call, code), status=201, location=f"{POINTS}/{code}")


@book.api("GET", POINTS + "/{point}", answer="point-answer")
def api_get_point(call: Call) -> Reply:
    """Return a window, also once its code is out of use."""
    return call.data(_point(call, call.params["point"]))


@book.api("POST", POINTS + "/{point}/close", answer="point-answer")
def api_close_point(call: Call) -> Reply:
    """Take a window's code out of use."""
    close_point(call.house, call.actor, call.params["point"])
    return call.data(_point(call, call.params["point"]))


@book.api("POST", PAPER, schema="enter-paper-form", answer="paper-form-answer")
def api_enter_paper_form(call: Call) -> Reply:
    """Enter a paper form once, by the number printed on it."""
    number, is_new = enter_paper(call)
    return call.data({"form_no": number, "is_new": is_new}, status=201 if is_new else 200)


@book.api("GET", INVITATIONS, audience=WATCHERS, is_list=True, filters=FILTERS, answer="invitations-answer")
def api_list_invitations(call: Call) -> Reply:
    """Return a page of the invitations of one state or reason; nobody's number and no answer is in it."""
    return list_data(call, LIST, FACETS)


@book.api("GET", INVITATIONS + "/{invitation}", audience=WATCHERS, answer="invitation-answer")
def api_get_invitation(call: Call) -> Reply:
    """Return what happened to one invitation."""
    return call.data(plain(_invitation(found_invitation(call))))


@book.api(
    "POST", INVITATIONS + "/{invitation}/revoke", schema="revoke-invitation", answer="invitation-answer"
)
def api_revoke_invitation(call: Call) -> Reply:
    """Take an invitation back for a reason."""
    revoke_invitation(call.house, call.actor, call.params["invitation"], call.command()["reason"])
    return call.data(plain(_invitation(found_invitation(call))))


def _point(call: Call, code: str) -> Any:
    point: Point | None = call.house.points.find(code)
    if point is None:
        raise NotFound("not-found", kind="point")
    shown = {
        "id": point.id,
        "unit": point.unit,
        "unit_name": point.unit_name,
        "hall": point.hall,
        "hall_name": point.hall_name,
        "window": point.window,
        "matters": [{"code": one.code, "name": one.name} for one in point.matters],
        "address": f"{call.house.link_base}/q/{point.id}",
        "registered_at": point.registered_at,
        "closed_at": point.closed_at,
    }
    return plain(shown)


def _invitation(one: Invitation) -> dict[str, Any]:
    """Return where an invitation stands and what was sent, never to whom."""
    sending, service = one.sending, one.service
    return {
        "id": one.id,
        "state": one.state.value,
        "reason": one.suppression.value if one.suppression else "",
        "unit": service.unit,
        "task_code": service.task_code,
        "hall": service.hall,
        "window": service.window,
        "done_at": one.done_at,
        "expires_at": one.expires_at,
        "attempts": sending.attempts,
        "segments": sending.segments,
        "fault": sending.fault,
        "template": sending.template,
        "sent_at": sending.sent_at,
    }
