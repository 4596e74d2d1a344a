"""The figures of items as pages read them: a year back, at most two Queries (evaluation.md §5 no. 17)."""

from chalicelib.domain.satisfaction.hotline.figures import FIGURES, TEXTED, ItemFigures, summed
from chalicelib.domain.satisfaction.statistics.periods import last_periods
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.ports import House

SPAN = 12
"""Months that a page looks back on: two years at most, and a year is one Query."""


@dataclass(frozen=True, slots=True)
class HotlineFigures:
    """What was counted in some months: of all, and of each unit; the office's own under a blank code."""

    periods: tuple[str, ...]
    whole: ItemFigures
    units: dict[str, ItemFigures]


def hotline_figures(house: House, period: str = "") -> HotlineFigures:
    """Return the figures of the last twelve months, or of one of them."""
    periods = last_periods(house.clock.product_now(), SPAN)
    wanted = [one for one in periods if period in ("", one)]
    found = [
        (name.partition("#")[0], name.partition("#")[2], columns)
        for year in sorted({one[:4] for one in wanted})
        for name, columns in house.lists.figures(FIGURES, year).items()
    ]
    kept = [(unit, columns) for unit, month, columns in found if month in wanted]
    units = sorted({unit for unit, _ in kept})
    by_unit = {unit: summed(columns for one, columns in kept if one == unit) for unit in units}
    return HotlineFigures(periods, summed(columns for _, columns in kept), by_unit)


def texted_in(house: House, period: str) -> int:
    """Return how many items of a month came with a telephone."""
    columns = house.lists.figures(FIGURES, period[:4], f"#{period}").values()
    return sum(one.get(TEXTED, 0) for one in columns)
