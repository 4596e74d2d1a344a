"""Long JSON in one attribute: compressed, because an item holds 400 KB and every kilobyte written is paid.

An opening's page of 200 rows is 270 KB as JSON, mostly the same words, and 15 KB compressed. Small aggregates
of which there are millions repeat little within one, but the same words from one to the next: they are
compressed with a dictionary of those words (blob_words.py).
"""

import base64
import zlib

from chalicelib.store.blob_words import LATEST, WORDS

PLAIN_UP_TO_BYTES = 2048
MARK = "zlib:"
"""No JSON text begins like this."""

WORDS_MARK = "words-"
_RAW, _MEMORY = -15, 9


def pack(text: str, plain_up_to_bytes: int = PLAIN_UP_TO_BYTES) -> str:
    """Return a JSON text as it is stored: itself when short, else compressed.

    >>> pack('{"a":1}')
    '{"a":1}'
    """
    raw = text.encode()
    if len(raw) <= plain_up_to_bytes:
        return text
    return MARK + base64.b64encode(zlib.compress(raw, 6)).decode()


def pack_small(text: str) -> str:
    """Return a JSON text as it is stored when there are millions like it: whichever way is shorter."""
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW, _MEMORY, zdict=WORDS[LATEST])
    raw = packer.compress(text.encode()) + packer.flush()
    packed = f"{WORDS_MARK}{LATEST}:{base64.b64encode(raw).decode()}"
    return packed if len(packed) < len(text.encode()) else text


def unpack(stored: str) -> str:
    """Return the JSON text that was packed."""
    if stored.startswith(MARK):
        return zlib.decompress(base64.b64decode(stored.removeprefix(MARK))).decode()
    if stored.startswith(WORDS_MARK):
        number, _, packed = stored.removeprefix(WORDS_MARK).partition(":")
        reader = zlib.decompressobj(_RAW, zdict=WORDS[number])
        return (reader.decompress(base64.b64decode(packed)) + reader.flush()).decode()
    return stored
