"""The token of a link, made from the case by a key and kept nowhere; tables hold its hash (§7.1)."""

import string

from chalicelib.kernel.canonical import sha256_hex
from chalicelib.usecases.ports import House

HASH_DIGITS = 32
ALPHABET = string.digits + string.ascii_uppercase + string.ascii_lowercase


def token_of(house: House, case: str) -> str:
    """Return the token of the link in the text message about a case; only two duties can make it."""
    length = house.rating_rules.load().invitation.token_chars_sms
    return base62(house.sealing.link_secret(f"sms|{case}"), length)


def link_of(base: str, token: str) -> str:
    """Return the address in a text; `base` is where our links begin, without a final slash."""
    return f"{base}/r/{token}"


def id_of(token: str) -> str:
    """Return the invitation that a token opens: the first 128 bits of its hash, whatever was typed."""
    return sha256_hex(token)[:HASH_DIGITS]


def base62(secret: bytes, length: int) -> str:
    """Write the first digits of a secret number; 62 of 256 possible bits each carry 5.95.

    >>> base62(bytes(32), 4), len(base62(bytes([255] * 32), 16))
    ('0000', 16)
    """
    number, digits = int.from_bytes(secret), ""
    for _ in range(length):
        number, place = divmod(number, len(ALPHABET))
        digits += ALPHABET[place]
    return digits
