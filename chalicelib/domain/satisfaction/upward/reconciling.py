"""A day's reports held against the far side's list of that day, every morning (evaluation.md §0).

What differs is named and mended by nobody but a person: a report that vanished is told again when somebody
says so, and a rating that only the far side knows is somebody else's.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.upward.states import TellingState
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass


class Difference(StrEnum):
    """How one report is not the same on both sides."""

    MISSING_THERE = "missing-there"
    UNKNOWN_HERE = "unknown-here"
    DIFFERENT = "different"
    NOT_YET_THERE = "not-yet-there"
    """Not accepted here and not there either: the list of failing reports says why."""
    UNANSWERED = "unanswered"
    """There, and here nobody knows yet: the answer was lost, and the next try asks for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """One report that is not the same on both sides, with the level each side says."""

    name: str
    difference: Difference
    here: str = ""
    there: str = ""


@dataclass(frozen=True, slots=True)
class Ours:
    """What is known here of a report of the day."""

    level: str
    state: TellingState


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A day compared; `pages` hold the lines, `counts` how many of each difference."""

    id: str
    n_here: int
    n_there: int
    n_same: int
    counts: Mapping[str, int]
    pages: tuple[str, ...]
    made_at: datetime

    @property
    def is_clean(self) -> bool:
        """Tell whether both sides say the same."""
        return not self.counts


def compare(here: Mapping[str, Ours], there: Mapping[str, str]) -> list[Line]:
    """Return what is not the same, by name; `there` has the level of each report of the far side's list."""
    lines = [_line(name, here.get(name), there.get(name)) for name in sorted({*here, *there})]
    return [line for line in lines if line is not None]


def _line(name: str, ours: Ours | None, level: str | None) -> Line | None:
    if ours is None:
        return Line(name, Difference.UNKNOWN_HERE, there=level or "")
    is_accepted = ours.state is TellingState.ACCEPTED
    if level is None:
        gone = Difference.MISSING_THERE if is_accepted else Difference.NOT_YET_THERE
        return Line(name, gone, here=ours.level)
    if level != ours.level:
        return Line(name, Difference.DIFFERENT, ours.level, level)
    return None if is_accepted else Line(name, Difference.UNANSWERED, ours.level, level)


def reconciled(found: Reconciliation | None, made: Reconciliation) -> Decision[Reconciliation] | None:
    """Return the fact that a day was compared; None when it says what it said before."""
    if found is not None and _said(found) == _said(made):
        return None
    facts: dict[str, Json] = {
        "on": made.id,
        "n_here": made.n_here,
        "n_there": made.n_there,
        "n_same": made.n_same,
        "counts": dict(made.counts),
        "pages": list(made.pages),
        "made_at": format_instant(made.made_at),
    }
    return Decision(made, Event("reconciliation.made", facts))


def _said(one: Reconciliation) -> tuple[object, ...]:
    return one.n_here, one.n_there, one.n_same, dict(one.counts), one.pages
