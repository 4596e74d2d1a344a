"""Rating a service from a link: a page that a look changes nothing of, one answer, then what became of it.

The token stands in the path only; the route is logged by its template. Whatever is unknown, over or revoked
looks the same (evaluation.md §7.4, §7.6).
"""

from chalicelib.domain.satisfaction.codes.channels import Channel
from chalicelib.domain.satisfaction.invitations.invitation import Invitation
from chalicelib.domain.satisfaction.invitations.shut import LinkShut
from chalicelib.domain.satisfaction.ratings.rating import Rating
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.guessing import (
    check_held,
    counting_wrong,
    guest_of,
    limited,
    note_shut,
)
from chalicelib.entrypoints.resident.quiet import arrival_of, of_its_level, quiet
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import Conflict
from chalicelib.usecases.invitations.answer_invitation import (
    answer_invitation,
    find_invitation,
    note_opened,
    stop_asking,
)
from chalicelib.usecases.work_orders.resident_steps import track
from chalicelib.web.forms import Form
from chalicelib.web.views.rate import rate_view, tracking_view

book = RouteBook(ANYONE, Duty.RESIDENT)

PAGE, STOP = "/r/{token}", "/stop/{token}"


@book.page(PAGE)
@limited
def show_rate(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a link that takes an answer, what became of one that was given, or that it is shut."""
    invitation = find_invitation(call.house, call.params["token"])
    if invitation.rating is not None:
        return _tracking(call, invitation, invitation.rating, form)
    view = rate_view(invitation, call.house.indicators, call.context.locale)
    return quiet(call.show("resident/rate.html", view=view, form=form or Form()))


@book.form(PAGE, schema="rate-service", again=show_rate)
@counting_wrong
def rate(call: Call) -> Reply:
    """Take the answer; another one after it changes nothing and shows the first."""
    try:
        body = of_its_level(call.command())
        arrival = arrival_of(call, body, Channel.SMS)
        answer_invitation(call.house, call.params["token"], body, arrival, guest_of(call))
    except Conflict as error:
        if error.code not in ("already-rated", "already-exists"):
            raise
        return _rated_before(call)
    return call.go(call.path)


@book.form("/r/{token}/opened", schema="nothing")
@counting_wrong
def rate_opened(call: Call) -> Reply:
    """Take note that a person looks at the page; it comes with the page and is no visit of its own."""
    check_held(call)
    note_opened(call.house, call.params["token"])
    return Reply("", 204)


@book.page(STOP)
@limited
def show_stop(call: Call) -> Reply:
    """Ask whether to stop, since a look at a link must change nothing."""
    return quiet(call.show("resident/stop.html", done=""))


@book.form(STOP, schema="stop-asking")
@limited
def stop(call: Call) -> Reply:
    """Ask this telephone no more; a token that nobody was sent gets the same answer."""
    way = call.command()["way"]
    try:
        stop_asking(call.house, call.params["token"], way)
    except LinkShut as error:
        note_shut(call, error.why)
    return quiet(call.show("resident/stop.html", done=way))


def _rated_before(call: Call) -> Reply:
    """Show the answer that was given by this link; of one given another way, only that there is one."""
    invitation = find_invitation(call.house, call.params["token"])
    if invitation.rating is None:
        return quiet(call.show("resident/rated.html", status=409))
    return _tracking(call, invitation, invitation.rating, status=409)


def _tracking(
    call: Call, invitation: Invitation, rating: Rating, form: Form | None = None, *, status: int = 200
) -> Reply:
    view = tracking_view(track(call.house, invitation, rating, call.now), call.now)
    return quiet(call.show("resident/tracking.html", status=status, view=view, form=form or Form()))
