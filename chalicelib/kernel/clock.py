"""Two clocks: the product's time for rules and the wall's time for signatures (design §5).

This is the only module that may ask the machine what time it is.
"""

from datetime import UTC, datetime, timedelta, timezone
from typing import Protocol

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""The legal time of the whole country; it has known no summer time since 1991."""


class Clock(Protocol):
    """What every command asks for the time."""

    def product_now(self) -> datetime:
        """Return the instant the rules, entities and deadlines live by (UTC, milliseconds)."""

    def wall_now(self) -> datetime:
        """Return the instant signatures, tokens and rate limits live by (UTC)."""


class SystemClock:
    """The deployed clock: both times are the machine's, and no setting can move them."""

    def product_now(self) -> datetime:
        """Return the machine's time, cut to the millisecond that the store keeps."""
        return to_milliseconds(self.wall_now())

    def wall_now(self) -> datetime:
        """Return the machine's time."""
        return datetime.now(UTC)


def to_milliseconds(at: datetime) -> datetime:
    """Cut an instant to whole milliseconds, the resolution of every stored instant."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def milliseconds_of(at: datetime) -> int:
    """Return an instant as whole milliseconds since 1970, cut.

    >>> milliseconds_of(datetime(1970, 1, 1, 8, 0, 1, 1_999, tzinfo=CHINA))
    1001
    """
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def format_instant(at: datetime) -> str:
    """Write an instant as RFC 3339 in UTC with milliseconds, sortable as text.

    >>> format_instant(datetime(2026, 1, 5, 17, 30, tzinfo=CHINA))
    '2026-01-05T09:30:00.000Z'
    """
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def parse_instant(text: str) -> datetime:
    """Read an RFC 3339 instant; one without a zone is refused.

    Raises:
        ValueError: when the text is no instant or names no zone.
    """
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return at.astimezone(UTC)
