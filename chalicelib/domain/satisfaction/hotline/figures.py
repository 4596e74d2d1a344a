"""On-time rates of each step, and the hours to first contact as median and P90 (evaluation.md §5 no. 17).

A step counts once it was done or its time has passed, so that one which is never done makes no rate better.
Hours are started ones, exact up to three days and whole days above: what is shown is never less than it was.
"""

from collections.abc import Iterable, Mapping

from chalicelib.kernel.records import dataclass

FIGURES = "hotline-figures"
"""The list whose figures these are; a facet is a year, a figure `unit#month`, the office's own `#month`."""

STEPS: Mapping[str, str] = {"dispatch": "d", "reply": "r", "progress": "p", "callback": "c"}
"""The steps that have a rate, by the letter of their columns: `d` those due or done, `do` in their time."""
IN_TIME, HOURS, RECEIVED, UNSATISFIED, TEXTED = "o", "h", "n", "u", "t"
_EXACT_HOURS, _MOST_HOURS, _DAY = 72, 720, 24


@dataclass(frozen=True, slots=True)
class StepFigure:
    """A step: how often it was due or done, and how often in its time."""

    due: int
    in_time: int


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """What was counted of a unit, or of all: items, steps, and how long the first contact took."""

    received: int
    unsatisfied: int
    steps: Mapping[str, StepFigure]
    contacted: int
    median_hours: int | None
    p90_hours: int | None


def hour_bin(hours: int) -> int:
    """Return the hours under which a wait is counted: itself, or the end of its day.

    >>> hour_bin(1), hour_bin(72), hour_bin(73), hour_bin(5000)
    (1, 72, 96, 720)
    """
    if hours <= _EXACT_HOURS:
        return max(hours, 1)
    return min(-(-hours // _DAY) * _DAY, _MOST_HOURS)


def summed(columns: Iterable[Mapping[str, int]]) -> ItemFigures:
    """Return the figures of several months, units or both."""
    total: dict[str, int] = {}
    for one in columns:
        for name, count in one.items():
            total[name] = total.get(name, 0) + count
    waits = {int(name[1:]): count for name, count in total.items() if name[0] == HOURS and count > 0}
    return ItemFigures(
        received=total.get(RECEIVED, 0),
        unsatisfied=total.get(UNSATISFIED, 0),
        steps={
            step: StepFigure(total.get(letter, 0), total.get(letter + IN_TIME, 0))
            for step, letter in STEPS.items()
        },
        contacted=sum(waits.values()),
        median_hours=_rank(waits, 50),
        p90_hours=_rank(waits, 90),
    )


def _rank(waits: Mapping[int, int], per_cent: int) -> int | None:
    """Return the smallest wait that so many per cent of all do not exceed; None where nobody waited."""
    wanted, seen = -(-sum(waits.values()) * per_cent // 100), 0
    for hours in sorted(waits):
        seen += waits[hours]
        if seen >= wanted:
            return hours
    return None
