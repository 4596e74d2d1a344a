"""Pages of a list and the signed cursor to the next one (design: lists take `limit` and a `cursor`).

A cursor is where the reading stopped, signed so that nobody can point it elsewhere, and bound to the
list it belongs to: name the list with its filters, so that a cursor cannot be carried into another one.
It hides nothing and never expires; a saved link keeps working. Signing happens at the edge only:
stores take and return `Cursor`, entrypoints turn it into text and back.
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
from collections.abc import Callable
from typing import Generic, Self, TypeVar

from chalicelib.kernel.canonical import Json, canonical_json
from chalicelib.kernel.errors import FieldError, Invalid, Malformed
from chalicelib.kernel.records import dataclass

DEFAULT_LIMIT = 20
MAX_LIMIT = 100

_VERSION = b"\x01"
_MAC_BYTES = 16
_MAX_TEXT = 2048
_TEXT = re.compile(rf"[A-Za-z0-9_-]{{24,{_MAX_TEXT}}}")
_LIMIT = re.compile(r"[0-9]{1,3}")

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the reading of one list stopped; `position` is JSON without floats, the store's own key."""

    list_name: str
    position: Json

    def encode(self, key: bytes) -> str:
        """Write the cursor as signed base64url text.

        Raises:
            ValueError: when the position is too long to come back in an address.
        """
        payload = canonical_json(self.position).encode()
        text = _to_text(_VERSION + _mac(self.list_name, payload, key) + payload)
        if len(text) > _MAX_TEXT:
            raise ValueError("a position this long does not fit an address")
        return text

    @classmethod
    def decode(cls, text: str, list_name: str, key: bytes) -> Self:
        """Read a cursor of this list.

        Raises:
            Malformed: `bad-cursor`, whatever is wrong with it.
        """
        data = _from_text(text)
        mac, payload = data[1 : 1 + _MAC_BYTES], data[1 + _MAC_BYTES :]
        if data[:1] != _VERSION or not hmac.compare_digest(mac, _mac(list_name, payload, key)):
            raise Malformed("bad-cursor")
        return cls(list_name, json.loads(payload))


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page is wanted: how many items, and from where on (from the beginning when None)."""

    limit: int = DEFAULT_LIMIT
    cursor: Cursor | None = None

    def __post_init__(self) -> None:
        """Refuse a limit outside the bounds.

        Raises:
            Invalid: `out-of-range` at `/limit`, with the bounds.
        """
        if not 1 <= self.limit <= MAX_LIMIT:
            raise _limit_out_of_range()

    @classmethod
    def parse(cls, limit: str | None, cursor: str | None, list_name: str, key: bytes) -> Self:
        """Read the query parameters of a list; an empty one counts as not given.

        Raises:
            Invalid: `out-of-range` at `/limit`.
            Malformed: `bad-cursor`.
        """
        if limit and not _LIMIT.fullmatch(limit):
            raise _limit_out_of_range()
        return cls(
            limit=int(limit) if limit else DEFAULT_LIMIT,
            cursor=Cursor.decode(cursor, list_name, key) if cursor else None,
        )


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list and where the next ones begin; None when there are no more."""

    items: tuple[T, ...]
    next_cursor: Cursor | None = None

    def map(self, change: Callable[[T], U]) -> "Page[U]":
        """Return the page with every item changed and the same cursor."""
        return Page(tuple(change(item) for item in self.items), self.next_cursor)


def _limit_out_of_range() -> Invalid:
    return Invalid(errors=[FieldError("/limit", "out-of-range", {"min": 1, "max": MAX_LIMIT})])


def _mac(list_name: str, payload: bytes, key: bytes) -> bytes:
    """Sign version, list and position; the list is hashed first so that no two pairs run together."""
    message = _VERSION + hashlib.sha256(list_name.encode(errors="surrogatepass")).digest() + payload
    return hmac.digest(key, message, "sha256")[:_MAC_BYTES]


def _to_text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _from_text(text: str) -> bytes:
    """Undo `_to_text`; a second spelling of the same bytes (stray last bits) is refused."""
    if not _TEXT.fullmatch(text):
        raise Malformed("bad-cursor")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise Malformed("bad-cursor") from None
    if _to_text(data) != text:
        raise Malformed("bad-cursor")
    return data
