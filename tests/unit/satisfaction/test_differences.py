"""Nobody finds a small cell by taking one figure from another (evaluation.md §5 no. 15, ADR 0086)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.columns import unit_month
from chalicelib.domain.satisfaction.statistics.periods import last_periods
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.ratings.read_figures import Figures
from chalicelib.web.views.published_figures import months_of, ratings_of
from chalicelib.web.views.rating_figures import unit_view, units_view, whole_view
from tests.factories.work_orders import rules_of

BELOW = 5
WINDOW = 12
NOW = datetime(2027, 2, 15, 12, tzinfo=CHINA)
PERIODS = last_periods(NOW, WINDOW + 2)
"""Fourteen months, the latest first: three windows of twelve slide over them."""
UNITS = ("u-1", "u-2", "u-3")
Given = Mapping[tuple[str, str], int]
Shown = dict[str, int | None]

COUNTS = st.fixed_dictionaries({(unit, period): st.integers(0, 12) for unit in UNITS for period in PERIODS})


def figures_of(given: Given, last: int = 0) -> Figures:
    """Return what is counted in the window that ends so many months before the latest."""
    periods = PERIODS[last : last + WINDOW]
    months = (
        unit_month(unit, period, {"c": 400, "e4": n, "k34": n // 2, "k44": n - n // 2, "hH1.4": n})
        for (unit, period), n in given.items()
        if period in periods
    )
    return Figures(periods, tuple(months), "SD-WF", rules_of().statistics)


def published(figures: Figures, unit: str = "") -> dict[str, Shown]:
    """Return by document what is said of each unit, and of all under the empty name."""
    return {
        chosen: {name: ratings_of(counts) for name, counts in (*month.units.items(), ("", month.total))}
        for chosen, month in months_of(figures, unit).items()
    }


def sum_of_shown(counts: list[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def test_a_window_that_slides_past_a_hidden_month_gives_it_away_to_nobody() -> None:
    """In December 2026-01 was hidden beside a total; in January it is not in the total any more."""
    given: dict[tuple[str, str], int] = {}
    for period in PERIODS:
        given |= {
            ("u-1", period): 2 if period == "2026-01" else 9,
            ("u-2", period): 100,
            ("u-3", period): 110,
        }

    until_february, until_january, until_december = (published(figures_of(given, last)) for last in range(3))

    assert PERIODS[-1] == "2026-01"
    assert until_december["2026-01"] == {"u-1": None, "u-2": None, "u-3": 110, "": 212}
    assert [one[""]["u-1"] for one in (until_february, until_january, until_december)] == [108, 108, 99]


@settings(max_examples=50)
@given(COUNTS)
def test_no_window_says_more_of_a_unit_or_of_all_than_its_months_do(given: Given) -> None:
    seen: dict[str, Shown] = {}
    for last in range(3):
        figures = figures_of(given, last)
        window = published(figures)

        for name, total in window[""].items():
            assert total == sum_of_shown([window[period][name] for period in figures.periods])
        for period in figures.periods:
            assert seen.setdefault(period, window[period]) == window[period]


@settings(max_examples=50)
@given(COUNTS)
def test_what_a_month_hides_is_left_over_by_nothing(given: Given) -> None:
    """The differences of windows are those of months: it is enough that no month leaves a small rest."""
    windows = [published(figures_of(given, last)) for last in range(3)]

    for period in PERIODS:
        shown = next(window[period] for window in windows if period in window)
        counts = {unit: given[unit, period] for unit in UNITS}
        hidden = [counts[unit] for unit in UNITS if shown[unit] is None]
        if shown[""] is not None and min(hidden, default=BELOW) < BELOW:
            left = shown[""] - sum(shown[unit] or 0 for unit in UNITS)
            assert left == sum(hidden) >= BELOW
            assert len(set(hidden)) > 1


@settings(max_examples=25)
@given(COUNTS)
def test_a_page_of_a_unit_shows_nothing_that_the_district_hides(given: Given) -> None:
    figures = figures_of(given)
    district = published(figures)

    for unit in UNITS:
        months = months_of(figures, unit)
        for chosen, own in published(figures, unit).items():
            assert own == {unit: district[chosen][unit], "": district[chosen][unit]}
            if district[chosen][unit] is None:
                page = whole_view(figures, months, chosen, "zh", unit)
                beside: Any = unit_view(figures, months, unit, chosen)
                assert {row["ratings"] for row in page["by_channel"]["rows"]} <= {"<5"}
                assert {count for _hall, count in beside["halls"]} <= {"<5"}
                assert not beside["is_silent"]


def test_the_ranking_draws_nobody_who_is_hidden() -> None:
    """District 43 of which 3 and 40: who sees the 40 knows the 3."""
    period = PERIODS[0]
    given = {("u-1", period): 3, ("u-2", period): 40}
    figures = figures_of(given)

    view = units_view(figures, months_of(figures), period, lambda unit: f"单位{unit}", "zh")

    assert "单位u-2" not in view["ranking_chart"]
    assert "95.00" not in str(view["ranking"])
    assert {(row["unit"], row["place"], row["ratings"]) for row in view["ranking"]} == {
        ("u-1", None, "<5"),
        ("u-2", None, "<5"),
    }


@settings(max_examples=25)
@given(COUNTS)
def test_channels_of_several_months_are_the_sum_of_what_each_month_shows(given: Given) -> None:
    figures = figures_of(given)
    months = months_of(figures, "u-1")

    def channels(chosen: str) -> dict[str, int]:
        rows = whole_view(figures, months, chosen, "zh", "u-1")["by_channel"]["rows"]
        return {row["channel"]: int(row["ratings"]) for row in rows if row["ratings"] != "<5"}

    by_month = [channels(period) for period in figures.periods]
    for channel, count in channels("").items():
        assert count == sum(month.get(channel, 0) for month in by_month)
