"""Nobody finds a small month by taking published months from the published year (evaluation.md §5 no. 15)."""

from collections.abc import Iterable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.columns import LEVELS, unit_month
from chalicelib.usecases.ratings.read_figures import Figures
from chalicelib.web.views.rating_figures import Hiding, document_of, hiding_of, of_unit
from tests.factories.work_orders import MONDAY, rules_of

BELOW = 5
PERIODS = ("2026-08", "2026-07", "2026-06", "2026-05")
UNITS = ("u-1", "u-2", "u-3")
Given = dict[tuple[str, str], int]

COUNTS = st.fixed_dictionaries({(unit, period): st.integers(0, 12) for unit in UNITS for period in PERIODS})


def figures_of(given: Given) -> Figures:
    months = tuple(unit_month(unit, period, {"c": 40, "e4": n}) for (unit, period), n in given.items())
    return Figures(PERIODS, months, "SD-WF", rules_of().statistics)


def ratings_of(part: Any) -> int | None:
    levels = [part["counts"][f"effective_{level}"] for level in LEVELS]
    return None if None in levels else sum(levels)


def published(figures: Figures, chosen: str, hiding: Hiding | None = None) -> dict[str, int | None]:
    """Return what a document says of each unit, and of all under the empty name."""
    body = document_of(figures, chosen, MONDAY, hiding).body
    return {part["unit"] or "": ratings_of(part) for part in (*body["units"], body["total"])}


def check_left_over(shown: Iterable[int | None], given: Iterable[int]) -> None:
    """Hold what is hidden against what the total leaves for it: no small sum, nor several of one size."""
    hidden = [count for count, one in zip(given, shown, strict=True) if one is None]
    if min(hidden, default=BELOW) < BELOW:
        assert sum(hidden) >= BELOW
        assert len(set(hidden)) > 1


def test_a_small_month_takes_the_next_one_with_it() -> None:
    given = {("u-1", period): n for period, n in zip(PERIODS, (6, 5, 5, 2), strict=True)}

    shown = [published(figures_of(given), period)["u-1"] for period in PERIODS]

    assert shown == [6, 5, None, None]
    assert published(figures_of(given), "")["u-1"] == 18


@settings(max_examples=25)
@given(COUNTS)
def test_the_year_of_a_unit_leaves_no_small_month_over(given: Given) -> None:
    figures = figures_of(given)
    by_period = {period: published(figures, period) for period in PERIODS}

    for unit, year in published(figures, "").items():
        if unit and year is not None and year >= BELOW:
            own = [given[unit, period] for period in PERIODS]
            if len(set(own)) > 1:
                check_left_over([by_period[period][unit] for period in PERIODS], own)


@settings(max_examples=25)
@given(COUNTS)
def test_the_page_of_a_unit_shows_no_month_that_the_district_hides(given: Given) -> None:
    figures = figures_of(given)
    hiding = hiding_of(figures)

    for unit in UNITS:
        for period in ("", *PERIODS):
            own = published(of_unit(figures, unit), period, hiding)
            assert own[unit] == own[""] == published(figures, period)[unit]
