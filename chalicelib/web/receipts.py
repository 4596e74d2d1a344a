"""The receipt that only the agency keeps: in its browser for a quarter of an hour, then nowhere (§6 no. 2).

The nonce is not stored by the house. A signed cookie carries it from the sealing to the receipt's page and to
the file for download; the browser forgets it, and the page then says so.
"""

import json

from chalicelib.domain.marketplace.quotes.sealed import SealedQuote
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass
from chalicelib.web.cookies import CookieSettings, find_cookie, seal, set_cookie, unseal

KIND = "receipt"
KEPT_SECONDS = 15 * 60
FORMAT = "quote-receipt/1"
VERIFICATION = (
    "After the opening your own page shows the canonical text of your quote (quote/1). "
    "receipt_hash = hex(SHA-256(UTF-8 of that text, followed by the 32 bytes of nonce))."
)


@dataclass(frozen=True, slots=True)
class FreshReceipt:
    """The nonce of the receipt that was given last, while the browser still has it."""

    receipt_hash: str
    nonce: str


def receipt_cookie(settings: CookieSettings, sealed: SealedQuote, nonce: str) -> str:
    """Return the Set-Cookie header that hands the nonce to the agency's browser."""
    given = sealed.receipt.hash if sealed.receipt else ""
    text = seal(settings, KIND, {"hash": given, "nonce": nonce})
    return set_cookie(settings, KIND, text, max_age_seconds=KEPT_SECONDS)


def fresh_receipt(
    settings: CookieSettings, cookie_header: str | None, sealed: SealedQuote | None
) -> FreshReceipt | None:
    """Return the nonce if the browser holds the one of exactly this quote."""
    text = find_cookie(cookie_header, settings, KIND)
    payload = unseal(settings, KIND, text) if text else None
    if payload is None or sealed is None or sealed.receipt is None:
        return None
    if payload.get("hash") != sealed.receipt.hash:
        return None
    return FreshReceipt(sealed.receipt.hash, str(payload["nonce"]))


def receipt_json(notice_no: str, sealed: SealedQuote, nonce: str) -> dict[str, Json]:
    """Return the receipt as schema `quote-receipt-1`; it holds no price.

    Raises:
        ValueError: for a registration without a quote.
    """
    if sealed.receipt is None:
        raise ValueError("only a quote has a receipt")
    return {
        "format": FORMAT,
        "notice_no": notice_no,
        "notice_id": sealed.notice_id,
        "receipt_number": sealed.receipt.number,
        "receipt_hash": sealed.receipt.hash,
        "nonce": nonce,
        "sealed_at": format_instant(sealed.receipt.at),
        "revision": sealed.revision,
        "verification": VERIFICATION,
    }


def receipt_file(notice_no: str, sealed: SealedQuote, nonce: str) -> str:
    """Return the receipt as the text of its file."""
    return json.dumps(receipt_json(notice_no, sealed, nonce), ensure_ascii=False, indent=2) + "\n"
