"""What the clock's ticks call: timers every time, catalogues once an hour, digests once a day (app.py).

EventBridge calls the digests every hour because a night may be missed, and the catalogues every five minutes;
here product time moves in leaps, so they are called at the first tick and at the first one of each later
hour, and of each later day of the ledger.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from chalicelib.domain.digests import SETTLES
from chalicelib.kernel.clock import CHINA, format_instant
from infra.local.invocations import Handler, invoke

MORNING = range(9, 13)
"""Hours of the day in China at which reminders go out, as app.py has them."""


class Clockwork:
    """The schedules as one handler, with the day and the hour for which the others were last called."""

    def __init__(
        self,
        timers: Handler,
        digests: Handler,
        catalogues: Handler,
        reminders: Handler,
        product_now: Callable[[], datetime],
    ) -> None:
        """Keep the handlers; nothing has been called yet."""
        self._timers, self._digests, self._catalogues = timers, digests, catalogues
        self._reminders = reminders
        self._product_now = product_now
        self._called_on: date | None = None
        self._called_in: str | None = None

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        """Close the ledger's day when another has begun, keep the catalogues, then enqueue what is due."""
        hour = format_instant(self._product_now())[:13]
        if hour != self._called_in:
            self._called_in = hour
            invoke("catalogues", self._catalogues, event, ())
            if self._product_now().astimezone(CHINA).hour in MORNING:
                invoke("reminders", self._reminders, event, ())
        today = (self._product_now() - SETTLES).astimezone(CHINA).date()
        if today != self._called_on:
            self._called_on = today
            invoke("digests", self._digests, event, ())
        return self._timers(event, context)

    def restart(self) -> None:
        """Forget day and hour, as after a reset or an import."""
        self._called_on = self._called_in = None
