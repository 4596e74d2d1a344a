"""The two envelopes of a quote: who may be told about amendments, and what was offered (design §3).

The identity envelope is for the notifier. The price envelope holds everything the opening needs, the
identity included, so that opening costs one decryption a quote. Both are filled up to one length, whatever
they hold: what does not fit is refused as a field error before anything is sealed.
"""

import base64
from typing import TypeVar

from chalicelib.domain.marketplace.quotes.padding import pad, unpad
from chalicelib.domain.marketplace.quotes.quote import Identity, Quote
from chalicelib.domain.marketplace.quotes.sealed import Ciphertext, SealedQuote
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel import codec
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.sealing_ports import Sealing

T = TypeVar("T")

IDENTITY_KEY, PRICE_KEY = "identity", "price"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the price envelope holds; `nonce` is the hexadecimal nonce of the receipt."""

    identity: Identity
    quote: Quote
    nonce: str


def seal_identity(sealing: Sealing, slot: str, identity: Identity, rules: MarketRules) -> Ciphertext:
    """Seal who registers and whom to tell.

    Raises:
        Invalid: `too-long` when the declaration does not fit its envelope.
    """
    return _seal(sealing, IDENTITY_KEY, slot, identity.notice_id, codec.dumps(identity, Identity), rules)


def seal_offer(sealing: Sealing, slot: str, offer: Offer, rules: MarketRules) -> Ciphertext:
    """Seal what is offered, by whom, with the nonce of the receipt.

    Raises:
        Invalid: `too-long` when declaration and staff together do not fit the envelope.
    """
    return _seal(sealing, PRICE_KEY, slot, offer.identity.notice_id, codec.dumps(offer, Offer), rules)


def open_identity(sealing: Sealing, sealed: SealedQuote) -> Identity:
    """Open the identity envelope; only the notifier's and the opening's policies allow it."""
    return _open(sealing, IDENTITY_KEY, sealed, sealed.identity, Identity)


def open_offer(sealing: Sealing, sealed: SealedQuote) -> Offer:
    """Open the price envelope; only the opening's policy allows it."""
    return _open(sealing, PRICE_KEY, sealed, sealed.price, Offer)


def _seal(sealing: Sealing, key: str, slot: str, notice_id: str, text: str, rules: MarketRules) -> Ciphertext:
    padded = pad(text.encode(), rules.quote.padding_bytes)
    if len(padded) > rules.quote.padding_bytes:
        raise Invalid(errors=[FieldError("/declaration", "envelope-full")])
    blob = sealing.encrypt(key, padded, {"notice": notice_id, "slot": slot})
    return Ciphertext(base64.b64encode(blob).decode(), sha256_hex(blob))


def _open(sealing: Sealing, key: str, sealed: SealedQuote, envelope: Ciphertext | None, kind: type[T]) -> T:
    """Open an envelope whose bytes are the ones the ledger knows.

    Raises:
        Conflict: `envelope-broken` when there is none or its bytes were changed.
    """
    blob = base64.b64decode(envelope.data) if envelope else b""
    if envelope is None or sha256_hex(blob) != envelope.hash:
        raise Conflict("envelope-broken")
    slot = sealed.id.rsplit(".", 1)[1]
    padded = sealing.decrypt(key, blob, {"notice": sealed.notice_id, "slot": slot})
    return codec.loads(unpad(padded).decode(), kind)
