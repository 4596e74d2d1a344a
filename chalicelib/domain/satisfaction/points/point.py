"""A rating point as an aggregate: one window of one hall of one unit, and what is dealt with there.

`id` stands in the address of the printed code, so it is long enough that nobody finds the code of a window
by trying (§7.1), though it is no secret: it hangs on the wall.
"""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.cases.served_case import Service
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """Something that is dealt with at a window."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Point:
    """A window at which a service can be rated."""

    id: str
    unit: str
    unit_name: str
    region: str
    hall: str
    hall_name: str
    window: str
    matters: tuple[Matter, ...]
    registered_at: datetime
    closed_at: datetime | None = None

    def service(self, matter_code: str, staff: str = "") -> Service | None:
        """Return a service rendered here, as its resident names it; None for what is not done here."""
        found = next((one for one in self.matters if one.code == matter_code), None)
        if found is None:
            return None
        return Service(
            task_code=found.code,
            task_name=found.name,
            unit=self.unit,
            unit_name=self.unit_name,
            region=self.region,
            hall=self.hall,
            window=self.window,
            staff=staff,
        )


def register(point: Point) -> Decision[Point]:
    """Register a window."""
    return Decision(point, Event("point.registered", _facts(point)))


def close(point: Point, now: datetime) -> Decision[Point]:
    """Take a window's code out of use; what was rated there stays.

    Raises:
        Conflict: `point-closed` when it is.
    """
    if point.closed_at is not None:
        raise Conflict("point-closed")
    closed = replace(point, closed_at=now)
    return Decision(closed, Event("point.closed", _facts(closed)))


def _facts(point: Point) -> dict[str, Json]:
    return {
        "unit": point.unit,
        "unit_name": point.unit_name,
        "hall": point.hall,
        "hall_name": point.hall_name,
        "window": point.window,
        "matters": [{"code": one.code, "name": one.name} for one in point.matters],
        "state": "CLOSED" if point.closed_at else "OPEN",
    }
