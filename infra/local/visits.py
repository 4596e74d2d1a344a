"""A browser for tests and demo data: cookies, forms with their CSRF token, signing in as a demo person.

Requests run through the same code as those of the server, only without a socket.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from chalicelib.kernel.canonical import Json
from chalicelib.web import session
from chalicelib.web.cookies import CookieSettings, unseal
from chalicelib.web.csrf import FIELD, csrf_token
from infra.local.http_event import Answer, Request
from infra.local.people import DemoPerson

NOWHERE = ""
"""The network address of what comes by no socket: nobody's, so that no limit for an address counts it."""
FORM = "application/x-www-form-urlencoded"

FormFields = Mapping[str, str | Sequence[str]]
Send = Callable[[Request], Answer]


class Visit:
    """One browser with its cookies."""

    def __init__(self, send: Send, cookies: CookieSettings) -> None:
        """Send requests this way; `cookies` tell which cookie holds a form's seed."""
        self._send, self._settings = send, cookies
        self._jar: dict[str, str] = {}

    @property
    def cookies(self) -> Mapping[str, str]:
        """Return the cookies it holds."""
        return dict(self._jar)

    def get(self, address: str) -> Answer:
        """Ask for a page; a redirect is returned, not followed."""
        return self._exchange("GET", address)

    def follow(self, answer: Answer) -> Answer:
        """Go where redirects lead until a page comes."""
        while answer.location and 300 <= answer.status < 400:
            answer = self.get(answer.location)
        return answer

    def post_form(self, address: str, fields: FormFields | None = None) -> Answer:
        """Send a form as the page would, with its CSRF token."""
        body = urlencode({FIELD: self._csrf_token(), **(fields or {})}, doseq=True)
        return self._exchange("POST", address, FORM, body.encode())

    def upload(self, url: str, fields: Mapping[str, str], content: bytes, name: str = "file.pdf") -> Answer:
        """Send a presigned form with a file."""
        boundary = uuid4().hex
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
                 for key, value in fields.items()]  # fmt: skip
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + content + f"\r\n--{boundary}--\r\n".encode()
        return self._exchange("POST", url, f"multipart/form-data; boundary={boundary}", body)

    def sign_in(self, person: DemoPerson) -> None:
        """Sign in through the local issuer, from the first redirect to the session cookie.

        Raises:
            PermissionError: when no session came of it.
        """
        answer = self.follow(self.get("/sign-in?" + urlencode({"person_hint": person.subject})))
        if self._settings.name(session.KIND) not in self._jar:
            raise PermissionError(f"signing in as {person.subject} ended with status {answer.status}")

    def _exchange(self, method: str, address: str, content_type: str = "", body: bytes = b"") -> Answer:
        parts = urlsplit(address)
        headers = [("Accept", "text/html,*/*")]
        if self._jar:
            headers.append(("Cookie", "; ".join(f"{name}={value}" for name, value in self._jar.items())))
        if content_type:
            headers.append(("Content-Type", content_type))
        answer = self._send(Request(method, parts.path or "/", parts.query, tuple(headers), body, NOWHERE))
        for cookie in answer.header_values("Set-Cookie"):
            name, _, value = cookie.split(";", 1)[0].partition("=")
            if value:
                self._jar[name] = value
            else:
                self._jar.pop(name, None)
        return answer

    def _csrf_token(self) -> str:
        sealed = self._jar.get(self._settings.name(session.KIND))
        payload = unseal(self._settings, session.KIND, sealed) if sealed else None
        return csrf_token(str(payload["seed"])) if payload else ""


def json_request(
    method: str, address: str, body: Json, *, token: str | None = None, key: str | None = None
) -> Request:
    """Return a request of the API, with a bearer token and an Idempotency-Key where given."""
    parts = urlsplit(address)
    headers = [("Accept", "application/json")]
    if token:
        headers.append(("Authorization", f"Bearer {token}"))
    if key:
        headers.append(("Idempotency-Key", key))
    content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
    if content:
        headers.append(("Content-Type", "application/json"))
    return Request(method, parts.path, parts.query, tuple(headers), content, NOWHERE)
