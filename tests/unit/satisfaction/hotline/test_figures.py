"""On-time rates and first contact: against a second way to count, and against what flatters an office."""

import statistics
from datetime import timedelta
from math import ceil
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.hotline import handling, sending, supervising
from chalicelib.domain.satisfaction.hotline.figures import (
    HOURS,
    IN_TIME,
    RECEIVED,
    STEPS,
    TEXTED,
    UNSATISFIED,
    ItemFigures,
    StepFigure,
    hour_bin,
    summed,
)
from chalicelib.domain.satisfaction.hotline.item import HotlineItem
from chalicelib.domain.satisfaction.hotline.receiving import receive
from chalicelib.kernel.clock import format_instant
from chalicelib.projections.hotline import HOTLINE
from tests.factories.hotline import DAY, HANDLER, HOUR, OPERATOR, RULES, raised
from tests.factories.work_orders import CALENDAR, MONDAY, UNIT, words


@given(st.lists(st.integers(1, 720), min_size=1, max_size=60))
def test_median_and_p90_are_those_of_the_waits_themselves_never_less(waits: list[int]) -> None:
    bins = [hour_bin(hours) for hours in waits]

    found = summed({f"h{hours}": 1} for hours in bins)

    ordered = sorted(bins)
    assert found.median_hours == statistics.median_low(bins)
    assert found.p90_hours == ordered[ceil(len(ordered) * 0.9) - 1]
    assert found.median_hours is not None
    assert found.median_hours >= statistics.median_low(waits)


def test_nothing_counted_is_no_figure() -> None:
    assert summed([]).median_hours is None
    assert summed([]).steps["reply"] == StepFigure(0, 0)


class Told:
    """One item whose ledger is projected as it is written."""

    def __init__(self) -> None:
        self.row: dict[str, Any] = {}
        decision = receive("item-1", "RX-1", raised(), OPERATOR, MONDAY, RULES, CALENDAR)
        self.item: HotlineItem = decision.state
        self.tell(decision, MONDAY)

    def tell(self, decision: Decision[HotlineItem], at: Any) -> None:
        self.item = decision.state
        data = dict(decision.event.data)
        entry = _entry(decision.event.type, format_instant(at))
        self.row = HOTLINE.apply(self.row, entry, data, {})

    def figures(self, unit: str) -> ItemFigures:
        columns: dict[str, int] = {}
        for (_, facet), count in HOTLINE.tally(self.row).items():
            figure, _, column = facet.partition("!")[2].partition(":")
            if figure.startswith(f"{unit}#"):
                columns[column] = count
        return summed([columns])


def _entry(type_: str, at: str) -> Any:
    return type("E", (), {"type": type_, "at": at, "aggregate": "HOTLINE#item-1"})()


def _late_reply(told: Told) -> None:
    told.tell(
        sending.dispatch(told.item, UNIT, None, OPERATOR, MONDAY + HOUR, RULES, CALENDAR), MONDAY + HOUR
    )
    until = MONDAY + 12 * DAY
    while (due := supervising.next_due(told.item)) is not None and due.at <= until:
        told.tell(supervising.run_clock(told.item, until), due.at)


def test_a_step_that_is_never_done_is_late_and_one_within_its_time_is_in_no_rate() -> None:
    told = Told()
    assert told.figures("").steps["dispatch"] == StepFigure(0, 0)

    _late_reply(told)

    assert told.figures("").steps["dispatch"] == StepFigure(1, 1)
    assert told.figures(UNIT).steps["reply"] == StepFigure(1, 0)


def test_what_is_done_late_counts_once_and_late() -> None:
    told = Told()
    _late_reply(told)
    at = MONDAY + 12 * DAY

    told.tell(handling.reply(told.item, words(), HANDLER, at, RULES, CALENDAR), at)

    assert told.figures(UNIT).steps["reply"] == StepFigure(1, 0)
    assert told.figures(UNIT).median_hours == 288
    assert timedelta(hours=288) == 12 * DAY


def test_an_item_counts_at_the_unit_that_has_it() -> None:
    told = Told()
    _late_reply(told)

    assert told.figures(UNIT).received == 1
    assert told.figures("").received == 0


def test_no_column_is_called_like_an_attribute_of_the_table() -> None:
    told = Told()
    _late_reply(told)
    names = {letter + more for letter in STEPS.values() for more in ("", IN_TIME)}
    names |= {RECEIVED, UNSATISFIED, TEXTED, f"{HOURS}1"}

    assert not names & {"pk", "sk", "seq", "data", "expires_at", "kind", "version", "state", "number"}
    assert all(facet.rpartition(":")[2][0] in "drpcnuth" for _, facet in HOTLINE.tally(told.row))
