"""How the house reaches a service over HTTP: one small transport, replaceable in tests and locally.

No redirects are followed: an endpoint that answers 302 is an error, not an invitation to send a secret or a
number elsewhere. TLS is required except towards the same machine (OIDC Core §16.17).
"""

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from chalicelib.kernel.errors import Unavailable
from chalicelib.kernel.records import dataclass

if TYPE_CHECKING:
    from http.client import HTTPConnection

CONNECT_TIMEOUT_SECONDS = 1.0
READ_TIMEOUT_SECONDS = 3.0
MAX_ANSWER_BYTES = 256 * 1024
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class HttpCall:
    """A request; a body makes it a POST."""

    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = field(default=None, repr=False)

    @property
    def method(self) -> str:
        """Return POST for a call with a body, else GET."""
        return "GET" if self.body is None else "POST"


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back: status and bytes."""

    status: int
    body: bytes = field(repr=False)


class Transport(Protocol):
    """Anything that can carry a call."""

    def send(self, call: HttpCall) -> HttpAnswer:
        """Return the answer; raises Unavailable when there is none."""


class HttpTransport:
    """The real network, with short timeouts so that a dead service cannot hold a function."""

    def send(self, call: HttpCall) -> HttpAnswer:
        """Send one call over a fresh connection.

        Raises:
            Unavailable: no connection, no answer in time, or an answer too large.
        """
        # Imported here because ssl and http.client cost more than all of this package's other imports.
        from http.client import HTTPException

        connection = _connection(call.url)
        try:
            connection.connect()
            connection.sock.settimeout(READ_TIMEOUT_SECONDS)
            connection.request(call.method, _target(call.url), body=call.body, headers=dict(call.headers))
            answer = connection.getresponse()
            body = answer.read(MAX_ANSWER_BYTES + 1)
        except (OSError, HTTPException) as error:
            raise Unavailable from error
        finally:
            connection.close()
        if len(body) > MAX_ANSWER_BYTES:
            raise Unavailable
        return HttpAnswer(answer.status, body)


def is_safe_endpoint(url: str) -> bool:
    """Tell whether secrets may be sent there: TLS, or plain HTTP on the same machine.

    >>> is_safe_endpoint("https://id.example/token"), is_safe_endpoint("http://id.example/token")
    (True, False)
    """
    parts = urlsplit(url)
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)
    )


def _connection(url: str) -> "HTTPConnection":
    from http.client import HTTPConnection, HTTPSConnection

    if not is_safe_endpoint(url):
        raise Unavailable
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    return kind(parts.hostname or "", parts.port, timeout=CONNECT_TIMEOUT_SECONDS)


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
