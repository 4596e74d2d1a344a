"""Moving product time so that nothing due in between is skipped or happens late (design §5).

Repeat: set the clock to the earliest due instant that is not after the target, let everything that hangs
on it happen. Then set it to the target. What stays due although its worker ran — a draw that waits for a
beacon — does not hold up the rest.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time, timedelta

from chalicelib.entrypoints.events import DUE_QUEUES
from chalicelib.kernel.clock import CHINA, parse_instant
from chalicelib.usecases.due_ports import DueIndex
from infra.local.clock import BackwardsError, MovableClock
from infra.local.dispatcher import Dispatcher

AHEAD = timedelta(days=14)
"""So long before a deadline the mornings matter: its reminders, over the longest of breaks."""


def _next_morning(now: datetime) -> datetime:
    """Return the next nine o'clock in China, when reminders go out (chalicelib.usecases.remind)."""
    morning = datetime.combine(now.astimezone(CHINA).date(), time(9, 0), CHINA)
    return (morning if morning > now else morning + timedelta(days=1)).astimezone(UTC)


class ClockMoves:
    """Moves one clock, one move at a time."""

    def __init__(
        self,
        clock: MovableClock,
        dispatcher: Dispatcher,
        due: Callable[[], DueIndex],
        sweep: Callable[[datetime], int],
        queues: Iterable[str] = DUE_QUEUES,
    ) -> None:
        """Keep what is due where; `sweep` removes what expired by product time."""
        self._clock, self._dispatcher, self._due, self._sweep = clock, dispatcher, due, sweep
        self._queues = tuple(queues)
        self._lock = threading.Lock()

    def move_to(self, target: datetime) -> int:
        """Set product time to an instant and return how many deliveries happened on the way.

        Raises:
            BackwardsError: when the instant has passed.
        """
        with self._lock:
            if target < self._clock.product_now():
                raise BackwardsError("product time only goes forward")
            fired = self._dispatcher.settle()
            while (due_at := self.next_due(until=target)) is not None:
                self._clock.reach(due_at)
                fired += self._dispatcher.settle()
            self._clock.reach(target)
            fired += self._dispatcher.drain()
            self._sweep(self._clock.product_now())
            return fired

    def next_due(self, until: datetime | None = None) -> datetime | None:
        """Return the next instant after now at which something is due, or None.

        On the way `until` an instant the mornings before something due count, too: reminders go out then.
        """
        now = self._clock.product_now()
        horizon = None if until is None else until + AHEAD
        found = (self._next_of(queue, now, horizon) for queue in self._queues)
        due_at = min((at for at in found if at is not None), default=None)
        if due_at is None or until is None:
            return due_at
        stop = min(due_at, max(_next_morning(now), _next_morning(due_at - AHEAD)))
        return stop if stop <= until else None

    def _next_of(self, queue: str, now: datetime, until: datetime | None) -> datetime | None:
        earliest = self._due().earliest(queue)
        if earliest is None or earliest > now:
            return earliest
        # Something stays due; look behind it.
        horizon = until or datetime.max.replace(tzinfo=now.tzinfo)
        behind = (parse_instant(item.due_at) for item in self._due().overdue(queue, horizon))
        return min((at for at in behind if at > now), default=None)
