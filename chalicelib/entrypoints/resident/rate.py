"""Rating a service from a link: a page that a look changes nothing of, one answer, then what became of it.

The token stands in the path only; the route is logged by its template. Whatever is unknown, over or revoked
looks the same (evaluation.md §7.4, §7.6).
"""

import hashlib
import hmac
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from chalicelib.domain.satisfaction.codes.channels import Channel
from chalicelib.domain.satisfaction.ratings.rating import Arrival
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import Conflict, NotFound
from chalicelib.usecases.invitations.answer_invitation import (
    answer_invitation,
    find_invitation,
    note_opened,
    stop_asking,
)
from chalicelib.web.forms import Form
from chalicelib.web.headers import resident_headers
from chalicelib.web.views.rate import rate_view, tracking_view

book = RouteBook(ANYONE, Duty.RESIDENT)

PAGE, STOP = "/r/{token}", "/stop/{token}"


@book.page(PAGE)
def show_rate(call: Call, form: Form | None = None) -> Reply:
    """Show the form of a link that takes an answer, what became of one that was given, or that it is shut."""
    try:
        invitation = find_invitation(call.house, call.params["token"])
    except NotFound:
        return _shut(call)
    if invitation.rating is not None:
        return _quiet(call.show("resident/tracking.html", view=tracking_view(invitation, call.now)))
    view = rate_view(invitation, call.house.indicators, call.context.locale)
    return _quiet(call.show("resident/rate.html", view=view, form=form or Form()))


@book.form(PAGE, schema="rate-service", again=show_rate)
def rate(call: Call) -> Reply:
    """Take the answer; another one after it changes nothing and shows the first."""
    try:
        body = _of_its_level(call.command())
        answer_invitation(call.house, call.params["token"], body, _arrival(call, body))
    except NotFound:
        return _shut(call)
    except Conflict as error:
        if error.code not in ("already-rated", "already-exists"):
            raise
        reply = show_rate(call)
        return Reply(reply.body, 409, reply.content_type, reply.headers)
    return call.go(call.path)


@book.form("/r/{token}/opened", schema="nothing")
def rate_opened(call: Call) -> Reply:
    """Take note that a person looks at the page."""
    note_opened(call.house, call.params["token"])
    return Reply("", 204)


@book.page(STOP)
def show_stop(call: Call) -> Reply:
    """Ask whether to stop, since a look at a link must change nothing."""
    return _quiet(call.show("resident/stop.html", done=""))


@book.form(STOP, schema="stop-asking")
def stop(call: Call) -> Reply:
    """Ask this telephone no more; a token that nobody was sent gets the same answer."""
    way = call.command()["way"]
    with suppress(NotFound):
        stop_asking(call.house, call.params["token"], way)
    return _quiet(call.show("resident/stop.html", done=way))


def _shut(call: Call) -> Reply:
    """Answer alike whatever is unknown, over or revoked: how to rate still, and nothing personal."""
    return _quiet(call.show("resident/shut.html", status=404))


def _quiet(reply: Reply) -> Reply:
    """Keep a resident's page out of caches, search engines and the addresses of other sites."""
    headers = {**reply.headers, **resident_headers(str(reply.body))}
    return Reply(reply.body, reply.status, reply.content_type, headers, reply.cookies)


def _of_its_level(body: dict[str, Any]) -> dict[str, Any]:
    """Leave out what was ticked under another face before: the page hides it, but sends it."""
    level = str(body["level"])
    return {**body, "indicators": [code for code in body.get("indicators", ()) if code.startswith(level)]}


def _arrival(call: Call, body: Mapping[str, Any]) -> Arrival:
    """Return how the answer came: a keyed hash of the browser and the network's first three numbers."""
    network = ".".join(call.source_ip.split(".")[:3])
    seen = f"{network}|{call.headers.get('user-agent', '')}"
    device = hmac.new(call.edge.cursor_key, seen.encode(), hashlib.sha256).hexdigest()[:24]
    return Arrival(Channel.SMS, "", device, network, body.get("page_ms"))
