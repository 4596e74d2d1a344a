"""A WebP reduced to what draws it (RFC 9649; ADR 0096): the coded picture and its transparency.

EXIF, XMP, colour profiles, unknown chunks and whatever follows the end are left out; what moves is no photo.
"""

from collections.abc import Mapping

from chalicelib.domain.satisfaction.photos.cleaning import MAX_PARTS, UnfitPhotoError, check_size

HEADER_BYTES = 12
LOSSY, LOSSLESS, EXTENDED, ALPHA = b"VP8 ", b"VP8L", b"VP8X", b"ALPH"
MOVING = (b"ANIM", b"ANMF")
HAS_ALPHA = 0x10
"""The one flag of an extended header that is set anew."""


def strip_webp(content: bytes) -> bytes:
    """Return the same picture without anything but the picture.

    Raises:
        UnfitPhotoError: for whatever is not understood.
    """
    chunks = _chunks(content)
    if LOSSY in chunks and LOSSLESS not in chunks:
        size = _lossy_size(chunks[LOSSY])
        check_size(*size)
        kept = [(LOSSY, chunks[LOSSY])]
        if ALPHA in chunks:
            canvas = b"".join((side - 1).to_bytes(3, "little") for side in size)
            kept = [(EXTENDED, bytes((HAS_ALPHA, 0, 0, 0)) + canvas), (ALPHA, chunks[ALPHA]), *kept]
    elif LOSSLESS in chunks and LOSSY not in chunks:
        check_size(*_lossless_size(chunks[LOSSLESS]))
        kept = [(LOSSLESS, chunks[LOSSLESS])]
    else:
        raise UnfitPhotoError
    body = b"WEBP" + b"".join(_chunk(kind, data) for kind, data in kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(content: bytes) -> Mapping[bytes, bytes]:
    """Return the chunks by their kind, up to the end that the file names; none of a kind may come twice."""
    end = 8 + int.from_bytes(content[4:8], "little")
    at = HEADER_BYTES
    found: dict[bytes, bytes] = {}
    while at < end:
        kind, length = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        data = content[at + 8 : at + 8 + length]
        is_whole = len(data) == length and at + 8 + length <= end
        if not is_whole or kind in found or kind in MOVING or len(found) == MAX_PARTS:
            raise UnfitPhotoError
        found[kind] = data
        at += 8 + length + length % 2
    return found


def _lossy_size(data: bytes) -> tuple[int, int]:
    is_key_frame = len(data) > 10 and not data[0] & 1 and data[3:6] == b"\x9d\x01\x2a"
    if not is_key_frame:
        raise UnfitPhotoError
    return int.from_bytes(data[6:8], "little") & 0x3FFF, int.from_bytes(data[8:10], "little") & 0x3FFF


def _lossless_size(data: bytes) -> tuple[int, int]:
    if len(data) < 6 or data[0] != 0x2F or data[4] >> 5:
        raise UnfitPhotoError
    bits = int.from_bytes(data[1:5], "little")
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + len(data).to_bytes(4, "little") + data + b"\x00" * (len(data) % 2)
