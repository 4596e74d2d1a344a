"""First requests for measuring: real events for the packaged handler, and tables in which nothing lies.

The tables are a socket that answers every call of DynamoDB alike: no item, no row. A list then shows itself
empty, after all that a function does for its first reader.
"""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.web.cookies import CookieSettings
from chalicelib.web.session import Session, new_token, session_cookie
from infra.local.http_event import Request, proxy_event

KEY = "for-measuring-only-and-for-nothing-else"
NOTHING = b'{"Responses": {}, "UnprocessedKeys": {}, "Items": [], "Count": 0, "ScannedCount": 0}'


@dataclass(frozen=True, slots=True)
class FirstRequest:
    """One address, the duty that answers it, and as whom it is asked for; as nobody without a role."""

    duty: str
    path: str
    role: Role | None = None

    def event(self) -> dict[str, Any]:
        """Return what the function gets."""
        headers = [("Accept", "text/html")]
        if self.role is not None:
            headers.append(("Cookie", _cookie(self.role)))
        return proxy_event(Request("GET", self.path, "", tuple(headers)))


def _cookie(role: Role) -> str:
    now = datetime.now(UTC)
    person = SignedIn(Actor("p_1", "91370700MA3C0000X7", frozenset({role})), "", "")
    session = Session(person, 0, new_token(), now, now + timedelta(hours=8))
    return session_cookie(session, CookieSettings((KEY,))).partition(";")[0]


@contextmanager
def empty_tables() -> Iterator[Mapping[str, str]]:
    """Yield the environment of a function whose tables are empty."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Nothing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield {
            "AWS_ENDPOINT_URL_DYNAMODB": f"http://127.0.0.1:{server.server_port}",
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "x",
            "AWS_SECRET_ACCESS_KEY": "x",
            "STAGE": "cn",
            "PUBLIC_URL": "https://market.example.cn",
            "SITE_ICP": "x",
            "SESSION_KEYS": KEY,
            "CURSOR_KEY": KEY,
            "OIDC_ISSUER": "https://id.example.cn",
            "OIDC_CLIENT_ID": "market",
        }
    finally:
        server.shutdown()
        server.server_close()


class _Nothing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        """Answer any call."""
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(NOTHING)))
        self.end_headers()
        self.wfile.write(NOTHING)

    def log_message(self, *_: object) -> None:
        """Say nothing."""
