"""HTTP as API Gateway hands it to Lambda: a REST proxy event in, a proxy answer out (design §5).

The local server and the tests build exactly what the deployed function gets, no more: query values come
decoded, the path does not, a body is text or base64, absent parts are null.

Source: API Gateway Developer Guide, "Input format of a Lambda function for proxy integration".
"""

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

API_ID = "local"
STAGE = "api"

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; `path` is still percent-encoded, header names are as sent."""

    method: str
    path: str
    query_string: str = ""
    headers: Pairs = ()
    body: bytes = field(default=b"", repr=False)
    source_ip: str = "127.0.0.1"

    def header(self, name: str) -> str | None:
        """Return the last value of a header, or None."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """One HTTP answer; a header may stand there several times."""

    status: int
    headers: Pairs
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """Return the first value of a header, or None."""
        return next(iter(self.header_values(name)), None)

    def header_values(self, name: str) -> tuple[str, ...]:
        """Return every value of a header, in order."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode()

    @property
    def location(self) -> str:
        """Return where the answer leads, empty when nowhere."""
        return self.header("Location") or ""

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)


def proxy_event(request: Request) -> dict[str, Any]:
    """Return the event of a request."""
    query = parse_qsl(request.query_string, keep_blank_values=True, errors="replace")
    body, is_base64 = _body(request.body)
    return {
        "resource": "/{proxy+}",
        "path": request.path,
        "httpMethod": request.method,
        "headers": dict(request.headers),
        "multiValueHeaders": _grouped(request.headers),
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _grouped(query) or None,
        "pathParameters": {"proxy": request.path.lstrip("/")},
        "stageVariables": None,
        "requestContext": _context(request),
        "body": body,
        "isBase64Encoded": is_base64,
    }


def read_answer(answer: Mapping[str, Any]) -> Answer:
    """Return the HTTP answer a function's proxy answer stands for."""
    several = {name.lower() for name in answer.get("multiValueHeaders") or ()}
    single = (answer.get("headers") or {}).items()
    headers = [(name, str(value)) for name, value in single if name.lower() not in several]
    for name, values in (answer.get("multiValueHeaders") or {}).items():
        headers += [(name, str(value)) for value in values]
    body = answer.get("body") or b""
    if answer.get("isBase64Encoded"):
        content = base64.b64decode(body)
    else:
        content = body if isinstance(body, bytes) else str(body).encode()
    return Answer(int(answer["statusCode"]), tuple(headers), content)


def _body(body: bytes) -> tuple[str | None, bool]:
    if not body:
        return None, False
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


def _context(request: Request) -> dict[str, Any]:
    return {
        "accountId": "000000000000",
        "apiId": API_ID,
        "stage": STAGE,
        "protocol": "HTTP/1.1",
        "requestId": str(uuid4()),
        "resourcePath": "/{proxy+}",
        "httpMethod": request.method,
        "path": f"/{STAGE}{request.path}",
        "identity": {"sourceIp": request.source_ip, "userAgent": request.header("User-Agent")},
    }


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped
