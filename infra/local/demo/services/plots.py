"""The demo's bad ratings, read from a table: what was wrong, how far the order comes, what people write."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from infra.local.demo.services import courses
from infra.local.demo.services.courses import Course


@dataclass(frozen=True, slots=True)
class Plot:
    """One bad rating; `day` is when it is given, `matter` which of the department's it is about.

    `contact` tells whether the unit itself may call.
    """

    department: str
    day: date
    matter: int
    level: int
    codes: tuple[str, ...]
    text: str
    cause: str
    course: Course
    way: str = "link"
    contact: bool = True
    finding: str = "CLEAR_REASONABLE"
    found: str = ""
    measure: str = ""
    again: str = ""
    reply: str = ""
    before: str = ""
    after: str = ""
    category: str = "MISTAKEN"
    reason: str = ""
    refused: str = ""
    votes: Mapping[str, str] = field(default_factory=dict)
    final: str = ""
    resident: str = ""
    to: str = ""
    is_served_again: bool = False
    """Comes back while the order is open, and is not asked again meanwhile."""


def read_plots() -> tuple[Plot, ...]:
    """Return every plot, in the order of the table."""
    rows = json.loads((Path(__file__).parent / "plots.json").read_text(encoding="utf-8"))
    return tuple(_plot(row) for row in rows)


def _plot(row: dict[str, object]) -> Plot:
    course: Course = getattr(courses, str(row["course"])) if row["course"] else ()
    return Plot(**{  # type: ignore[arg-type]
        **row,
        "day": date.fromisoformat(str(row["day"])),
        "codes": tuple(map(str, row["codes"])),  # type: ignore[call-overload]
        "course": course,
    })  # fmt: skip
