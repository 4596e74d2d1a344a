"""The secret by which a resident follows an item: tables hold its hash, the vault the secret (ADR 0091).

It is made from the ticket of the page that was shown, so that two taps raise one item; whoever does not have
our key cannot make it, whatever they know of the ticket.
"""

import hashlib
import hmac

from chalicelib.usecases.invitations.links import base62

PATH = "/items/"


def secret_of(key: bytes, ticket: str, length: int) -> str:
    """Return the secret of the item that a ticket raises.

    >>> len(secret_of(b"key", "t", 24)), secret_of(b"key", "t", 24) == secret_of(b"key", "u", 24)
    (24, False)
    """
    return base62(hmac.new(key, f"item|{ticket}".encode(), hashlib.sha256).digest(), length)


def address_of(base: str, secret: str) -> str:
    """Return the address in a text or on a receipt; `base` is where our links begin."""
    return f"{base}{PATH}{secret}"
