"""Tickets of a window's form: the house makes them, for one answer and a while (evaluation.md §7.2).

A ticket says when it was made and is signed for its point. Its name is single use, and it is the address of
the tracking page as well: what is not the time, 101 of its bits, can only be guessed.
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from chalicelib.usecases.invitations.links import ALPHABET, base62

VALID_FOR = timedelta(hours=2)
"""How long a page may stay open before it is sent; a page that was open for longer is shown again."""

_TIME_CHARS, _NONCE_CHARS, _MAC_CHARS = 5, 4, 13
_HEAD_CHARS = _TIME_CHARS + _NONCE_CHARS
_MINUTE = timedelta(minutes=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_ticket(key: bytes, point: str, secret: bytes, wall_now: datetime) -> str:
    """Return a ticket of a point; `secret` is random.

    >>> made = new_ticket(b"key", "p", bytes(32), _EPOCH)
    >>> len(made), is_valid(b"key", "p", made, _EPOCH), is_valid(b"key", "q", made, _EPOCH)
    (22, True, False)
    """
    minutes = (wall_now - _EPOCH) // _MINUTE
    head = base62(minutes.to_bytes(8), _TIME_CHARS) + base62(secret, _NONCE_CHARS)
    return head + _signature(key, point, head)


def is_valid(key: bytes, point: str, ticket: str, wall_now: datetime) -> bool:
    """Tell whether the house made a ticket for a point, and not too long ago."""
    head, signature = ticket[:_HEAD_CHARS], ticket[_HEAD_CHARS:]
    if not hmac.compare_digest(signature.encode(), _signature(key, point, head).encode()):
        return False
    minutes = 0
    for one in reversed(head[:_TIME_CHARS]):
        minutes = minutes * len(ALPHABET) + ALPHABET.index(one)
    return _EPOCH + minutes * _MINUTE + VALID_FOR > wall_now


def _signature(key: bytes, point: str, head: str) -> str:
    return base62(hmac.new(key, f"ticket|{point}|{head}".encode(), hashlib.sha256).digest(), _MAC_CHARS)
