"""Where a task lies among those that can be called now (ADR 0090): the order in which one Query reads them.

A place is a day-part, counted backwards, so that the present one comes first, then what earlier ones left
over, and what is still to come is never read; behind all of them lie tasks nobody has tried. In a day-part
tasks lie by the instant from which they may be called; a lease is such an instant. The last part of a place
says which day-part the last attempt was in and, by a few digits of a hash, which units served, so that a
task that is not for now or not for the reader is passed over unread.
"""

from datetime import date, datetime

from chalicelib.domain.satisfaction.callbacks.hours import DayPart, part_of
from chalicelib.domain.satisfaction.callbacks.states import CALLABLE, TaskState
from chalicelib.domain.satisfaction.callbacks.task import CallbackTask
from chalicelib.domain.satisfaction.reaching_rules import CallbackRules
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.clock import CHINA, format_instant, parse_instant
from chalicelib.kernel.records import dataclass

_PARTS = tuple(DayPart)
_FARTHEST = 9_999_999
"""More day-parts than any calendar has; a place has seven digits."""
FRESH = "~"
"""Behind every digit: what nobody has tried."""
NONE = "-"
APPOINTMENT, ORDINARY = "0", "1"


@dataclass(frozen=True, slots=True)
class Place:
    """One task as the index shows it, before it is read."""

    id: str
    contact: str
    from_at: datetime | None
    is_appointment: bool
    attempts: int
    last_part: str
    units: tuple[str, ...] = ()

    def is_for(self, now: datetime, part: DayPart, org: str, rules: CallbackRules) -> bool:
        """Tell whether the task is worth reading now for somebody of an organisation."""
        if _tag(org) in self.units:
            return False
        if self.from_at is not None and now < self.from_at:
            return False
        if self.is_appointment:
            return True
        is_early = part is DayPart.EVE and self.attempts + 1 < rules.eve_from_attempt
        return self.last_part != part and not is_early


def ready_place(task: CallbackTask) -> str | None:
    """Return the sort key of a task among those to be called; None when there is nothing to call."""
    if task.state not in CALLABLE:
        return None
    from_at = task.lease.until if task.state is TaskState.ASSIGNED and task.lease else task.next_at
    rank = APPOINTMENT if task.appointment_at is not None else ORDINARY
    last = task.attempts[-1].part if task.attempts else NONE
    rest = f"{rank}{len(task.attempts)}#{last}#{'.'.join(map(_tag, task.units))}#{task.id}#{task.contact}"
    if from_at is None:
        return f"{FRESH}#{FRESH}#{rest}"
    return (
        f"{_backwards(from_at.astimezone(CHINA).date(), part_of(from_at))}#{format_instant(from_at)}#{rest}"
    )


def first_place(now: datetime) -> str:
    """Return the sort key from which a reader of this instant begins."""
    return _backwards(now.astimezone(CHINA).date(), part_of(now))


def read_place(sort: str) -> Place:
    """Read a sort key."""
    _, instant, rank, last, units, identifier, contact = sort.split("#")
    from_at = None if instant == FRESH else parse_instant(instant)
    is_appointment, attempts = rank[0] == APPOINTMENT, int(rank[1:])
    return Place(identifier, contact, from_at, is_appointment, attempts, last, tuple(units.split(".")))


def _tag(unit: str) -> str:
    return sha256_hex(unit)[:6]


def _backwards(on: date, part: DayPart) -> str:
    return f"{_FARTHEST - on.toordinal() * len(_PARTS) - _PARTS.index(part):07d}"
