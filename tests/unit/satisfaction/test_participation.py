"""Silence is shown as such, and small cells of it are not (evaluation.md §8.6)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.participation import heat_map, is_silent
from tests.factories.work_orders import rules_of
from tests.unit.satisfaction.tallies import tallies, tally

RULES = rules_of().statistics
SIXTY, FIFTY = (0, 0, 0, 0, 60), (0, 0, 0, 0, 50)


def test_a_cell_is_a_unit_in_a_month_with_its_share() -> None:
    counted = [
        tally(unit="b", period="2026-10", completed=100, effective=SIXTY),
        tally(unit="a", period="2026-10", completed=120, effective=SIXTY),
    ]

    first, second = heat_map(counted, 5)

    assert (first.unit, first.completed, first.received, first.participation) == ("a", 120, 60, 50)
    assert (second.unit, second.participation) == ("b", Decimal("60.00"))


def test_a_month_in_which_a_unit_was_not_counted_is_hidden_like_a_silent_one() -> None:
    cells = heat_map(
        [
            tally(unit="a", period="2026-10", completed=100, effective=SIXTY),
            tally(unit="a", period="2026-11", completed=100, effective=FIFTY),
            tally(unit="b", period="2026-11", completed=100, effective=FIFTY),
        ],
        5,
    )

    (missing,) = [cell for cell in cells if (cell.unit, cell.period) == ("b", "2026-10")]
    assert (missing.completed, missing.received, missing.participation) == (0, None, None)


@given(st.lists(tallies(), max_size=4))
def test_no_cell_shows_fewer_than_five(counted: list[object]) -> None:
    spread = [
        tally(
            unit=f"u{place % 2}", period=f"2026-0{place // 2 + 1}", completed=9999, effective=each.effective
        )  # type: ignore[attr-defined]
        for place, each in enumerate(counted)
    ]

    for cell in heat_map(spread, 5):
        assert (cell.received is None) is (cell.participation is None)
        assert cell.received is None or cell.received >= 5


def test_a_unit_counted_twice_in_a_month_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        heat_map([tally(), tally()], 5)


def test_praise_by_few_is_silence_and_so_is_none_at_all() -> None:
    praised = (0, 0, 0, 0, 99)

    assert is_silent(tally(completed=1000, effective=praised), RULES)
    assert not is_silent(tally(completed=990, effective=praised), RULES)  # a tenth took part
    assert not is_silent(tally(completed=1000, effective=(6, 0, 0, 0, 90)), RULES)  # 93.75 % satisfied
    assert is_silent(tally(completed=1000, effective=(0, 0, 0, 0, 0)), RULES)
    assert not is_silent(tally(completed=0, effective=(0, 0, 0, 0, 0)), RULES)
