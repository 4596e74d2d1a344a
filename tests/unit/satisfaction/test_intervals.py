"""Wilson intervals and sample sizes (evaluation.md §5 no. 14 and 16), against a second reckoning."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.statistics.intervals import sample_size, wilson, wilson_low

SHARES = st.integers(1, 10**6).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
CENT, Z = Decimal("0.01"), Decimal("1.959964")


def by_formula(part: int, whole: int) -> tuple[Decimal, Decimal]:
    """The formula of no. 14 word for word, with sixty digits."""
    n, p, z2 = Decimal(whole), Decimal(part) / Decimal(whole), Z * Z
    centre = (p + z2 / (2 * n)) / (1 + z2 / n)
    half = Z * (p * (1 - p) / n + z2 / (4 * n * n)).sqrt() / (1 + z2 / n)
    return centre - half, centre + half


@given(SHARES)
def test_the_bounds_are_those_of_the_formula_rounded_outwards(share: tuple[int, int]) -> None:
    interval = wilson(*share)

    with localcontext() as context:
        context.prec = 60
        low, high = by_formula(*share)
        error = Decimal("1e-40")
        expected = (
            ((low + error) * 100).quantize(CENT, ROUND_FLOOR),
            ((high - error) * 100).quantize(CENT, ROUND_CEILING),
        )
        fine = int(((low + error) * 10**20).to_integral_value(ROUND_FLOOR))
    assert interval is not None
    assert interval.low == expected[0]
    assert interval.high == (expected[1] if share[0] == share[1] else min(expected[1], Decimal("99.99")))
    assert wilson_low(*share) == fine


@given(SHARES)
def test_swapping_good_and_bad_mirrors_the_interval_to_the_last_digit_shown(share: tuple[int, int]) -> None:
    part, whole = share
    one, other = wilson(part, whole), wilson(whole - part, whole)

    assert one is not None
    assert other is not None
    assert abs(one.low + other.high - 100) <= CENT


@given(st.integers(1, 2000), st.integers(2, 50))
def test_more_ratings_of_the_same_share_prove_more(whole: int, times: int) -> None:
    assert wilson_low(whole * times, whole * times) > wilson_low(whole, whole)


def test_nothing_counted_has_no_interval_and_none_of_some_begins_at_nought() -> None:
    assert wilson(0, 0) is None
    some = wilson(0, 10)
    assert some is not None
    assert some.low == 0
    with pytest.raises(ValueError, match="no share"):
        wilson(2, 1)


@pytest.mark.parametrize(("population", "asked"), [(500, 218), (2_000, 323), (10_000, 370), (100_000, 383)])
def test_sample_sizes_are_those_of_the_specification(population: int, asked: int) -> None:
    assert sample_size(population) == asked


def test_a_margin_of_three_points_asks_1068_of_a_population_without_end() -> None:
    assert sample_size(None, 300) == 1068
    assert sample_size(None) == 385  # 384.16, rounded up as all others


@given(st.integers(1, 10**7), st.integers(50, 2000))
def test_nobody_asks_more_than_there_are(population: int, margin_bp: int) -> None:
    assert 1 <= sample_size(population, margin_bp) <= min(population, sample_size(None, margin_bp))


def test_a_population_of_nobody_asks_nobody() -> None:
    assert sample_size(0) == 0
    with pytest.raises(ValueError, match="positive"):
        sample_size(10, 0)
