"""One rating as a value: it belongs to its invitation, and what is personal of it lies in the vault."""

from datetime import datetime
from enum import StrEnum

from chalicelib.domain.satisfaction.codes.levels import BAD_LEVELS
from chalicelib.domain.satisfaction.photos.photo import Photo
from chalicelib.domain.satisfaction.reviews.review import Review
from chalicelib.kernel.records import dataclass


class RatingState(StrEnum):
    """Whether a rating counts (§2.2)."""

    EFFECTIVE = "EFFECTIVE"
    INVALIDATED = "INVALIDATED"
    WITHDRAWN = "WITHDRAWN"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an answer came: hashes and prefixes that are kept for ninety days, and the time on the page."""

    channel: int
    sub_channel: str = ""
    device: str = ""
    network: str = ""
    page_ms: int | None = None
    words: str = ""
    """Keyed hash of what was written, to notice the same words again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a resident says; `text` is not empty only where `text_ref` names its place in the vault."""

    level: int
    indicators: tuple[str, ...] = ()
    text_ref: str | None = None
    text_chars: int = 0
    is_anonymous: bool = True
    may_contact: bool = False
    stays_unknown: bool = False
    """The resident wants nobody to look up who it was, and no call."""


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The one later answer (追评); the first stays on record and in the figures."""

    level: int
    at: datetime
    text_ref: str | None = None
    is_imported: bool = False
    """Taken on the provincial page, which need not be told of it."""
    body: str = ""
    """Hash of an imported one, by which the same row is known again."""


@dataclass(frozen=True, slots=True)
class Rating:
    """A rating; `body` is the hash of what was sent, by which a double tap is known."""

    id: str
    answer: Answer
    arrival: Arrival
    at: datetime
    body: str
    state: RatingState = RatingState.EFFECTIVE
    flags: tuple[str, ...] = ()
    order_id: str = ""
    follow_up: FollowUp | None = None
    invalid_reason: str = ""
    objection_until: datetime | None = None
    is_late: bool = False
    """Whether it came after the figures of its month were frozen (§5)."""
    ended_at: datetime | None = None
    review: Review | None = None
    """Whether it still counts, once a signal or a regulator raised the question (§2.2)."""
    photos: tuple[Photo, ...] = ()

    @property
    def is_bad(self) -> bool:
        """Tell whether it is one of the two lowest levels."""
        return self.answer.level in BAD_LEVELS
