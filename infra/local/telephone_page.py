"""`/dev/telephone`: a telephone of those who were served: what it was texted, and a text typed back.

The reply goes where a provider would send it, signed as a provider would sign it. Texts live in memory only;
links that still take an answer are made again from their cases, so that they are here after every start.
"""

import json
from collections.abc import Callable, Iterable
from html import escape
from urllib.parse import urlencode
from uuid import uuid4

from chalicelib import bootstrap
from chalicelib.entrypoints.resident.texts_api import sign
from infra.local.dev_http import NO_STORE, DevAnswer, DevRequest
from infra.local.dev_layout import dev_page
from infra.local.http_event import Answer, Request
from infra.local.open_links import OpenLink, open_links
from infra.local.outbox import Outbox
from infra.local.telephones import TEXT

PATH = "/dev/telephone"
REPLIES = "/api/v1/texts/replies"


class TelephonePage:
    """The page and the reply behind it."""

    def __init__(self, outbox: Outbox, send: Callable[[Request], Answer]) -> None:
        """Show what an outbox holds, and send replies into the product."""
        self._outbox, self._send = outbox, send

    def show(self, request: DevRequest) -> DevAnswer:
        """Answer a GET: one telephone, or those that were texted."""
        asked = request.query()
        phone, told = asked.get("phone", ""), asked.get("told", "")
        note = f'<p role="status">系统答复：{escape(told)}</p>' if told else ""
        return dev_page("办事人手机", note + (self._one(phone) if phone else self._all()))

    def reply(self, request: DevRequest) -> DevAnswer:
        """Answer a POST: send the reply on and show what became of it."""
        form = request.form()
        phone = form.get("phone", "")
        body = json.dumps({"id": uuid4().hex, "phone": phone, "text": form.get("text", "")}).encode()
        edge = bootstrap.edge()
        signature = sign(edge.text_key, int(edge.house.clock.wall_now().timestamp()), body)
        headers = (("Content-Type", "application/json"), ("X-Text-Signature", signature))
        answer = self._send(Request("POST", REPLIES, "", headers, body, ""))
        told = answer.json().get("outcome") or answer.json().get("title", "")
        return DevAnswer(303, (("Location", f"{PATH}?{urlencode({'phone': phone, 'told': told})}"), NO_STORE))

    def _one(self, phone: str) -> str:
        links = _links(link for link in open_links(bootstrap.house()) if link.phone == phone)
        texts = "".join(
            f"<li><time>{escape(one.at)}</time><br>{escape(one.text)}</li>"
            for one in self._outbox.letters(phone)
            if one.channel == TEXT
        )
        return (
            f'<h2>{escape(phone)}</h2><ol>{texts}</ol>{links}<form method="post" action="{PATH}">'
            f'<input type="hidden" name="phone" value="{escape(phone, quote=True)}">'
            '<label>回复 <input name="text" required maxlength="200"></label> <button>发送</button></form>'
            f'<p><a href="{PATH}">全部手机</a></p>'
        )

    def _all(self) -> str:
        phones = dict.fromkeys(one.recipient for one in self._outbox.letters() if one.channel == TEXT)
        rows = "".join(
            f'<li><a href="{PATH}?{urlencode({"phone": phone})}">{escape(phone)}</a></li>' for phone in phones
        )
        texted = f"<ul>{rows}</ul>" if rows else "<p>本次启动以来还没有发出过短信。</p>"
        links = _links(open_links(bootstrap.house())) or "<p>没有等待评价的链接。</p>"
        return f"<h2>还没有评价的链接</h2>{links}<h2>收到过短信的手机</h2>{texted}"


def _links(links: Iterable[OpenLink]) -> str:
    """Return links to rate by, each with its telephone."""
    rows = "".join(
        f'<li><a href="{escape(link.address)}">{escape(link.address)}</a><br>{escape(link.service)}'
        f'<br><a href="{PATH}?{urlencode({"phone": link.phone})}">{escape(link.phone)}</a></li>'
        for link in links
    )
    return f"<ul>{rows}</ul>" if rows else ""
