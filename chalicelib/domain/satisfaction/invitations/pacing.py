"""The provider's pace as one line in which every text takes the next place (issue 4; ADR 0076).

The line begins at an instant and has a place every so often; whoever takes a place waits until it has come.
An empty line begins anew at once, so that nobody waits behind places that nobody took.
"""

from datetime import datetime, timedelta

from chalicelib.kernel.records import dataclass

MINUTE = timedelta(minutes=1)
MOST_WAIT = timedelta(seconds=2)
"""A worker waits no longer for its place: it leaves the text for another minute."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that began at an instant, and how many places of it are taken."""

    began_at: datetime
    taken: int

    def next_at(self, per_minute: int) -> datetime:
        """Return the instant of the next free place."""
        return self.began_at + MINUTE * self.taken / per_minute


def take_place(line: Line | None, now: datetime, per_minute: int) -> tuple[Line, datetime] | None:
    """Return the line with one more place taken, and its instant; None when it is too far ahead.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 9, 12, tzinfo=UTC)
    >>> [take_place(Line(noon, n), noon, 600)[1].microsecond for n in (0, 1, 2)]
    [0, 100000, 200000]
    """
    at = line.next_at(per_minute) if line else now
    if line is None or at <= now:
        return Line(now, 1), now
    if at - now > MOST_WAIT:
        return None
    return Line(line.began_at, line.taken + 1), at
