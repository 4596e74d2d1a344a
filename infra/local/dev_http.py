"""Requests and answers of the local-only addresses, independent of the server that carries them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl

from chalicelib.kernel.canonical import Json
from chalicelib.web.problem_texts import PROBLEMS

NO_STORE = ("Cache-Control", "no-store")


@dataclass(frozen=True, slots=True)
class DevRequest:
    """A request as the server saw it; `origin` is scheme, host and port by the Host header."""

    method: str
    path: str
    query_string: str = ""
    body: bytes = b""
    origin: str = ""
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str | None:
        """Return the last value of a header, or None."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name.lower()), None)

    def query(self) -> dict[str, str]:
        """Return the query's parameters; of a repeated one the last."""
        return dict(parse_qsl(self.query_string, keep_blank_values=True))

    def form(self) -> dict[str, str]:
        """Return the fields of a URL-encoded body."""
        return dict(parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class DevAnswer:
    """What the server sends back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes = field(default=b"", repr=False)


def json_answer(status: int, document: Json, media_type: str = "application/json") -> DevAnswer:
    """Answer with a JSON document."""
    body = json.dumps(document, ensure_ascii=False).encode(errors="replace")
    return DevAnswer(status, (("Content-Type", media_type), NO_STORE), body)


def problem_answer(status: int, code: str, title: str, **more: Json) -> DevAnswer:
    """Answer with a problem document (RFC 9457); a code that only this machine knows has no page."""
    document: Mapping[str, Json] = {
        "type": f"/problems/{code}" if code in PROBLEMS else "about:blank",
        "title": title,
        "status": status,
        "code": code,
        **more,
    }
    return json_answer(status, document, "application/problem+json")


def not_allowed(*methods: str) -> DevAnswer:
    """Answer that an address takes other methods."""
    allow = ", ".join(sorted({*methods, *(["HEAD"] if "GET" in methods else [])}))
    problem = problem_answer(405, "method-not-allowed", "这个地址不接受这种请求。", allow=allow)
    return replace(problem, headers=(*problem.headers, ("Allow", allow)))


def redirect_answer(location: str) -> DevAnswer:
    """Send the browser on."""
    return DevAnswer(302, (("Location", location), NO_STORE))
