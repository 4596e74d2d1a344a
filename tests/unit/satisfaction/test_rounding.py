"""Rounding never flatters the office and never loses a rating (evaluation.md §5 no. 18)."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.rounding import Rounding, percent, rounded

CENT = Decimal("0.01")
SHARES = st.integers(1, 10**7).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


def by_decimal(part: int, whole: int, rounding: str) -> Decimal:
    """A second reading of the rule: divide with far more digits than matter, then quantize."""
    with localcontext() as context:
        context.prec = 60
        shown = (Decimal(part) * 100 / Decimal(whole)).quantize(CENT, rounding)
    return min(shown, Decimal("99.99")) if part < whole else shown


def test_the_press_example_is_not_a_hundred() -> None:
    assert percent(19_880, 19_881, Rounding.DOWN) == Decimal("99.99")
    assert percent(19_881, 19_881, Rounding.DOWN) == Decimal("100.00")


def test_three_of_seven_is_what_shenzhen_published() -> None:
    assert percent(3, 7, Rounding.DOWN) == Decimal("42.85")
    assert percent(3, 7, Rounding.HALF_UP) == Decimal("42.86")


def test_an_adverse_rate_is_no_hundred_either_unless_it_is_all() -> None:
    assert percent(19_999, 20_000, Rounding.HALF_UP) == Decimal("99.99")
    assert percent(5, 5, Rounding.HALF_UP) == Decimal("100.00")


@pytest.mark.parametrize("rounding", Rounding)
def test_of_nothing_there_is_no_figure_but_of_something_nought_is_one(rounding: Rounding) -> None:
    assert percent(0, 0, rounding) is None
    assert percent(0, 1, rounding) == Decimal("0.00")


@pytest.mark.parametrize(("part", "whole"), [(-1, 5), (6, 5), (1, 0)])
def test_a_part_beyond_its_whole_is_refused(part: int, whole: int) -> None:
    with pytest.raises(ValueError, match="no share"):
        percent(part, whole, Rounding.DOWN)


@given(SHARES)
def test_a_second_reckoning_gives_the_same(share: tuple[int, int]) -> None:
    assert percent(*share, Rounding.DOWN) == by_decimal(*share, ROUND_FLOOR)
    assert percent(*share, Rounding.HALF_UP) == by_decimal(*share, ROUND_HALF_UP)


@given(SHARES)
def test_satisfied_and_dissatisfied_never_add_to_more_than_was_counted(share: tuple[int, int]) -> None:
    part, whole = share
    satisfied, dissatisfied = (
        percent(part, whole, Rounding.DOWN),
        percent(whole - part, whole, Rounding.HALF_UP),
    )

    assert satisfied is not None
    assert dissatisfied is not None
    assert Decimal(100) - CENT <= satisfied + dissatisfied <= Decimal(100)


@given(SHARES, st.sampled_from(Rounding))
def test_a_hundred_is_said_of_the_whole_alone(share: tuple[int, int], rounding: Rounding) -> None:
    assert (percent(*share, rounding) == Decimal("100.00")) is (share[0] == share[1])


@given(st.fractions())
def test_down_is_the_lower_value_of_negative_numbers_too(exact: Fraction) -> None:
    shown = rounded(exact, Rounding.DOWN)

    assert 0 <= exact - Fraction(shown) < Fraction(1, 100)
    assert shown.as_tuple().exponent == -2
