"""Ratings by channel and by hall, orders by state, as they may be published beside their totals (§5 no. 15).

A breakdown of several months is the sum of what is published of each, and where a unit's total of a month is
hidden, so is every part of it (ADR 0086).
"""

from collections.abc import Iterable, Mapping
from itertools import groupby

from chalicelib.domain.satisfaction.statistics.cells import Published, protect, protect_table
from chalicelib.domain.satisfaction.statistics.columns import UnitMonth
from chalicelib.domain.satisfaction.statistics.tally import NONE, FiveLevels

Breakdown = Mapping[str, FiveLevels | None]


def parts_of(months: Iterable[tuple[Mapping[str, int], bool]], below: int) -> dict[str, Published]:
    """Return the parts of months' totals, each with whether that total is hidden.

    >>> parts_of([({"H1": 9, "H2": 6}, False), ({"H1": 20, "H3": 7}, True)], 5)
    {'H1': 9, 'H2': 6, 'H3': None}
    """
    found: dict[str, Published] = {}
    for counts, is_secret in months:
        cells = dict.fromkeys(counts) if is_secret else protect(counts, below).cells
        for name, count in cells.items():
            found[name] = found.get(name) if count is None else count + (found.get(name) or 0)
    return found


def channels_of(months: Iterable[UnitMonth], below: int, unit: str = "") -> Breakdown:
    """Return the ratings in force by channel of the district, or of a unit; give the months of every unit."""
    found: dict[str, FiveLevels | None] = {}
    ordered = sorted(months, key=lambda one: one.tally.period)
    for _period, group in groupby(ordered, key=lambda one: one.tally.period):
        for channel, levels in _in_a_month(list(group), below, unit):
            found[channel] = found.get(channel) if levels is None else _plus(found.get(channel), levels)
    return found


def _in_a_month(months: list[UnitMonth], below: int, unit: str) -> Iterable[tuple[str, FiveLevels | None]]:
    own = [month for month in months if unit in ("", month.tally.unit)]
    cells = _cells(months, below, unit) if own else {}
    for channel in sorted({channel for month in own for channel in month.by_channel}):
        levels: FiveLevels | None = None
        if cells[channel] is not None:
            for month in own:
                levels = _plus(levels, month.by_channel.get(channel, NONE))
        yield channel, levels


def _cells(months: list[UnitMonth], below: int, unit: str) -> Mapping[str, Published]:
    channels = sorted({channel for month in months for channel in month.by_channel})
    counts = {
        month.tally.unit: {channel: sum(month.by_channel.get(channel, NONE)) for channel in channels}
        for month in months
    }
    units = protect({month.tally.unit: month.tally.ratings for month in months}, below)
    if unit:
        secret = {name for name, count in units.cells.items() if count is None}
        return protect_table(counts, below, secret)[unit]
    if units.total is None:
        return dict.fromkeys(channels)
    return protect({one: sum(row[one] for row in counts.values()) for one in channels}, below).cells


def _plus(one: FiveLevels | None, other: FiveLevels) -> FiveLevels:
    first, second, third, fourth, fifth = (a + b for a, b in zip(one or NONE, other, strict=True))
    return first, second, third, fourth, fifth
