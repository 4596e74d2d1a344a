"""The provincial rating system of the local runtime: takes reports, refuses some, lists a day (ADR 0075).

It speaks the interface of `gateways/upward.py` in this process and checks every signature. A report of a case
whose number ends in 7 is refused the first time, as a province does whose cases arrive later than their
ratings: trying again on the page of reports then succeeds. `/dev/upward` shows what it holds.
"""

import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from urllib.parse import unquote, urlsplit

from chalicelib.gateways.http import HttpAnswer, HttpCall
from chalicelib.gateways.upward import sign
from chalicelib.kernel.canonical import Json, sha256_hex
from infra.local.dev_http import DevAnswer, DevRequest, json_answer
from infra.local.dev_layout import dev_page

PATH = "/dev/upward"
REPORTS = f"{PATH}/reports"
LATE_CASES = "7"
ON_ONE_PAGE = 200
_SIGNATURE = re.compile(r"t=([0-9]{1,12}),v1=[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Held:
    """One report that was taken."""

    name: str
    on: str
    level: str

    @property
    def receipt(self) -> str:
        """Return the same receipt for the same name, as the interface promises."""
        return f"SD-{sha256_hex(self.name)[:12]}"


class Province:
    """Answers as the provincial system would."""

    def __init__(self, key: bytes) -> None:
        """Share a key with the product; nothing was reported yet."""
        self._key = key
        self._held: dict[str, Held] = {}
        self._refused: set[str] = set()

    def forget(self, then: Iterable[Held] = ()) -> None:
        """Forget everything, but hold what is given: what the product says was accepted."""
        self._refused.clear()
        self._held = {one.name: one for one in then}

    def send(self, call: HttpCall) -> HttpAnswer:
        """Carry a call of the gateway, without a network."""
        parts = urlsplit(call.url)
        headers = tuple(call.headers.items())
        answer = self.handle(DevRequest(call.method, parts.path, parts.query, call.body or b"", "", headers))
        return HttpAnswer(answer.status, answer.body)

    def handle(self, request: DevRequest) -> DevAnswer:
        """Answer a request at the interface."""
        if not self._is_signed(request):
            return json_answer(401, {"code": "bad-signature", "message": "签名不正确"})
        if request.method == "POST":
            return self._take(json.loads(request.body))
        name = unquote(request.path.removeprefix(REPORTS).strip("/"))
        return self._one(name) if name else self._day(request.query())

    def show(self, _request: DevRequest) -> DevAnswer:
        """Show what was taken, the latest first."""
        rows = "".join(
            f"<tr><td>{escape(one.on)}</td><td>{escape(one.name)}</td><td>{escape(one.level)}</td>"
            f"<td>{escape(one.receipt)}</td></tr>"
            for one in reversed(self._held.values())
        )
        head = "<tr><th>日期</th><th>报告</th><th>satisfaction</th><th>回执</th></tr>"
        table = (
            f'<div class="scroll"><table>{head}{rows}</table></div>' if rows else "<p>还没有收到上报。</p>"
        )
        note = f"<p>办件编号以 {LATE_CASES} 结尾的，第一次上报会被退回，重报即收。</p>"
        return dev_page("省级好差评系统", note + table)

    def _is_signed(self, request: DevRequest) -> bool:
        given = request.header("X-Signature") or ""
        found = _SIGNATURE.fullmatch(given)
        if found is None:
            return False
        query = f"?{request.query_string}" if request.query_string else ""
        expected = sign(self._key, int(found[1]), request.method, request.path + query, request.body)
        return hmac.compare_digest(expected, given)

    def _take(self, message: dict[str, Json]) -> DevAnswer:
        held = Held(str(message["messageId"]), str(message["reportDate"]), str(message["satisfaction"]))
        is_late = str(message["projectNo"]).endswith(LATE_CASES)
        if is_late and held.name not in self._held and held.name not in self._refused:
            self._refused.add(held.name)
            return json_answer(422, {"code": "case-unknown", "message": "办件信息尚未汇聚，请稍后重报"})
        return self._receipt(self._held.setdefault(held.name, held))

    def _one(self, name: str) -> DevAnswer:
        held = self._held.get(name)
        return json_answer(404, {"code": "not-found"}) if held is None else self._receipt(held)

    def _day(self, asked: dict[str, str]) -> DevAnswer:
        names = sorted(one.name for one in self._held.values() if one.on == asked.get("date"))
        rest = [name for name in names if name > asked.get("after", "")]
        items = [{"messageId": name, "satisfaction": self._held[name].level} for name in rest[:ON_ONE_PAGE]]
        following = rest[ON_ONE_PAGE - 1] if len(rest) > ON_ONE_PAGE else ""
        return json_answer(200, {"items": items, "next": following})

    def _receipt(self, held: Held) -> DevAnswer:
        return json_answer(200, {"receipt": held.receipt})
