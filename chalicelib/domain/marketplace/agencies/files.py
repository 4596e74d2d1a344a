"""Files of an agency: what may be uploaded, and when it may be seen (docs/rules.md §4.2).

A file is a pdf, jpg or png by its first bytes, whatever its name says, of at most 20 MB; its SHA-256 is kept
and it stays unseen until the scan gateway has passed it.
"""

from datetime import datetime
from enum import StrEnum

from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.records import dataclass

MAX_SIZE_BYTES = 20 * 1024 * 1024
_SIGNATURES = (
    (b"%PDF-", "application/pdf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
)
_HEX = frozenset("0123456789abcdef")


class ScanState(StrEnum):
    """What the scan gateway has said so far."""

    SCANNING = "SCANNING"
    CLEAN = "CLEAN"
    INFECTED = "INFECTED"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file, by the identifier it is stored under.

    The name it had on somebody's disk is not kept, for it may name a person; the instant tells files apart.
    """

    id: str
    sha256: str
    media_type: str
    size_bytes: int
    scan: ScanState = ScanState.SCANNING
    uploaded_at: datetime | None = None

    @property
    def is_visible(self) -> bool:
        """Tell whether anybody may be given the file."""
        return self.scan is ScanState.CLEAN


def sniff_type(first_bytes: bytes) -> str | None:
    r"""Return the media type that the first bytes prove, or None for anything that is not allowed.

    >>> sniff_type(b"%PDF-1.7")
    'application/pdf'
    >>> sniff_type(b"MZ\x90\x00") is None
    True
    """
    return next((media_type for magic, media_type in _SIGNATURES if first_bytes.startswith(magic)), None)


def file_problems(file: StoredFile, pointer: str) -> tuple[FieldError, ...]:
    """Name everything that forbids taking the file in."""
    if file.size_bytes <= 0:
        return (FieldError(pointer, "file-empty"),)
    problems = []
    if file.media_type not in {media_type for _, media_type in _SIGNATURES}:
        problems.append(FieldError(pointer, "file-type-not-allowed"))
    if file.size_bytes > MAX_SIZE_BYTES:
        problems.append(FieldError(pointer, "file-too-large", {"max_bytes": MAX_SIZE_BYTES}))
    if len(file.sha256) != 64 or not _HEX.issuperset(file.sha256):
        problems.append(FieldError(pointer, "not-a-sha256"))
    return tuple(problems)
