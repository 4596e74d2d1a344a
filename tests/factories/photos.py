"""Small photos that are nothing but a picture, and the same ones with everything that a telephone adds."""

import base64
import zlib

SECRET = b"SECRET-PLACE-AND-DEVICE"


def _bytes(text: str) -> bytes:
    return base64.b64decode(text)


TABLES = (
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////"
    "m8H////6/+b9//j/"
)
BASELINE = _bytes(
    TABLES
    + "wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAAv/EABYQAAMAAAAAAAAAAAAAAAAAAAAFQv/aAAgBAQAAPwAKpP/Z"
)
PROGRESSIVE = _bytes(
    TABLES + "wgALCAAIAAgBAREA/8QAFAAB"
    "AAAAAAAAAAAAAAAAAAAAAv/aAAgBAQAAAAE//8QAFRABAQAAAAAAAAAAAAAAAAAAAAP/2gAIAQEAAQUC"
    "k//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEABj8Cf//EABUQAQEAAAAAAAAAAAAAAAAAAABB/9oACAEBAAE/IYf/2gAIAQEAAAAQ/wD/"
    "xAAUEAEAAAAAAAAAAAAAAAAAAAAA/9oACAEBAAE/EF//2Q=="
)
LOSSY = _bytes("UklGRioAAABXRUJQVlA4IB4AAACQAQCdASoIAAgACQCsJaQAAp1HI1AA/sE+1EYAAAA=")
LOSSLESS = _bytes("UklGRjIAAABXRUJQVlA4TCYAAAAvB8ABAD8gEEhC2Z9ziAEZkPlPbAdhtpHCWMYylvP/nkFE/wPbBw==")
TRANSPARENT = _bytes(
    "UklGRmIAAABXRUJQVlA4WAoAAAAQAAAABwAABwAAQUxQSB4AAAABPyAQSELZn3OIiEgdhNlGCmMZy1jO/3sGEf0PbB9WUDggHgAAAJABAJ0B"
    "KggACAAJAKwlpAACnUcjUAD+F5xtykAAAA=="
)


def chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG."""
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def a_png(side: int = 2, points: bytes | None = None, *, interlacing: int = 0) -> bytes:
    """Return a grey picture of one byte a point, or one whose packed points are given."""
    header = side.to_bytes(4, "big") * 2 + bytes((8, 0, 0, 0, interlacing))
    packed = zlib.compress((b"\0" + b"\x80" * side) * side) if points is None else points
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


PNG = a_png()
GOLDEN = {
    "baseline": BASELINE,
    "progressive": PROGRESSIVE,
    "png": PNG,
    "lossy": LOSSY,
    "lossless": LOSSLESS,
    "transparent": TRANSPARENT,
}


def segment(marker: int, body: bytes) -> bytes:
    """Return a segment of a JPEG."""
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


def as_taken(photo: bytes) -> bytes:
    """Return a photo as a telephone writes it: place, device, words, and another picture behind."""
    if photo.startswith(b"\xff\xd8"):
        return _jpeg_as_taken(photo)
    if photo.startswith(b"RIFF"):
        return _webp_as_taken(photo)
    words = [b"eXIfMM" + SECRET, b"tEXtComment\0" + SECRET, b"iTXtXML:com.adobe.xmp\0" + SECRET]
    more = b"".join(chunk(one[:4], one[4:]) for one in (*words, b"tIME" + bytes(7), b"acTL" + bytes(8)))
    return photo[:33] + more + photo[33:] + SECRET


def _jpeg_as_taken(photo: bytes) -> bytes:
    own = segment(0xE0, b"JFIF\0\1\2\1\0\x48\0\x48\1\1" + b"\x09\x09\x09")
    added = (
        own,
        segment(0xE0, b"JFXX\0\x10" + SECRET),
        segment(0xE1, b"Exif\0\0MM\0*" + SECRET),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        segment(0xE2, b"ICC_PROFILE\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\0" + SECRET),
        segment(0xFE, SECRET),
    )
    return photo[:2] + b"".join(added) + b"\xff\xff" + photo[20:] + photo + SECRET


def _webp_as_taken(photo: bytes) -> bytes:
    pad = b"\0" * (len(SECRET) % 2)
    named = [kind + len(SECRET).to_bytes(4, "little") + SECRET + pad for kind in (b"EXIF", b"XMP ", b"JUNK")]
    body = photo[8:] + b"".join(named)
    if b"VP8X" not in body:
        extended = b"VP8X" + (10).to_bytes(4, "little") + bytes((0x0C, 0, 0, 0)) + b"\7\0\0\7\0\0"
        body = body[:4] + extended + body[4:]
    return b"RIFF" + len(body).to_bytes(4, "little") + body + SECRET
