"""Signing in and out (OIDC authorization code with PKCE), extending a session, and the page about it."""

from datetime import timedelta

from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.routes import ANYONE, EVERYONE, Duty, RouteBook
from chalicelib.kernel.errors import NotSignedIn
from chalicelib.web import session, sign_in

book = RouteBook(ANYONE, Duty.DESK)

CALLBACK = "/sign-in/callback"


@book.page("/sign-in")
def begin_sign_in(call: Call) -> Reply:
    """Send the browser to the issuer."""
    begun = sign_in.begin_sign_in(
        call.edge.identity,
        call.edge.cookies,
        call.edge.origin + CALLBACK,
        call.asked("back"),
        call.house.clock.wall_now(),
        person_hint=call.asked("person_hint") or None,
    )
    return Reply("", 303, headers={"Location": begun.redirect_url}, cookies=(begun.cookie,))


@book.page(CALLBACK)
def finish_sign_in(call: Call) -> Reply:
    """Open the session that the issuer's answer allows."""
    finished = sign_in.finish_sign_in(
        call.edge.identity,
        call.edge.cookies,
        {name: values[-1] for name, values in call.query.items()},
        call.headers.get("cookie"),
        call.house.clock.wall_now(),
        marks=call.house.marks,
        epochs=call.house.epochs,
        roster=call.house.roster,
        today=call.today,
    )
    return Reply("", 303, headers={"Location": finished.return_to}, cookies=finished.cookies)


@book.form("/sign-out", audience=EVERYONE)
def sign_out(call: Call) -> Reply:
    """End the session in this browser."""
    return _signed_out(call)


@book.form("/sign-out-everywhere", audience=EVERYONE)
def sign_out_everywhere(call: Call) -> Reply:
    """End every session of the person, and the access tokens made until now."""
    _end_everywhere(call)
    return _signed_out(call)


@book.api("POST", "/api/v1/sign-out-everywhere", audience=EVERYONE, answer="nothing")
def api_sign_out_everywhere(call: Call) -> Reply:
    """End every session of the person and every access token made until now, this one included."""
    _end_everywhere(call)
    return call.data({})


@book.page("/account", audience=EVERYONE)
def show_account(call: Call) -> Reply:
    """Show as whom one is signed in, until when, and how to end it here or everywhere."""
    return call.show("account.html", until=call.context.session_expires_at)


@book.form("/session/extend", audience=EVERYONE)
def extend_session(call: Call) -> Reply:
    """Start the idle half hour again and go back to the page that warned."""
    renewed = session.renew(_session(call), call.house.clock.wall_now())
    cookie = session.session_cookie(renewed, call.edge.cookies)
    back = sign_in.local_path(call.posted("back"))
    left = int((renewed.expires_at - call.house.clock.wall_now()) / timedelta(seconds=1))
    return Reply("", 303, headers={"Location": back, "X-Session-Seconds": str(left)}, cookies=(cookie,))


def _end_everywhere(call: Call) -> None:
    call.house.epochs.raise_to(call.actor.person, call.house.clock.wall_now())


def _session(call: Call) -> session.Session:
    if call.session is None:
        raise NotSignedIn
    return call.session


def _signed_out(call: Call) -> Reply:
    cookie = session.sign_out_cookie(call.edge.cookies)
    issuer = call.edge.identity.sign_out_url(call.edge.origin + "/")
    return Reply("", 303, headers={"Location": issuer or "/"}, cookies=(cookie,))
