"""How a camera was held, the one thing of EXIF that draws the picture (EXIF 2.3, tag 0x0112; ADR 0096).

A phone writes every picture lying down and says how to turn it. The number from 2 to 8 is read, and written
anew alone; whatever else stood in EXIF is left out.
"""

from typing import Literal

_HEAD = b"Exif\0\0"
_ORDERS: dict[bytes, Literal["big", "little"]] = {b"MM\0*": "big", b"II*\0": "little"}
_ORIENTATION, _SHORT, _ENTRY_BYTES = 0x0112, 3, 12
_TURNS = range(2, 9)
"""1 is as it lies, which needs no word."""


def turn_of(exif: bytes) -> int | None:
    """Return how to turn the picture by the body of its EXIF segment; None where it says nothing of use.

    >>> turn_of(turned(6))
    6
    """
    order = _ORDERS.get(exif[6:10]) if exif.startswith(_HEAD) else None
    if order is None:
        return None
    tiff = exif[6:]
    first = int.from_bytes(tiff[4:8], order)
    count = int.from_bytes(tiff[first : first + 2], order)
    entries = tiff[first + 2 : first + 2 + count * _ENTRY_BYTES]
    for at in range(0, len(entries), _ENTRY_BYTES):
        tag, kind = (int.from_bytes(entries[at + n : at + n + 2], order) for n in (0, 2))
        if (tag, kind) == (_ORIENTATION, _SHORT):
            turn = int.from_bytes(entries[at + 8 : at + 10], order)
            return turn if turn in _TURNS else None
    return None


def turned(turn: int) -> bytes:
    """Return the body of an EXIF segment that says nothing but how to turn the picture."""
    entry = _ORIENTATION.to_bytes(2, "big") + b"\0\3\0\0\0\1" + turn.to_bytes(2, "big") + b"\0\0"
    return _HEAD + b"MM\0*\0\0\0\x08\0\1" + entry + b"\0\0\0\0"
