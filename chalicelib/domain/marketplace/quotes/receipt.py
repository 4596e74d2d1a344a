"""The receipt of a quote (docs/rules.md §6 no. 2): a hash that neither side can bend afterwards.

hash = hex(SHA-256(canonical JSON of the quote in UTF-8, followed by the 32 bytes of the nonce)). The agency
keeps the nonce; after the opening it can prove, alone, what it had sent in.
"""

import hmac

from chalicelib.domain.marketplace.notices.content import as_json
from chalicelib.domain.marketplace.quotes.quote import Quote
from chalicelib.kernel.canonical import canonical_json, sha256_hex

FORMAT = "quote/1"


def receipt_text(quote: Quote) -> str:
    """Return the canonical JSON that the receipt's hash covers."""
    return canonical_json({"format": FORMAT, **as_json(quote)})


def receipt_hash(quote: Quote, nonce: bytes) -> str:
    """Return the receipt's hash.

    Raises:
        ValueError: when the nonce has not 32 bytes.
    """
    if len(nonce) != 32:
        raise ValueError("the nonce has 32 bytes")
    return sha256_hex(receipt_text(quote).encode() + nonce)


def is_receipt_of(expected_hash: str, quote: Quote, nonce: bytes) -> bool:
    """Tell whether a receipt belongs to a quote and a nonce."""
    return hmac.compare_digest(expected_hash, receipt_hash(quote, nonce))
