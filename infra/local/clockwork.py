"""What the clock's ticks call: the timers every time, the digests once a day (app.py has both schedules).

EventBridge calls the digests every hour because a night may be missed; here product time moves in leaps, so
they are called at the first tick and at the first one of each later day of the ledger.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from chalicelib.domain.digests import SETTLES
from chalicelib.kernel.clock import CHINA
from infra.local.invocations import Handler, invoke


class Clockwork:
    """Both schedules as one handler, with the day for which the digests were last called."""

    def __init__(self, timers: Handler, digests: Handler, product_now: Callable[[], datetime]) -> None:
        """Keep the handlers; nothing has been called yet."""
        self._timers, self._digests, self._product_now = timers, digests, product_now
        self._called_on: date | None = None

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        """Close the ledger's day when another has begun, then enqueue what is due."""
        today = (self._product_now() - SETTLES).astimezone(CHINA).date()
        if today != self._called_on:
            self._called_on = today
            invoke("digests", self._digests, event, ())
        return self._timers(event, context)

    def restart(self) -> None:
        """Forget the day, as after a reset or an import."""
        self._called_on = None
