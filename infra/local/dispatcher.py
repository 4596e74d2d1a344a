"""Feeds stream records, queue messages and timers to the handlers that Lambda would call (design §5).

One thread: it is woken by requests and clock moves, and looks by itself five times a second. Whoever
needs the house quiet — a test, a clock move — drains it in its own thread; one lock keeps the order.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from infra.local.consumers import Consumer
from infra.local.invocations import Handler, invoke
from infra.local.lambda_events import schedule_event

POLL_SECONDS = 0.2
TIMER_SECONDS = 1.0
MAX_STEPS = 100_000
"""More steps than any demo makes: whatever still is not quiet answers itself for ever."""

log = logging.getLogger("market.local")


class NeverQuietError(RuntimeError):
    """Handlers keep making work for each other."""


class Dispatcher:
    """Delivers to the consumers in the order in which they are given."""

    def __init__(
        self,
        consumers: Sequence[Consumer],
        timers: Handler,
        *,
        region: str,
        product_now: Callable[[], datetime],
        poll_seconds: float = POLL_SECONDS,
    ) -> None:
        """Keep who consumes and what the clock's ticks call; no thread yet."""
        self._consumers, self._timers = tuple(consumers), timers
        self._region, self._product_now, self._poll_seconds = region, product_now, poll_seconds
        self._lock = threading.RLock()
        self._wake, self._stopping = threading.Event(), threading.Event()
        self._thread: threading.Thread | None = None

    def drain(self) -> int:
        """Deliver until nothing is left and return how many items were delivered.

        Raises:
            NeverQuietError: when it would never end.
        """
        delivered = 0
        with self._lock:
            for _ in range(MAX_STEPS):
                moved = sum(consumer.step() for consumer in self._consumers)
                if not moved:
                    return delivered
                delivered += moved
        raise NeverQuietError(f"still not quiet after {MAX_STEPS} rounds")

    def run_timers(self) -> None:
        """Let the timers fire once; they only enqueue."""
        with self._lock:
            invoke("timers", self._timers, schedule_event(self._region, self._product_now()), ())

    def settle(self) -> int:
        """Run the timers and drain, again and again, until a round of both brings nothing.

        Raises:
            NeverQuietError: when it would never end.
        """
        with self._lock:
            # What lies there already comes first: it may make something due, and then one round sees both.
            delivered = self.drain()
            for _ in range(MAX_STEPS):
                self.run_timers()
                moved = self.drain()
                if not moved:
                    return delivered
                delivered += moved
        raise NeverQuietError(f"something due is due again after {MAX_STEPS} rounds")

    def start(self) -> None:
        """Begin to deliver in a thread of its own."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="dispatcher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread after what it is delivering now."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=10)
            self._thread = None

    @property
    def is_running(self) -> bool:
        """Tell whether the thread delivers."""
        return self._thread is not None

    def wake(self) -> None:
        """Say that there may be something to deliver."""
        self._wake.set()

    def _run(self) -> None:
        next_tick = time.monotonic()
        while not self._stopping.is_set():
            if time.monotonic() >= next_tick:
                next_tick = time.monotonic() + TIMER_SECONDS
                self.run_timers()
            self._drain_or_log()
            self._wake.wait(self._poll_seconds)
            self._wake.clear()

    def _drain_or_log(self) -> None:
        try:
            self.drain()
        except Exception:
            # The thread outlives whatever one round met: an endpoint that is down comes back.
            log.exception("delivery failed; trying again in a second")
            self._stopping.wait(TIMER_SECONDS)
