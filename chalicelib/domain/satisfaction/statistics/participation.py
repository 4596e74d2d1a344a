"""Silence is not praise (evaluation.md §8.6): who is rated how often, and whose praise is too quiet."""

from collections.abc import Iterable
from decimal import Decimal

from chalicelib.domain.satisfaction.rules import StatisticsRules
from chalicelib.domain.satisfaction.statistics.cells import Published, protect_table
from chalicelib.domain.satisfaction.statistics.figures import figure_of
from chalicelib.domain.satisfaction.statistics.tally import Tally
from chalicelib.kernel.records import dataclass

_WHOLE_BP = 10_000


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A unit in a month: `received` and `participation` are None where the cell is small, or beside one."""

    unit: str
    period: str
    completed: int
    received: Published
    participation: Decimal | None


def heat_map(tallies: Iterable[Tally], below: int) -> tuple[HeatCell, ...]:
    """Return a cell for every unit and month, by unit and then month, small ones hidden.

    A month in which a unit was not counted is a cell of nought. `below` is `statistics.small_cell_below`.

    Raises:
        ValueError: when a unit was counted twice in a month, or got more ratings than it completed services.
    """
    counted = list(tallies)
    by_place = {(each.unit, each.period): each for each in counted}
    if len(by_place) != len(counted):
        raise ValueError("a unit was counted twice in a month")
    units, periods = (sorted({place[axis] for place in by_place}) for axis in (0, 1))
    received = {
        unit: {period: _received(by_place.get((unit, period))) for period in periods} for unit in units
    }
    shown = protect_table(received, below)
    return tuple(
        _cell(unit, period, by_place.get((unit, period)), shown[unit][period])
        for unit in units
        for period in periods
    )


def is_silent(tally: Tally, rules: StatisticsRules) -> bool:
    """Tell whether a unit is praised by few: at least so satisfied, and rated by less than so many.

    Such a unit is sampled by phone. So is one that nobody rated: it is praised by nobody at all.
    """
    is_praised = tally.satisfied * _WHOLE_BP >= rules.silence_satisfied_bp * tally.ratings
    return is_praised and tally.received * _WHOLE_BP < rules.silence_participation_bp * tally.completed


def _received(tally: Tally | None) -> int:
    return tally.received if tally else 0


def _cell(unit: str, period: str, tally: Tally | None, received: Published) -> HeatCell:
    share = figure_of(tally, "participation").value if tally and received is not None else None
    return HeatCell(unit, period, tally.completed if tally else 0, received, share)
