"""The movable clock of the local runtime: product time apart from the wall's, forward only (design §5).

On AWS both are one clock and no setting can move it; this class is never packaged. `clock_moves.py`
moves it so that nothing due in between is skipped.
"""

import threading
from datetime import datetime, timedelta

from chalicelib.kernel.clock import Clock, SystemClock, to_milliseconds


class BackwardsError(ValueError):
    """Product time cannot go back: what was closed would be open again."""


class MovableClock:
    """Product time runs ahead of, or behind, the wall by an offset that can only grow.

    A clock that does not tick stands still between moves, for tests that live on the millisecond.
    """

    def __init__(
        self, starts_at: datetime | None = None, *, ticking: bool = True, wall: Clock | None = None
    ) -> None:
        """Start at an instant of product time, the wall's own when none is given."""
        self._wall = wall or SystemClock()
        self._lock = threading.Lock()
        self._base: datetime
        self._latest: datetime
        self._set_at: datetime
        self._ticking = ticking
        self.restart(starts_at)

    def restart(self, starts_at: datetime | None = None) -> None:
        """Begin anew with an empty house or an imported one: the only time product time may go back."""
        with self._lock:
            self._set(starts_at or self._wall.wall_now())

    def product_now(self) -> datetime:
        """Return the instant the rules live by, cut to the millisecond."""
        with self._lock:
            return self._now()

    def wall_now(self) -> datetime:
        """Return the machine's time."""
        return self._wall.wall_now()

    def advance_to(self, at: datetime) -> None:
        """Set product time to an instant.

        Raises:
            BackwardsError: when the instant has passed; the clock stays as it is.
        """
        with self._lock:
            if at < self._now():
                raise BackwardsError("product time only goes forward")
            self._set(at)

    def reach(self, at: datetime) -> None:
        """Set product time to an instant unless it has ticked past it already."""
        with self._lock:
            self._set(max(at, self._now()))

    def _now(self) -> datetime:
        passed = self._wall.wall_now() - self._set_at if self._ticking else timedelta(0)
        # A wall clock that is put back must not take product time with it.
        self._latest = max(self._latest, to_milliseconds(self._base + passed))
        return self._latest

    def _set(self, at: datetime) -> None:
        self._base = self._latest = to_milliseconds(at)
        self._set_at = self._wall.wall_now()
