"""What the provider of texts reports: replies and delivery receipts, signed by the key it shares with us.

`X-Text-Signature: t=<seconds since 1970>,v1=<hex>` is the HMAC-SHA256 of "<seconds>.<body>"; one older than
five minutes is refused. An adapter in front of a provider with another format sends this one.
"""

import hashlib
import hmac
import re

from chalicelib.entrypoints.call import Call
from chalicelib.entrypoints.call import Reply as Answer
from chalicelib.entrypoints.routes import ANYONE, Duty, RouteBook
from chalicelib.kernel.errors import NotSignedIn
from chalicelib.usecases.invitations.take_reply import Reply, take_reply
from chalicelib.usecases.texts.take_receipt import Receipt, take_receipt

book = RouteBook(ANYONE, Duty.RESIDENT)

SIGNATURE = "x-text-signature"
HOLDS_SECONDS = 300
_FORM = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


@book.api("POST", "/api/v1/texts/replies", schema="receive-text-reply", answer="text-reply-answer")
def api_receive_text_reply(call: Call) -> Answer:
    """Take what somebody texted back; the same text delivered twice is one."""
    _check_signature(call)
    body = call.command()
    outcome = take_reply(call.house, Reply(body["id"], body["phone"], body["text"]))
    return call.data({"outcome": outcome})


@book.api("POST", "/api/v1/texts/receipts", schema="receive-text-receipt", answer="text-receipt-answer")
def api_receive_text_receipt(call: Call) -> Answer:
    """Take what became of a text; a receipt that tells nothing new changes nothing."""
    _check_signature(call)
    body = call.command()
    return call.data({"is_new": take_receipt(call.house, body["name"], Receipt(body["status"]))})


def sign(key: bytes, seconds: int, body: bytes) -> str:
    """Return the header's value for a body sent at an instant."""
    return f"t={seconds},v1={hmac.new(key, b'%d.' % seconds + body, hashlib.sha256).hexdigest()}"


def _check_signature(call: Call) -> None:
    """Refuse what the provider did not sign just now; without a key everything is.

    Raises:
        NotSignedIn: `bad-signature`.
    """
    given, key = call.headers.get(SIGNATURE, ""), call.edge.text_key
    found = _FORM.fullmatch(given)
    now = int(call.house.clock.wall_now().timestamp())
    is_fresh = found is not None and abs(now - int(found[1])) <= HOLDS_SECONDS
    if not (key and found and is_fresh and hmac.compare_digest(sign(key, int(found[1]), call.body), given)):
        raise NotSignedIn("bad-signature")
