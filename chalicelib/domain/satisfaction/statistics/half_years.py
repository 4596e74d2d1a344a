"""The ranking of units over a half-year: who is first and last, and whether chance alone may have done it.

Made of what is published of the months and of nothing else, so that anybody computes it from their documents,
and it hides what they hide (ADR 0086, 0097). Units are ordered as each month orders them: lower bound of
满意率, then R (evaluation.md §5 no. 15). Being last is told together with whether the unit's interval lies
clear of the middle's: where both overlap, the ranking alone says nothing against it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.statistics.figures import counted_by
from chalicelib.domain.satisfaction.statistics.intervals import Interval
from chalicelib.domain.satisfaction.statistics.ranking import Ranked, Standing, rank
from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent
from chalicelib.domain.satisfaction.statistics.snapshot import Document, Shown, is_hidden, known, summed_up
from chalicelib.kernel.canonical import Json, digest
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.records import dataclass

FORMAT: Final = "half-year-ranking/1"
_LIMITS: Final = ("minimum", "top", "bottom")
_MALFORMED: Final = (KeyError, TypeError, ValueError, AttributeError)


class Group(StrEnum):
    """Where a unit of a half-year stands, once more than two are ranked."""

    TOP = "TOP"
    BOTTOM = "BOTTOM"
    MIDDLE = "MIDDLE"
    TOO_FEW = "TOO_FEW"
    """Fewer ratings than a ranking needs (样本不足)."""
    HIDDEN = "HIDDEN"
    """So few ratings that their number is not published."""


@dataclass(frozen=True, slots=True)
class Month:
    """What is shown of a month; `sha256` is its frozen document's, blank while the month may change."""

    period: str
    shown: Shown
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class FrozenHalf:
    """A half-year whose ranking is frozen: its page, the hash of its document and the profile."""

    id: str
    profile: str
    frozen_at: datetime
    sha256: str
    page: str
    n_units: int
    n_ranked: int


def freeze_half(half: FrozenHalf) -> Decision[FrozenHalf]:
    """Return the fact that a half-year's ranking is frozen; it is frozen once."""
    facts: Mapping[str, Json] = {
        "half": half.id,
        "profile": half.profile,
        "frozen_at": format_instant(half.frozen_at),
        "sha256": half.sha256,
        "page": half.page,
        "units": half.n_units,
        "ranked": half.n_ranked,
    }
    return Decision(half, Event("half-year.frozen", facts))


def ranking_document(
    half: str, months: Sequence[Month], rules: SatisfactionRules, at: datetime, *, is_frozen: bool
) -> Document:
    """Return the ranking of a half-year from its months; `at` is when it was frozen, or is read.

    Raises:
        ValueError: without a month.
    """
    if not months:
        raise ValueError("a half-year without a month")
    units = summed_up(month.shown for month in months).units
    seen = {unit: known(counts) for unit, counts in units.items() if not is_hidden(counts)}
    standings = [Standing(unit, *counted_by("satisfied", counts)) for unit, counts in sorted(seen.items())]
    limits = {
        "minimum": rules.statistics.ranking_minimum,
        "top": rules.supervision.top_units,
        "bottom": rules.supervision.bottom_units,
    }
    body: dict[str, Json] = {
        "format": FORMAT,
        "half": half,
        "profile": rules.name,
        "is_frozen": is_frozen,
        "at": format_instant(at),
        "months": [{"period": month.period, "sha256": month.sha256 or None} for month in months],
        "limits": {**limits},
        "units": [*_ranked(standings, limits), *(_hidden(unit) for unit in sorted(units.keys() - seen))],
    }
    return Document(body, digest(body))


def is_right(body: Mapping[str, Any], sha256: str) -> bool:
    """Tell whether a document says what its counts and its hash say, ours or a stranger's."""
    try:
        told = [one for one in body["units"] if one["group"] != Group.HIDDEN]
        standings = [Standing(one["unit"], one["satisfied"], one["ratings"]) for one in told]
        again = _ranked(standings, {name: body["limits"][name] for name in _LIMITS})
        return body["format"] == FORMAT and told == again and digest(body) == sha256
    except _MALFORMED:
        return False


def line_of(body: Mapping[str, Any], unit: str) -> Mapping[str, Any] | None:
    """Return a unit's line of a ranking, None where it was not counted."""
    found: Mapping[str, Any] | None = next((one for one in body["units"] if one["unit"] == unit), None)
    return found


def _ranked(standings: Sequence[Standing], limits: Mapping[str, int]) -> list[dict[str, Json]]:
    found = rank(standings, limits["minimum"])
    placed = [one for one in found if one.place is not None]
    groups = _groups(placed, limits["top"], limits["bottom"])
    return [_line(one, groups.get(one.standing.unit, Group.TOO_FEW), placed) for one in found]


def _groups(placed: Sequence[Ranked], top: int, bottom: int) -> dict[str, Group]:
    """Name the first and the last units, at most a half each; who shares the edge's place is in with it.

    Of one or two ranked units, or where all share a place, nobody is first or last.
    """
    half = (len(placed) - 1) // 2
    n_top, n_bottom = min(top, half), min(bottom, half)
    best = {one.standing.unit for one in placed if n_top and _at(one) <= _at(placed[n_top - 1])}
    last = {one.standing.unit for one in placed if n_bottom and _at(one) >= _at(placed[-n_bottom])}
    found = dict.fromkeys((one.standing.unit for one in placed), Group.MIDDLE)
    return (
        found
        | dict.fromkeys(sorted(best - last), Group.TOP)
        | dict.fromkeys(sorted(last - best), Group.BOTTOM)
    )


def _at(one: Ranked) -> int:
    return one.place or 0


def _line(one: Ranked, group: Group, placed: Sequence[Ranked]) -> dict[str, Json]:
    standing, interval = one.standing, one.interval
    share = percent(standing.satisfied, standing.ratings, Rounding.DOWN)
    return {
        "unit": standing.unit,
        "group": group.value,
        "place": one.place,
        "satisfied": standing.satisfied,
        "ratings": standing.ratings,
        "share": _written(share),
        "low": _written(interval.low if interval else None),
        "high": _written(interval.high if interval else None),
        "is_clear": _is_clear(group, interval, placed),
    }


def _is_clear(group: Group, interval: Interval | None, placed: Sequence[Ranked]) -> bool | None:
    """Tell whether the interval of a first or last unit lies clear of the middle one's; None of the others.

    Of an even number the middle one nearer to the unit is taken, so that clear is clear of both.
    """
    if group not in (Group.TOP, Group.BOTTOM) or interval is None:
        return None
    nearer = (len(placed) - 1) // 2 if group is Group.TOP else len(placed) // 2
    middle = placed[nearer].interval
    if middle is None:
        return None
    return interval.low > middle.high if group is Group.TOP else interval.high < middle.low


def _hidden(unit: str) -> dict[str, Json]:
    names = ("place", "satisfied", "ratings", "share", "low", "high", "is_clear")
    return {"unit": unit, "group": Group.HIDDEN.value, **dict.fromkeys(names)}


def _written(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


COLUMNS: Final = (
    "unit", "group", "place", "satisfied", "ratings", "share", "low", "high", "is_clear", "half", "profile",
    "is_frozen", "at",
)  # fmt: skip


def csv_lines(body: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return a ranking as a table, the names of the columns first; what is hidden is `<5`."""
    return [COLUMNS, *(tuple(_cell(one, body, name) for name in COLUMNS) for one in body["units"])]


def _cell(line: Mapping[str, Any], body: Mapping[str, Any], name: str) -> str:
    if name in ("satisfied", "ratings", "share") and line["group"] == Group.HIDDEN:
        return "<5"
    value = line.get(name, body.get(name))
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
