"""A photo that a resident added to a rating, as a value: the picture lies in the bucket of photos only."""

from datetime import datetime

from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Photo:
    """A cleaned photo by the id of its file; the name it had on somebody's telephone is not kept."""

    id: str
    media_type: str
    size_bytes: int
    at: datetime
