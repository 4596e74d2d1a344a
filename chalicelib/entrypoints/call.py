"""One HTTP request as handlers see it, and their answer."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from chalicelib.documents.typesetting import PDF, typeset
from chalicelib.entrypoints.routes import Route
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.errors import (
    FieldError,
    Malformed,
    NotSignedIn,
    PreconditionFailed,
    PreconditionRequired,
    TooLarge,
)
from chalicelib.kernel.ids import new_secret
from chalicelib.kernel.paging import Cursor, PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.identity_ports import IdentityProvider, SignedIn
from chalicelib.usecases.ports import House, Once
from chalicelib.web.coercion import coerce
from chalicelib.web.context import PageContext, SiteSettings
from chalicelib.web.cookies import CookieSettings
from chalicelib.web.decided import Decided, decided_cookie, read_decided
from chalicelib.web.form_data import MAX_BODY_BYTES, FormData, parse_form
from chalicelib.web.forms import Form
from chalicelib.web.hostile_text import clean_body
from chalicelib.web.i18n import ENGLISH
from chalicelib.web.render import render
from chalicelib.web.session import Session
from chalicelib.web.validation import all_errors, check_errors

if TYPE_CHECKING:
    from chalicelib.domain.marketplace.agencies.agency import Agency
    from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes

HTML = "text/html; charset=utf-8"
JSON_TYPE = "application/json; charset=utf-8"
CSV_TYPE = "text/csv; charset=utf-8"
KEY_FIELD = "_key"
LONGEST_NUMBER = 100
"""Digits; Python itself refuses to read a few thousand of them."""


MoreErrors = Callable[[Mapping[str, Any], Set[str]], Iterable[FieldError]]
"""What the rules find in a body beside the pointers at which the schema already refused it."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What the web side of a process knows besides the house: who we are, our keys, our issuer."""

    house: House
    site: SiteSettings
    cookies: CookieSettings
    identity: IdentityProvider
    cursor_key: bytes
    origin: str
    form_origins: tuple[str, ...]
    """Where forms may lead besides ourselves: to the issuer and into the buckets."""
    text_key: bytes = b""
    """By which the provider of texts signs what it reports; blank where none does."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer; `cookies` are whole Set-Cookie values."""

    body: str | bytes = ""
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)
    cookies: tuple[str, ...] = ()


@dataclass(slots=True)
class Call:
    """One request to one route, with the person behind it."""

    edge: Edge
    route: Route
    path: str
    params: Mapping[str, str]
    query: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str]
    body: bytes
    request_id: str
    context: PageContext
    signed_in: SignedIn | None = None
    session: Session | None = None
    cookies: tuple[str, ...] = ()
    agency: Agency | None = None
    """The asker's agency, where the route says that it shows it."""
    source_ip: str = ""
    _form: FormData | None = None

    @property
    def house(self) -> House:
        """Return the house this request is answered by."""
        return self.edge.house

    @property
    def now(self) -> datetime:
        """Return the product's time at which the request arrived."""
        return self.context.now

    @property
    def today(self) -> date:
        """Return the product's day in China."""
        return self.now.astimezone(CHINA).date()

    @property
    def types(self) -> ServiceTypes:
        """Return the service types under the names the reader of a page knows; the API has one language."""
        types, is_page = self.house.service_types, self.route.surface in {"page", "form"}
        return types.in_english() if is_page and self.context.locale == ENGLISH else types

    @property
    def actor(self) -> Actor:
        """Return who asks.

        Raises:
            NotSignedIn: when nobody is known; guarded routes never get here without a person.
        """
        if self.signed_in is None:
            raise NotSignedIn
        return self.signed_in.actor

    def asked(self, name: str, default: str = "") -> str:
        """Return the last value of a query parameter."""
        return self.query.get(name, (default,))[-1]

    @property
    def form(self) -> FormData:
        """Return the posted form as typed, parsed once."""
        if self._form is None:
            self._form = parse_form(self.body)
        return self._form

    def new_form(self) -> Form:
        """Return an empty form whose hidden key makes a repetition harmless."""
        return Form(key=new_secret(16).hex())

    def filled_form(self, body: Mapping[str, Json], schema: str) -> Form:
        """Return a form filled from what is stored, with a key of its own."""
        return Form.filled(body, schema, key=new_secret(16).hex())

    def posted(self, name: str) -> str:
        """Return one posted field as typed, for the fields that are no part of the command."""
        own = self.form.own.get(name)
        return self.form.values.get(name, ("",))[-1] if own is None else own

    def command(self, schema: str | None = None, *, more: MoreErrors | None = None) -> dict[str, Any]:
        """Return the body as a valid command: of a form or of JSON, by the same schema.

        With `more`, a body that the schema refuses is told at once what the rules find in the rest of it.

        Raises:
            Invalid: with all field errors at once.
            Malformed: when the body cannot be read.
            TooLarge: when it is larger than any command.
        """
        name = schema or self.route.schema or ""
        body, errors = coerce(self.form, name) if self.route.surface == "form" else clean_body(self._json())
        errors = all_errors(name, body, errors)
        if errors and more is not None and isinstance(body, dict):
            broken = {error.pointer for error in errors}
            errors += [error for error in more(body, frozenset(broken)) if error.pointer not in broken]
        check_errors(errors)
        command: dict[str, Any] = body
        return command

    def seen_at(self) -> str | None:
        """Return the instant of what the command decides about, as its sender read it."""
        seen: str | None = self.command().get("seen_at")
        return seen

    def _json(self) -> Json:
        if not self.body:
            return {}
        if len(self.body) > MAX_BODY_BYTES:
            raise TooLarge("too-large", max_kilobytes=MAX_BODY_BYTES // 1024)
        try:
            return json.loads(self.body, parse_int=_read_number, object_pairs_hook=_read_object)
        except (ValueError, RecursionError) as error:
            raise Malformed("bad-json") from error

    def once(self) -> Once | None:
        """Return the Idempotency-Key of the command: a header of the API, a hidden field of a form."""
        is_form = self.route.surface == "form"
        key = self.posted(KEY_FIELD) if is_form else self.headers.get("idempotency-key", "")
        if not key:
            return None
        if len(key) > 200 or not key.isprintable():
            raise Malformed("bad-idempotency-key")
        return Once(f"{self.actor.person}|{self.route.name}|{self.path}", key, digest(self.body.hex()))

    def check_if_match(self, version: int) -> None:
        """Compare the If-Match of a PUT or PATCH with the stored version.

        Raises:
            PreconditionRequired: when the header is missing.
            PreconditionFailed: when they differ.
        """
        seen = self.headers.get("if-match", "")
        if not seen:
            raise PreconditionRequired
        if seen != f'"{version}"':
            raise PreconditionFailed(version=version)

    def page_request(self, list_name: str) -> PageRequest:
        """Return which page of a list is asked for."""
        return PageRequest.parse(self.asked("limit"), self.asked("cursor"), list_name, self.edge.cursor_key)

    def cursor_text(self, cursor: Cursor | None) -> str | None:
        """Sign a cursor for an address."""
        return None if cursor is None else cursor.encode(self.edge.cursor_key)

    def show(self, template: str, *, status: int = 200, **data: Any) -> Reply:
        """Answer with a page; every template may name service types by `types`."""
        page = render(template, self.context, types=self.types, **data)
        return Reply(page, status, cookies=self.cookies)

    def paper(self, template: str, **data: Any) -> Reply:
        """Answer with a page set as PDF; where it cannot be set, send the reader to the page to print it."""
        page = self.path.removesuffix(".pdf")
        html = render(template, self.context, types=self.types, **data)
        pdf = typeset(html, self.edge.origin + page, self.now)
        if pdf is None:
            return self.go(page)
        name = "-".join(page.strip("/").split("/")[1:]) + ".pdf"
        return Reply(pdf, 200, PDF, {"Content-Disposition": f'inline; filename="{name}"'})

    def go(self, address: str) -> Reply:
        """Answer a form with See Other, so that reloading repeats nothing."""
        return Reply("", 303, headers={"Location": address}, cookies=self.cookies)

    def go_decided(self, address: str, identifier: str) -> Reply:
        """Answer a decision: as `go`, and the queues do not offer it to this browser again."""
        known, settings = self.decided(), self.edge.cookies
        cookie = decided_cookie(settings, known, identifier, self.now)
        return Reply("", 303, headers={"Location": address}, cookies=(*self.cookies, cookie))

    def decided(self) -> Decided:
        """Return what this browser has decided a moment ago."""
        return read_decided(self.edge.cookies, self.headers.get("cookie"))

    def data(
        self, value: Json, *, status: int = 200, version: int | None = None, location: str = ""
    ) -> Reply:
        """Answer with JSON; a version becomes the ETag."""
        headers = {} if version is None else {"ETag": f'"{version}"'}
        if location:
            headers["Location"] = location
        return Reply(json.dumps(value, ensure_ascii=False), status, JSON_TYPE, headers)


def _read_object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """Read an object; a member named twice would be one amount to its writer and another to its reader.

    Raises:
        ValueError: when a name comes twice.
    """
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a member is named twice")
    return found


def _read_number(digits: str) -> float:
    """Read an integer; one too long for any figure of ours is left to be refused in its place."""
    return int(digits) if len(digits) < LONGEST_NUMBER else math.inf
