"""Identifiers: ULIDs with a prefix inside the house; numbers people read out stand in `numbers.py`.

An identifier is not a secret. Bearer secrets come from `new_secret`, never from a ULID.
"""

import secrets
from datetime import datetime

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(prefix: str, at: datetime) -> str:
    """Return a sortable identifier: prefix, underscore, ULID of the instant and 80 random bits."""
    return f"{prefix}_{encode_ulid(int(at.timestamp() * 1000), secrets.randbits(80))}"


def encode_ulid(milliseconds: int, randomness: int) -> str:
    """Write 48 bits of time and 80 bits of randomness as 26 Crockford characters.

    >>> encode_ulid(1469918176385, 0)
    '01ARYZ6S410000000000000000'
    """
    value = milliseconds << 80 | randomness
    return "".join(_CROCKFORD[value >> 5 * place & 31] for place in range(25, -1, -1))


def new_secret(size: int = 32) -> bytes:
    """Return fresh random bytes from the operating system."""
    return secrets.token_bytes(size)
