"""From Chalice's request to our `Call`: language and reading preferences, session or bearer token."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from chalicelib.entrypoints.call import Call, Edge
from chalicelib.entrypoints.routes import Duty, Route
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import AccessEnded, DomainError, NotSignedIn
from chalicelib.kernel.identifiers import normalise_uscc
from chalicelib.kernel.numbers import BadNumber, normalise_notice_number
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.identity_ports import SignedIn, Standing, Standings
from chalicelib.web.context import Locale, PageContext, Theme, Viewer
from chalicelib.web.csrf import csrf_token, is_bearer
from chalicelib.web.navigation import navigation_for
from chalicelib.web.session import (
    Session,
    is_renewal_due,
    read_bearer,
    read_session,
    renew,
    session_cookie,
    sign_out_cookie,
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person asking; `refusal` says why a session or token did not count."""

    signed_in: SignedIn | None = None
    session: Session | None = None
    cookies: tuple[str, ...] = ()
    refusal: DomainError | None = None
    seed: str | None = None


def arrive(edge: Edge, route: Route, params: Mapping[str, str], request: Any) -> Call:
    """Read a request as of somebody unknown; nothing is looked up and nothing is refused here."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    context = _context(edge, request, headers)
    return Call(
        edge=edge,
        route=route,
        path=context.path,
        params={name: _SPELLINGS.get(name, str)(value) for name, value in params.items()},
        query=_query(request),
        headers=headers,
        body=_body(request),
        request_id=str(request.context.get("requestId") or uuid4()),
        context=context,
        source_ip=str((request.context.get("identity") or {}).get("sourceIp") or ""),
    )


def _as_number(typed: str) -> str:
    try:
        return normalise_notice_number(typed)
    except BadNumber:
        return typed


_SPELLINGS: Mapping[str, Callable[[str], str]] = {"notice_no": _as_number, "uscc": normalise_uscc}
"""How what an address names is spelled where it is stored; what is no number at all stays as typed."""


def recognise(call: Call) -> Known:
    """Find out who asks, and let the call and its page know; a resident's page asks nobody who they are."""
    known = Known() if call.route.duty is Duty.RESIDENT else _recognise(call)
    person = known.signed_in
    call.signed_in, call.session, call.cookies = person, known.session, known.cookies
    call.context = replace(
        call.context,
        navigation=navigation_for(person.actor.roles if person else None),
        actor=_viewer(person) if person else None,
        csrf_token=csrf_token(known.seed) if known.seed else None,
        session_expires_at=known.session.expires_at if known.session else None,
    )
    return known


def _viewer(person: SignedIn) -> Viewer:
    roles = frozenset(map(str, person.actor.roles))
    return Viewer(person.display_name, person.org_name, roles, person.badge)


@dataclass(slots=True)
class _WithAgency:
    """Standings read in one call with the asker's agency, for the routes that show it."""

    call: Call

    def of(self, actor: Actor) -> Standing:
        standing, self.call.agency = self.call.house.queries.standing_with_agency(actor.person, actor.org)
        return standing


def _standings(call: Call) -> Standings:
    return _WithAgency(call) if call.route.shows_agency else call.house.epochs


def _recognise(call: Call) -> Known:
    edge, headers = call.edge, call.headers
    wall_now = edge.house.clock.wall_now()
    try:
        if is_bearer(headers):
            return Known(_bearer(call, wall_now)) if call.route.surface == "api" else Known()
        session = read_session(headers.get("cookie"), edge.cookies, wall_now, _standings(call))
    except (NotSignedIn, AccessEnded) as error:
        cookies = () if is_bearer(headers) else (sign_out_cookie(edge.cookies),)
        is_ended = isinstance(error, AccessEnded)
        return Known(refusal=AccessEnded(hotline=edge.site.hotline) if is_ended else error, cookies=cookies)
    if session is None:
        return Known()
    if not is_renewal_due(session, wall_now):
        return Known(session.signed_in, session, seed=session.csrf_seed)
    session = renew(session, wall_now)
    cookies = (session_cookie(session, edge.cookies),)
    return Known(session.signed_in, session, cookies, seed=session.csrf_seed)


def _bearer(call: Call, wall_now: datetime) -> SignedIn:
    """Return the person of an access token; whoever never came by a browser gets a line of the roster.

    Only where the desk answers: what is sealed leaves no trace of who asked, and the public function writes
    nothing.
    """
    house, token = call.house, call.headers["authorization"][7:].strip()
    signed_in, known = read_bearer(token, call.edge.identity, wall_now, _standings(call))
    if known.badge or call.route.duty is not Duty.DESK:
        return signed_in
    return replace(signed_in, badge=house.roster.enter(signed_in.actor, known, call.today))


def _context(edge: Edge, request: Any, headers: Mapping[str, str]) -> PageContext:
    cookies = _cookies(headers.get("cookie", ""))
    return PageContext(
        site=edge.site,
        now=edge.house.clock.product_now(),
        wall_now=edge.house.clock.wall_now(),
        locale=_locale(cookies.get("lang"), headers.get("accept-language", "")),
        elder=cookies.get("elder") == "on",
        theme=_theme(cookies.get("theme")),
        path=str(request.context.get("path") or request.path),
        query=urlencode(_query(request), doseq=True),
        navigation=navigation_for(None),
    )


def _locale(chosen: str | None, accepted: str) -> Locale:
    prefers_english = accepted.strip().lower().startswith("en")
    if chosen == "en" or (chosen != "zh-Hans" and prefers_english):
        return "en"
    return "zh-Hans"


def _theme(chosen: str | None) -> Theme:
    if chosen == "dark":
        return "dark"
    return "light" if chosen == "light" else "auto"


def _cookies(header: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value for name, _, value in pairs if name}


def _query(request: Any) -> dict[str, tuple[str, ...]]:
    found = request.query_params
    return {} if found is None else {name: tuple(found.getlist(name)) for name in found}


def _body(request: Any) -> bytes:
    raw = request.raw_body
    return raw.encode() if isinstance(raw, str) else bytes(raw or b"")
