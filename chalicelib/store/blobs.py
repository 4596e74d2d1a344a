"""Long JSON in one attribute: compressed, because an item holds 400 KB and every kilobyte written is paid.

An opening's page of 200 rows is 270 KB as JSON, mostly the same words, and 15 KB compressed.
"""

import base64
import zlib

PLAIN_UP_TO_BYTES = 2048
MARK = "zlib:"
"""No JSON text begins like this."""


def pack(text: str, plain_up_to_bytes: int = PLAIN_UP_TO_BYTES) -> str:
    """Return a JSON text as it is stored: itself when short, else compressed.

    >>> pack('{"a":1}')
    '{"a":1}'
    """
    raw = text.encode()
    if len(raw) <= plain_up_to_bytes:
        return text
    return MARK + base64.b64encode(zlib.compress(raw, 6)).decode()


def unpack(stored: str) -> str:
    """Return the JSON text that was packed."""
    if not stored.startswith(MARK):
        return stored
    return zlib.decompress(base64.b64decode(stored.removeprefix(MARK))).decode()
