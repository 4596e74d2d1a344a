"""What is left of a photo that is taken, and why one is not (evaluation.md §4)."""

from chalicelib.kernel.records import dataclass

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
MAX_PIXELS = 50_000_000
"""A telephone's largest picture; what claims to be larger is made to break whoever opens it."""

MAX_PARTS = 10_000
"""Segments or chunks of a file: a photo has a few hundred, a trap for whoever reads it a million."""


@dataclass(frozen=True, slots=True)
class CleanPhoto:
    """A photo of which nothing but the picture is left."""

    media_type: str
    content: bytes


class UnfitPhotoError(Exception):
    """A file that is not kept; `code` says why to the resident."""

    def __init__(self, code: str = "photo-unreadable") -> None:
        """Name the reason."""
        self.code = code
        super().__init__(code)


def check_size(width: int, height: int) -> None:
    """Refuse a picture without any points, or with too many.

    Raises:
        UnfitPhotoError: `photo-unreadable`, or `photo-too-many-pixels`.
    """
    if not (width and height):
        raise UnfitPhotoError
    if width * height > MAX_PIXELS:
        raise UnfitPhotoError("photo-too-many-pixels")
