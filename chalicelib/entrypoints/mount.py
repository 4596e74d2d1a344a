"""Puts route books onto Chalice: guard, CSRF, errors and headers around every handler, in one place.

Chalice turns an exception into a 500 before any middleware sees it and logs its text, which may be
personal; so refusals and faults are answered here, inside the view (design §5).
"""

import base64
import json
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from chalice.app import Blueprint, Response

from chalicelib.entrypoints.arrival import Known, arrive, recognise
from chalicelib.entrypoints.call import KEY_FIELD, Call, Edge, Reply
from chalicelib.entrypoints.filters import clear_filters, refused_filters
from chalicelib.entrypoints.routes import ANYONE, NOTHING, Duty, Route, RouteBook
from chalicelib.entrypoints.trace import trace
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import (
    DomainError,
    FieldError,
    Forbidden,
    Invalid,
    MethodNotAllowed,
    NotFound,
    NotSignedIn,
)
from chalicelib.web.csrf import FIELD, HEADER, check_csrf, check_origin
from chalicelib.web.forms import Form
from chalicelib.web.headers import page_cache, retry_headers, security_headers
from chalicelib.web.hostile_text import escape_pointer, is_readable_name
from chalicelib.web.problems import CONTENT_TYPE, problem_json, problem_page

ANY_TYPE = ["*/*"]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BINARY_TYPES = frozenset({"application/pdf", XLSX})
"""What we answer that is no text. Chalice would demand an Accept that names it, which no browser sends."""
SHOWN_AGAIN = frozenset({409, 422})
"""Refusals after which a form comes back with everything that was typed."""


def mount(book: RouteBook, edge: Callable[[], Edge]) -> Blueprint:
    """Return a Chalice blueprint with every route of a book."""
    blueprint = Blueprint(__name__)
    for route in book.routes:
        view = _view(blueprint, route, edge)
        blueprint.route(route.path, methods=[route.method], content_types=ANY_TYPE, name=route.name)(view)
    return blueprint


def _view(blueprint: Blueprint, route: Route, edge: Callable[[], Edge]) -> Callable[..., Response]:
    def view(**params: str) -> Response:
        return respond(edge(), route, params, blueprint.current_request)

    view.__name__ = route.name
    return view


def respond(edge: Edge, route: Route, params: dict[str, str], request: Any) -> Response:
    """Answer one request: who asks, may they, the handler, whatever it refuses, and faults of ours."""
    began = time.perf_counter()
    call = arrive(edge, route, params, request)
    fault: Exception | None = None
    try:
        reply = _answer(call)
    except Exception as error:  # noqa: BLE001  the last hand before the framework, which would log its text
        fault = error
        reply = _refuse(call, error if isinstance(error, DomainError) else DomainError())
    trace(call, reply.status, time.perf_counter() - began, fault)
    return _finish(call, reply)


def turn_away(edge: Edge, offered: Iterable[str], template: str, request: Any) -> Response:
    """Answer a request that no route takes: its address is unknown, or offered to other methods only."""
    allow = ", ".join(sorted({*offered, *(["HEAD"] if "GET" in offered else [])}))

    def refuse(_call: Call) -> Reply:
        raise MethodNotAllowed(allow=allow) if allow else NotFound

    route = Route(request.method, template, refuse, "page", Duty.DESK, ANYONE)
    return respond(edge, route, {}, request)


def _answer(call: Call) -> Reply:
    try:
        return _handle(call, recognise(call))
    except DomainError as error:
        if error.status >= 500:
            raise
        return _refuse(call, error)


def _handle(call: Call, known: Known) -> Reply:
    guard(call, known.refusal)
    if call.route.duty is Duty.RESIDENT:
        check_origin(call.route.method, call.headers, call.edge.origin)
    elif call.route.surface in {"form", "api"}:
        token = call.posted(FIELD) if call.route.surface == "form" else call.headers.get(HEADER)
        check_csrf(call.route.method, call.headers, token, known.seed, call.edge.origin)
    if call.route.surface == "api":
        check_query(call)
    else:
        clear_filters(call)
    if call.route.schema == NOTHING:
        call.command()
    if call.route.again is None:
        reply: Reply = call.route.handler(call)
        return reply
    try:
        reply = call.route.handler(call)
    except DomainError as error:
        if error.status not in SHOWN_AGAIN:
            raise
        return _show_again(call, error)
    return reply


def guard(call: Call, refusal: DomainError | None) -> None:
    """Let the route's audience in.

    Raises:
        NotSignedIn: when nobody is known, with the reason why a session or token was not good enough.
        Forbidden: when the person holds none of the route's roles.
    """
    if not call.route.audience:
        return
    if call.signed_in is None:
        raise refusal or NotSignedIn
    if call.actor.roles.isdisjoint(call.route.audience):
        raise Forbidden("wrong-role")


def check_query(call: Call) -> None:
    """Refuse what an operation does not know, so that a mistyped filter is no answer to another question.

    Raises:
        Invalid: `unknown-parameter`, naming each, or what is wrong with the values of the filters.
    """
    unknown = [name for name in call.query if name not in call.route.query]
    if unknown:
        names = (f"/{escape_pointer(name)}" if is_readable_name(name) else "" for name in unknown)
        raise Invalid(errors=[FieldError(name, "unknown-parameter") for name in dict.fromkeys(names)][:20])
    if wrong := refused_filters(call):
        raise Invalid(errors=wrong)


def _show_again(call: Call, error: DomainError) -> Reply:
    errors: Iterable[FieldError] = error.errors
    if not isinstance(error, Invalid) or not error.errors:
        errors = [FieldError("", error.code, error.params), *error.errors]
    form = Form.again(call.form, errors, key=call.posted(KEY_FIELD))
    again: Callable[..., Reply] = call.route.again or call.route.handler
    shown = again(call, form)
    status = shown.status if shown.status >= 400 else error.status  # the page itself may be refused
    return Reply(shown.body, status, shown.content_type, shown.headers, shown.cookies)


def _refuse(call: Call, error: DomainError) -> Reply:
    headers = dict(retry_headers(error))
    if isinstance(error, MethodNotAllowed):
        headers["Allow"] = str(error.params["allow"])
    if isinstance(error, NotSignedIn) and _is_shown(call):
        return call.go("/sign-in?" + urlencode({"back": call.context.address, "why": error.code}))
    if _is_program(call):
        return _problem(call, error, headers)
    page = problem_page(error, call.context, request_id=call.request_id)
    return Reply(page, error.status, headers=headers, cookies=call.cookies)


def _is_shown(call: Call) -> bool:
    """Tell whether a person came for something to look at, and may come back for it after signing in."""
    is_read = call.route.method == "GET" and bool(call.route.audience)
    return is_read and call.route.surface != "api" and not _accepts_json(call)


def _is_program(call: Call) -> bool:
    """Tell whether a refusal is read by a program: by the address it asked, or by what it accepts."""
    by_address = call.route.surface == "api" or call.path.startswith("/api/") or call.path.endswith(".json")
    return by_address or _accepts_json(call)


def _accepts_json(call: Call) -> bool:
    accepted = call.headers.get("accept", "")
    return "json" in accepted and "html" not in accepted


def _problem(call: Call, error: DomainError, headers: dict[str, str]) -> Reply:
    locale = call.context.locale
    problem: dict[str, Json] = problem_json(
        error, instance=call.path, locale=locale, request_id=call.request_id
    )
    if error.status == 401:
        headers["WWW-Authenticate"] = f'Bearer error="{error.code}"'
    return Reply(json.dumps(problem, ensure_ascii=False), error.status, CONTENT_TYPE, headers)


def _finish(call: Call, reply: Reply) -> Response:
    https = call.edge.origin.startswith("https:")
    headers: dict[str, Any] = dict(security_headers(https=https, form_origins=call.edge.form_origins))
    if call.route.method == "GET" and reply.status == 200:
        headers |= page_cache(signed_in=call.signed_in is not None, https=https)
    else:
        headers["Cache-Control"] = "no-store"
    headers |= {"Content-Type": reply.content_type, "X-Request-Id": call.request_id, **reply.headers}
    cookies = tuple(dict.fromkeys((*call.cookies, *reply.cookies)))
    if cookies:
        headers["Set-Cookie"] = list(cookies)
        headers["Cache-Control"] = "no-store"
    return Response(_body(reply), status_code=reply.status, headers=headers)


def _body(reply: Reply) -> str:
    """Return text as text and anything else as base64, which the gateway declares (`BINARY_TYPES`)."""
    if not isinstance(reply.body, bytes):
        return reply.body
    is_binary = reply.content_type in BINARY_TYPES
    return base64.b64encode(reply.body).decode() if is_binary else reply.body.decode()
