"""The HTTP adapter: WSGI in and out, API Gateway's events in between (design §5).

Whichever name of this machine the browser uses — localhost, 127.0.0.1 — the product sees its one public
address and the browser keeps the name it came by. Any other name is refused while only this machine is
served: a foreign site whose name was made to point here must not reach /dev.
"""

from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlsplit

from infra.local.dev_http import DevAnswer, problem_answer
from infra.local.http_event import Answer, Request

MAX_BODY_BYTES = 10 * 1024 * 1024
"""API Gateway's limit for a REST API."""
MAX_UPLOAD_BYTES = 32 * 1024 * 1024
"""Files go past API Gateway, straight to the bucket; its own policy then names the exact limit."""
UPLOADS = "/dev/s3/"
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})

Environ = Mapping[str, Any]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


class WebApp:
    """A WSGI application in front of `answer`."""

    def __init__(self, answer: Callable[[Request], Answer], public_url: str, *, only_here: bool) -> None:
        """Serve one public address; `only_here` refuses names that are not this machine's."""
        self._answer, self._public_url, self._only_here = answer, public_url, only_here
        self._public_host = urlsplit(public_url).netloc

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        own_url = f"http://{environ.get('HTTP_HOST') or self._public_host}"
        answer = self._refusal(environ) or self._answer(self._request(environ, own_url))
        headers = [(name, self._renamed(name, value, own_url)) for name, value in answer.headers]
        if HTTPStatus.NO_CONTENT != answer.status != HTTPStatus.NOT_MODIFIED:
            headers.append(("Content-Length", str(len(answer.body))))
        start_response(f"{answer.status} {_reason(answer.status)}", headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]

    def _refusal(self, environ: Environ) -> Answer | None:
        if self._only_here and not self._is_our_name(environ.get("HTTP_HOST", "")):
            return _plain(problem_answer(421, "misdirected-request", "这里只接受发给本机的请求。"))
        limit = MAX_UPLOAD_BYTES if environ["PATH_INFO"].startswith(UPLOADS) else MAX_BODY_BYTES
        if _length(environ) > limit:
            mebibytes = limit // (1024 * 1024)
            detail = f"请求正文不能超过 {mebibytes} MB。"
            return _plain(problem_answer(413, "too-large", "内容太大。", detail=detail))
        return None

    def _is_our_name(self, host: str) -> bool:
        name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
        return not host or host == self._public_host or name.lower() in LOOPBACK_NAMES

    def _request(self, environ: Environ, own_url: str) -> Request:
        headers = tuple(
            (name, self._public_url if name == "Origin" and value == own_url else value)
            for name, value in _headers(environ)
        )
        return Request(
            # Asked as GET, so that the Content-Length of a HEAD is that of the page.
            method="GET" if environ["REQUEST_METHOD"] == "HEAD" else environ["REQUEST_METHOD"],
            path=quote(environ["PATH_INFO"].encode("latin-1"), safe="/:@!$&'()*+,;=~-._") or "/",
            query_string=environ.get("QUERY_STRING", ""),
            headers=headers,
            body=environ["wsgi.input"].read(_length(environ)),
            source_ip=environ.get("REMOTE_ADDR") or "127.0.0.1",
        )

    def _renamed(self, name: str, value: str, own_url: str) -> str:
        """Let a redirect to the public address stay under the name the browser uses."""
        if name != "Location" or not value.startswith(self._public_url):
            return value
        return own_url + value.removeprefix(self._public_url)


def _headers(environ: Environ) -> Iterable[tuple[str, str]]:
    for key, value in environ.items():
        if key.startswith("HTTP_"):
            yield key.removeprefix("HTTP_").replace("_", "-").title(), value
    if environ.get("CONTENT_TYPE"):
        yield "Content-Type", environ["CONTENT_TYPE"]


def _length(environ: Environ) -> int:
    return int(environ.get("CONTENT_LENGTH") or 0)


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def _plain(answer: DevAnswer) -> Answer:
    return Answer(answer.status, answer.headers, answer.body)
