"""When enough was tried to reach a resident: so many tries, and not all at one time (evaluation.md §2.5).

Three calls in a minute reach nobody and would rid a unit of the contact and of the revisit with it.
"""

from collections.abc import Sequence
from datetime import date, datetime

from chalicelib.domain.satisfaction.work_orders.facts import Attempt
from chalicelib.kernel.clock import CHINA

_PARTS = 2
_NOON, _EVENING = 12, 18


def are_spent(attempts: Sequence[Attempt], n_attempts: int, n_days: int) -> bool:
    """Tell whether enough was tried: so many tries, on so many days, in two parts of the day."""
    parts = [_part(attempt.step.at) for attempt in attempts]
    is_spread = len({day for day, _ in parts}) >= n_days and len({part for _, part in parts}) >= _PARTS
    return len(attempts) >= n_attempts and is_spread


def _part(at: datetime) -> tuple[date, int]:
    local = at.astimezone(CHINA)
    return local.date(), (local.hour >= _NOON) + (local.hour >= _EVENING)
