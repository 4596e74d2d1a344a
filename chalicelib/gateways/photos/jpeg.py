"""A JPEG reduced to what draws it (ITU-T T.81 annex B; ADR 0096).

Kept are tables, frame and scans, each checked to the byte, and what markers say of its colours and of how to
turn it, written anew. All else of EXIF, XMP, IPTC, GPS, thumbnails, colour profiles, comments and what
follows the end are left out.
"""

import re
from collections.abc import Callable, Iterator

from chalicelib.domain.satisfaction.photos.cleaning import MAX_PARTS, UnfitPhotoError, check_size
from chalicelib.gateways.photos.turning import turn_of, turned

START, END = b"\xff\xd8", b"\xff\xd9"
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
"""Written anew: version 1.1, square points, no thumbnail."""
_MARKER = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
"""What ends a scan: no stuffed byte, no restart, no filling."""

_FILLING = re.compile(rb"\xff+(?=\xff)")
"""What may stand before a marker."""

QUANTISATION, HUFFMAN, RESTARTS, SCAN, EOI = 0xDB, 0xC4, 0xDD, 0xDA, 0xD9
JFIF, EXIF, ADOBE, COMMENT = 0xE0, 0xE1, 0xEE, 0xFE
FRAMES = (0xC0, 0xC1, 0xC2)
"""Baseline, extended and progressive with Huffman codes: what every browser draws."""
LEFT_OUT = frozenset({*range(0xE0, 0xF0), COMMENT})
ADOBE_BYTES = 12


def strip_jpeg(content: bytes) -> bytes:
    """Return the same picture without anything but the picture.

    Raises:
        UnfitPhotoError: for whatever is not understood.
    """
    kept, told, scans, frames = [], {}, 0, 0
    for marker, body, data in _segments(content):
        if marker == JFIF and body.startswith(b"JFIF\0"):
            told[JFIF] = _JFIF
        elif marker == EXIF and (turn := turn_of(body)):
            told[EXIF] = _segment(EXIF, turned(turn))
        elif marker == ADOBE and body.startswith(b"Adobe") and len(body) >= ADOBE_BYTES:
            told[ADOBE] = _segment(ADOBE, body[:ADOBE_BYTES])
        elif marker not in LEFT_OUT:
            _check(marker, body)
            frames, scans = frames + (marker in FRAMES), scans + (marker == SCAN)
            kept.append(_segment(marker, body) + data)
    if frames != 1 or not scans:
        raise UnfitPhotoError
    return b"".join((START, *told.values(), *kept, END))


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Yield each segment up to the end of the picture: marker, body and, of a scan, its coded data."""
    at = len(START)
    for _ in range(MAX_PARTS):
        filled = _FILLING.match(content, at)
        at = filled.end() if filled else at
        if content[at : at + 1] != b"\xff" or at + 2 > len(content):
            raise UnfitPhotoError
        marker = content[at + 1]
        if marker == EOI:
            return
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        body = content[at + 4 : at + 2 + length]
        if length < 2 or len(body) != length - 2:
            raise UnfitPhotoError
        at += 2 + length
        data = b""
        if marker == SCAN:
            found = _MARKER.search(content, at)
            if found is None:
                raise UnfitPhotoError
            data, at = content[at : found.start()].rstrip(b"\xff"), found.start()
        yield marker, body, data
    raise UnfitPhotoError


def _check(marker: int, body: bytes) -> None:
    """Refuse a segment that holds anything beyond what its kind needs."""
    is_whole = False
    if marker == QUANTISATION:
        is_whole = _is_filled(body, _quantisation_bytes)
    elif marker == HUFFMAN:
        is_whole = _is_filled(body, _huffman_bytes)
    elif marker == RESTARTS:
        is_whole = len(body) == 2
    elif marker == SCAN:
        is_whole = len(body) >= 1 and 1 <= body[0] <= 4 and len(body) == 4 + 2 * body[0]
    elif marker in FRAMES and len(body) >= 6:
        is_whole = body[0] == 8 and body[5] in (1, 3, 4) and len(body) == 6 + 3 * body[5]
        check_size(int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big"))
    if not is_whole:
        raise UnfitPhotoError


def _is_filled(body: bytes, bytes_of: Callable[[bytes, int], int]) -> bool:
    """Tell whether tables, one behind the other, fill a segment to its last byte."""
    at = 0
    while at < len(body):
        at += bytes_of(body, at)
    return bool(body) and at == len(body)


def _quantisation_bytes(body: bytes, at: int) -> int:
    return 129 if body[at] >> 4 else 65


def _huffman_bytes(body: bytes, at: int) -> int:
    return 17 + sum(body[at + 1 : at + 17])


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body
