"""The provincial rating system over HTTPS with JSON: the reference adapter (evaluation.md §0, ADR 0075).

`POST <url>/reports` with `Idempotency-Key` takes one report and answers `{"receipt": "…"}`; a refusal is
a 4xx with `{"code": "…", "message": "…"}`. `GET <url>/reports/<name>` answers the receipt or 404; `GET
<url>/reports?date=…&after=…` a page of a day's list, `{"items": [{"messageId", "satisfaction"}], "next"}`.
Every call is signed: `X-Signature: t=<seconds>,v1=<hex>` is the HMAC-SHA256 of
"<seconds>.<method>.<target>.<body>".
A province with another interface gets an adapter of its own behind the same port.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from chalicelib.gateways.http import HttpAnswer, HttpCall, HttpTransport, Transport
from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.errors import Unavailable
from chalicelib.usecases.upward_ports import Listed, ReportNotTakenError, ReportRefusedError

TAKEN = frozenset({200, 201})
NOT_FOUND = 404
AGAIN_LATER = frozenset({401, 403, 408, 425, 429})
"""What says nothing of the report: our own key or clock is wrong, or there is too much traffic."""
TEXT_CHARS = 200
_CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")
_RECEIPT = re.compile(r"[A-Za-z0-9_.:-]{1,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class HttpUpward:
    """The provincial system behind an address; without one nothing is reported."""

    def __init__(
        self, url: str, key: bytes, wall_now: Callable[[], datetime], transport: Transport | None = None
    ) -> None:
        """Use an address and the key shared with it; `transport` carries the calls."""
        self._url, self._key, self._wall_now = url.rstrip("/"), key, wall_now
        self._transport = transport or HttpTransport()
        self.is_connected = bool(url)

    def report(self, name: str, message: Mapping[str, Json]) -> str:
        """Tell it something and return its receipt.

        Raises:
            ReportRefusedError: when it answers that it will not have this report, and why.
            ReportNotTakenError: when it answers anything else than a receipt, or somebody else answers.
            Unavailable: when no answer came.
        """
        body = canonical_json(dict(message)).encode()
        answer = self._call("/reports", body, {"Idempotency-Key": name})
        if _is_refusal(answer):
            raise ReportRefusedError(*_said(answer))
        return _receipt(answer)

    def receipt_of(self, name: str) -> str | None:
        """Return the receipt of what it was told under a name; None when it has no such thing.

        Raises:
            ReportNotTakenError, Unavailable: when it does not say.
        """
        answer = self._call(f"/reports/{quote(name, safe='')}")
        return None if answer.status == NOT_FOUND else _receipt(answer)

    def listed(self, on: date) -> Iterator[Listed]:
        """Yield what it was told on a day, page by page.

        Raises:
            ReportNotTakenError, Unavailable: when it does not say.
        """
        after = ""
        while True:
            asked = {"date": on.isoformat(), **({"after": after} if after else {})}
            answer = self._call(f"/reports?{urlencode(asked)}")
            if answer.status not in TAKEN:
                raise ReportNotTakenError(*_said(answer))
            page = _object(answer)
            for item in page.get("items") or ():
                yield Listed(str(item.get("messageId", "")), str(item.get("satisfaction", "")))
            following = str(page.get("next") or "")
            if not following or following == after:
                return
            after = following

    def _call(
        self, target: str, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> HttpAnswer:
        if not self._url:
            raise Unavailable
        url = self._url + target
        seconds = int(self._wall_now().timestamp())
        method = "GET" if body is None else "POST"
        signed = {
            "X-Signature": sign(self._key, seconds, method, _target(url), body or b""),
            "Accept": "application/json",
            **({"Content-Type": "application/json"} if body is not None else {}),
            **(headers or {}),
        }
        return self._transport.send(HttpCall(url, signed, body))


def sign(key: bytes, seconds: int, method: str, target: str, body: bytes) -> str:
    """Return the header's value for a call at an instant."""
    signed = b"%d.%s.%s.%s" % (seconds, method.encode(), target.encode(), body)
    return f"t={seconds},v1={hmac.new(key, signed, hashlib.sha256).hexdigest()}"


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _receipt(answer: HttpAnswer) -> str:
    """Return the receipt of an answer that is one; a receipt is a plain word, or it goes into no ledger."""
    if answer.status not in TAKEN:
        raise ReportNotTakenError(*_said(answer))
    receipt = str(_object(answer).get("receipt", ""))
    if not _RECEIPT.fullmatch(receipt):
        raise ReportNotTakenError("no-receipt")
    return receipt


def _is_refusal(answer: HttpAnswer) -> bool:
    """Tell whether the far side speaks of the report; a proxy or a wrong address has no code to give."""
    code = _object(answer).get("code")
    is_coded = isinstance(code, str) and code != ""
    return is_coded and 400 <= answer.status < 500 and answer.status not in AGAIN_LATER


def _said(answer: HttpAnswer) -> tuple[str, str]:
    """Return the far side's code, or its status where there is no plain one, and its words."""
    said = _object(answer)
    code = str(said.get("code", ""))
    named = code if _CODE.fullmatch(code) else f"http-{answer.status}"
    return named, plain(str(said.get("message", "")))


def plain(text: str) -> str:
    """Return the far side's words as one short line.

    >>> plain("办件" + chr(10) + "不存在")
    '办件 不存在'
    """
    return _CONTROL.sub(" ", text).strip()[:TEXT_CHARS]


def _object(answer: HttpAnswer) -> dict[str, Any]:
    try:
        found = json.loads(answer.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
