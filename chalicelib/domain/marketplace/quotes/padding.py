"""Pads a text to whole blocks before it is sealed, so that a ciphertext's length says nothing (design §3).

Layout: four bytes of length, most significant first, the text, zeros up to the block's end.
"""

_PREFIX = 4


def pad(text: bytes, block_bytes: int) -> bytes:
    """Return the text with its length in front, filled up to a multiple of the block.

    >>> len(pad(b"x" * 1020, 1024)), len(pad(b"x" * 1021, 1024))
    (1024, 2048)
    """
    framed = len(text).to_bytes(_PREFIX, "big") + text
    return framed + bytes(-len(framed) % block_bytes)


def unpad(padded: bytes) -> bytes:
    """Return the text that was padded.

    Raises:
        ValueError: when the bytes are not the work of `pad`.
    """
    length = int.from_bytes(padded[:_PREFIX], "big")
    text, filling = padded[_PREFIX : _PREFIX + length], padded[_PREFIX + length :]
    if len(padded) < _PREFIX or len(text) != length or any(filling):
        raise ValueError("these bytes were not padded here")
    return text
