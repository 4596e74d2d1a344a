"""The counts of a unit and month as they are stored: one item, a short column a count.

A column's name stands in every item, so it is short: a year of a district is read with one Query, and what is
read is what is paid for. `e5` is five times very satisfied and in force, `k35` those of them that came by
channel 3, `kp5` on paper, `hH1.5` those given for hall H1.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from chalicelib.domain.satisfaction.statistics.tally import FiveLevels, OrderTally, Tally
from chalicelib.kernel.records import dataclass

FIGURES: Final = "ratings"
"""The list whose figures these are; a facet is a year, a figure `unit#month`."""

LEVELS: Final = (1, 2, 3, 4, 5)
_ANSWERS: Final = tuple(range(11))
_PLAIN: Final = {
    "completed": "c", "defaults": "d", "follow_ups": "f", "follow_up_change": "fc", "appeals": "a",
    "appeals_upheld": "au",
}  # fmt: skip
_BY_LEVEL: Final = {"effective": "e", "invalidated": "i", "withdrawn": "w", "late": "l", "unmatched": "u"}
_ORDERS: Final = {
    "fell_due": "od", "rectified_on_time": "ot", "created_and_due": "oc", "rectified": "or",
    "contactable": "oy", "revisited": "ov", "revisit_failed": "ox", "not_contactable": "on",
    "revisit_answered": "oa", "revisit_satisfied": "os",
}  # fmt: skip

COLUMNS: Final[Mapping[str, str]] = {
    **_PLAIN,
    **{f"{name}_{level}": f"{column}{level}" for name, column in _BY_LEVEL.items() for level in LEVELS},
    **{f"orders_{name}": column for name, column in _ORDERS.items()},
    **{f"recommend_{answer}": f"r{answer}" for answer in _ANSWERS},
}
"""Where each count of a tally stands."""

TEXTED, FAILING = "n", "nf"
"""Invitations whose text was taken or whose number was refused, and those whose number was refused."""


def figure_name(unit: str, period: str) -> str:
    """Name the figure of a unit and month."""
    return f"{unit}#{period}"


def channel_column(way: str, level: int) -> str:
    """Name the count of ratings in force by the way on which they came, and level."""
    return f"k{way}{level}"


def hall_column(hall: str, what: str) -> str:
    """Name a count of a hall: a level in force, or `c` for services completed."""
    return f"h{hall}.{what}"


def suppression_column(reason: str) -> str:
    """Name the count of services about which nobody was asked, for a reason."""
    return f"s{reason}"


def state_column(state: str) -> str:
    """Name the count of work orders in a state."""
    return f"t{state}"


@dataclass(frozen=True, slots=True)
class UnitMonth:
    """What was counted of a unit in a month; beside the tally what no formula of §5 asks for."""

    tally: Tally
    by_channel: Mapping[str, FiveLevels]
    by_hall: Mapping[str, FiveLevels]
    hall_completed: Mapping[str, int]
    suppressed: Mapping[str, int]
    order_states: Mapping[str, int]
    texted: int
    failing: int


def read_figures(figures: Mapping[str, Mapping[str, int]]) -> Iterator[UnitMonth]:
    """Yield the units and months of stored figures."""
    for name, columns in figures.items():
        unit, _, period = name.partition("#")
        yield unit_month(unit, period, columns)


def unit_month(unit: str, period: str, columns: Mapping[str, int]) -> UnitMonth:
    """Read the columns of a unit and month; what was never counted is nought."""
    return UnitMonth(
        tally=_tally(unit, period, columns),
        by_channel=_five(columns, "k", ""),
        by_hall=_five(columns, "h", "."),
        hall_completed={
            name[1:].removesuffix(".c"): count
            for name, count in columns.items()
            if name.startswith("h") and name.endswith(".c") and count
        },
        suppressed=_starting(columns, "s"),
        order_states=_starting(columns, "t"),
        texted=columns.get(TEXTED, 0),
        failing=columns.get(FAILING, 0),
    )


def _tally(unit: str, period: str, columns: Mapping[str, int]) -> Tally:
    def of(name: str) -> int:
        return columns.get(COLUMNS[name], 0)

    counts: dict[str, Any] = {name: of(name) for name in _PLAIN}
    five: dict[str, Any] = {name: tuple(of(f"{name}_{level}") for level in LEVELS) for name in _BY_LEVEL}
    return Tally(
        unit=unit,
        period=period,
        **counts,
        **five,
        orders=OrderTally(**{name: of(f"orders_{name}") for name in _ORDERS}),
        recommend=tuple(of(f"recommend_{answer}") for answer in _ANSWERS),  # type: ignore[arg-type]
    )


def _five(columns: Mapping[str, int], mark: str, between: str) -> dict[str, FiveLevels]:
    """Return counts by level under the name between a mark and the level."""
    found: dict[str, list[int]] = {}
    for column, count in columns.items():
        if column.startswith(mark) and column[-1].isdigit() and count:
            name = column[len(mark) : -1].removesuffix(between)
            found.setdefault(name, [0] * 5)[int(column[-1]) - 1] += count
    return {name: (one[0], one[1], one[2], one[3], one[4]) for name, one in found.items()}


def _starting(columns: Mapping[str, int], mark: str) -> dict[str, int]:
    return {name[len(mark) :]: count for name, count in columns.items() if name.startswith(mark) and count}
