"""A PNG reduced to what draws it (PNG, third edition; ADR 0096): header, palette, transparency and points.

Text, times, EXIF, profiles, animation and whatever follows the end are left out. The points are unpacked once
and thrown away, to see that nothing but the announced points was packed.
"""

import zlib
from collections.abc import Iterator

from chalicelib.domain.satisfaction.photos.cleaning import MAX_PARTS, UnfitPhotoError, check_size

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Values of a point by the colour type."""
DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Of an interlaced picture: first column and row, and the steps between (Adam7)."""
MAX_UNPACKED_BYTES = 200_000_000
AT_ONCE = 1 << 20
LONGEST = {b"IHDR": 13, b"PLTE": 768, b"tRNS": 256, b"IEND": 0}
"""Bytes of a kept chunk at most; points have no such limit."""


def strip_png(content: bytes) -> bytes:
    """Return the same picture without anything but the picture.

    Raises:
        UnfitPhotoError: for whatever is not understood.
    """
    chunks = [(kind, body) for kind, body in _chunks(content) if kind in LONGEST or kind == b"IDAT"]
    kinds, points = [kind for kind, _ in chunks], b"".join(body for kind, body in chunks if kind == b"IDAT")
    if not points or kinds[0] != b"IHDR" or any(kinds.count(kind) > 1 for kind in LONGEST):
        raise UnfitPhotoError
    _check_points(points, _unpacked_bytes(chunks[0][1]))
    before = [_chunk(kind, body) for kind, body in chunks if kind not in (b"IDAT", b"IEND")]
    return b"".join((SIGNATURE, *before, _chunk(b"IDAT", points), _chunk(b"IEND", b"")))


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks up to the end; one that must be understood and is not refuses the file."""
    at = len(SIGNATURE)
    for _ in range(MAX_PARTS):
        length, kind = int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        body, crc = content[at + 8 : at + 8 + length], content[at + 8 + length : at + 12 + length]
        if len(crc) != 4 or zlib.crc32(kind + body) != int.from_bytes(crc, "big"):
            raise UnfitPhotoError
        is_critical = not kind[0] & 0x20
        if (is_critical and kind not in LONGEST and kind != b"IDAT") or length > LONGEST.get(kind, length):
            raise UnfitPhotoError
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length
    raise UnfitPhotoError


def _unpacked_bytes(header: bytes) -> int:
    """Return how many bytes the points have, each line with its filter."""
    if len(header) != LONGEST[b"IHDR"]:
        raise UnfitPhotoError
    width, height = int.from_bytes(header[:4], "big"), int.from_bytes(header[4:8], "big")
    depth, colour, packing, filtering, interlacing = header[8:]
    check_size(width, height)
    if depth not in DEPTHS.get(colour, ()) or packing or filtering or interlacing > 1:
        raise UnfitPhotoError
    bits, passes = depth * CHANNELS[colour], PASSES if interlacing else ((0, 0, 1, 1),)
    sizes = (
        (len(range(column, width, right)), len(range(row, height, down)))
        for column, row, right, down in passes
    )
    return sum(lines * (1 + -(-columns * bits // 8)) for columns, lines in sizes if columns)


def _check_points(packed: bytes, unpacked_bytes: int) -> None:
    """Refuse points that are too many or too few, and bytes behind them."""
    if unpacked_bytes > MAX_UNPACKED_BYTES:
        raise UnfitPhotoError("photo-too-many-pixels")
    inflate, found = zlib.decompressobj(), 0
    try:
        while not inflate.eof and found <= unpacked_bytes:
            part = inflate.decompress(packed, AT_ONCE)
            packed, found = inflate.unconsumed_tail, found + len(part)
            if not (part or packed or inflate.eof):
                raise UnfitPhotoError
    except zlib.error:
        raise UnfitPhotoError from None
    if found != unpacked_bytes or inflate.unused_data or not inflate.eof:
        raise UnfitPhotoError


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
