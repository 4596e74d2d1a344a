"""What residents' pages share: nobody keeps or lists them, and how an answer came (evaluation.md §7)."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from chalicelib.domain.satisfaction.codes.channels import Channel
from chalicelib.domain.satisfaction.ratings.rating import Arrival
from chalicelib.entrypoints.call import Call, Reply
from chalicelib.entrypoints.resident.networks import network_of
from chalicelib.kernel.errors import TooMany
from chalicelib.web.headers import resident_headers

SECONDS = 60


def quiet(reply: Reply, form_origins: Iterable[str] = ()) -> Reply:
    """Keep a resident's page out of caches, search engines and the addresses of other sites.

    `form_origins` are the foreign places that a form of it leads to.
    """
    headers = {**reply.headers, **resident_headers(str(reply.body), form_origins)}
    return Reply(reply.body, reply.status, reply.content_type, headers, reply.cookies)


def shut(call: Call) -> Reply:
    """Answer alike whatever is unknown, over or revoked: how to rate still, and nothing personal."""
    return quiet(call.show("resident/shut.html", status=404))


def wait(call: Call, error: TooMany) -> Reply:
    """Ask whoever came too often to come again later; what they wrote is given back to them."""
    seconds = int(str(error.params.get("retry_after_seconds", SECONDS)))
    minutes, text = -(-seconds // SECONDS), call.posted("text")
    reply = quiet(call.show("resident/wait.html", status=error.status, minutes=minutes, text=text))
    headers = {**reply.headers, "Retry-After": str(seconds)}
    return Reply(reply.body, reply.status, reply.content_type, headers, reply.cookies)


def of_its_level(body: dict[str, Any]) -> dict[str, Any]:
    """Leave out what was ticked under another face before: the page hides it, but sends it."""
    level = str(body["level"])
    return {**body, "indicators": [code for code in body.get("indicators", ()) if code.startswith(level)]}


def arrival_of(call: Call, body: Mapping[str, Any], channel: Channel, sub_channel: str = "") -> Arrival:
    """Return how the answer came: keyed hashes of browser and words, the network without who is in it."""
    network = network_of(call.source_ip)
    seen = f"{network}|{call.headers.get('user-agent', '')}"
    text = "".join(str(body.get("text", "")).split())
    words = _keyed(call, f"words|{text}") if text else ""
    return Arrival(channel, sub_channel, _keyed(call, seen), network, body.get("page_ms"), words)


def _keyed(call: Call, value: str) -> str:
    return hmac.new(call.edge.cursor_key, value.encode(), hashlib.sha256).hexdigest()[:24]
