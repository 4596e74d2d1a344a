"""Statistics against scipy, or written a second time from the sources that evaluation.md §5 names.

Floats are good enough to contradict a figure of two decimals, and never part of one: where they meet a
rounding edge, either side of it will do.
"""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from chalicelib.domain.satisfaction.campaigns.dry_run import margin_bp
from chalicelib.domain.satisfaction.fraud import share_jumps
from chalicelib.domain.satisfaction.statistics.intervals import Interval, sample_size, wilson
from chalicelib.domain.satisfaction.statistics.outcomes import DISPOSITIONS, Outcome
from chalicelib.domain.satisfaction.statistics.ranking import Standing, rank
from chalicelib.domain.satisfaction.statistics.response_rates import response_rates
from chalicelib.kernel.canonical import Json
from tests.unit.satisfaction.test_half_years import half, line

EDGE = 1e-5
"""Per cent: scipy's z has more digits than ours."""
SHARES = st.integers(1, 50_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))
RATED = st.integers(30, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


def is_outwards(interval: Interval, low: float, high: float) -> bool:
    """Tell whether bounds in per cent are rounded outwards, and 100.00 is said of the whole alone."""
    lows = {floor((low + sign * EDGE) * 100) / 100 for sign in (-1, 1)}
    highs = {min(ceil((high + sign * EDGE) * 100) / 100, 100) for sign in (-1, 1)}
    return float(interval.low) in {max(one, 0) for one in lows} and float(interval.high) in highs | {99.99}


@given(SHARES)
def test_wilson_is_scipys(share: tuple[int, int]) -> None:
    interval, theirs = wilson(*share), stats.binomtest(*share).proportion_ci(0.95, method="wilson")

    assert interval is not None
    assert is_outwards(interval, 100 * theirs.low, 100 * theirs.high)
    if theirs.high * 100 < 99.98:
        assert float(interval.high) < 99.99


@given(st.integers(2, 200_000), st.integers(100, 1_500))
def test_a_sample_size_is_the_least_whose_margin_holds(population: int, margin: int) -> None:
    z = round(stats.norm.ppf(0.975), 2)
    n = sample_size(population, margin)

    def reached(size: int) -> float:
        return float(10_000 * z * sqrt(0.25 / size * (population - size) / (population - 1)))

    assert reached(n) <= margin + EDGE
    assert n == 1 or reached(n - 1) > margin - EDGE


@given(SHARES)
def test_a_margin_is_half_the_normal_interval_with_the_finite_correction(share: tuple[int, int]) -> None:
    n, population = share[0] or 1, share[1]
    correction = sqrt((population - n) / (population - 1)) if population > 1 else 0.0
    half_width = stats.norm(scale=0.5 / sqrt(n)).ppf(0.975) * correction * 10_000

    margin = margin_bp(n, population)

    # z is 1.96 here (§5 no. 16), which is two hundredths of a thousandth more than scipy's.
    assert margin is not None
    assert half_width - EDGE <= margin <= half_width * 1.00002 + 1


@given(st.lists(RATED, min_size=2, max_size=8))
def test_a_ranking_is_the_order_of_scipys_lower_bounds(field: list[tuple[int, int]]) -> None:
    lows = {
        f"u{place}": stats.binomtest(*share).proportion_ci(0.95, method="wilson").low
        for place, share in enumerate(field)
    }

    ranked = rank([Standing(f"u{place}", *share) for place, share in enumerate(field)], 30)

    found = [lows[one.standing.unit] for one in ranked]
    assert all(found[place] >= found[place + 1] - 1e-9 for place in range(len(found) - 1))


AAPOR = {
    "RR1": "I / ((I+P) + (R+NC+O) + U)",
    "RR2": "(I+P) / ((I+P) + (R+NC+O) + U)",
    "RR3": "I / ((I+P) + (R+NC+O) + e*U)",
    "RR4": "(I+P) / ((I+P) + (R+NC+O) + e*U)",
    "RR5": "I / ((I+P) + (R+NC+O))",
    "RR6": "(I+P) / ((I+P) + (R+NC+O))",
    "COOP1": "I / ((I+P) + R + O)",
    "COOP2": "(I+P) / ((I+P) + R + O)",
    "COOP3": "I / ((I+P) + R)",
    "COOP4": "(I+P) / ((I+P) + R)",
    "REF1": "R / ((I+P) + (R+NC+O) + U)",
    "REF2": "R / ((I+P) + (R+NC+O) + e*U)",
    "REF3": "R / ((I+P) + (R+NC+O))",
    "CON1": "((I+P) + R + O) / ((I+P) + R + O + NC + U)",
    "CON2": "((I+P) + R + O) / ((I+P) + R + O + NC + e*U)",
    "CON3": "((I+P) + R + O) / ((I+P) + R + O + NC)",
}
"""AAPOR Standard Definitions, with U for UH + UO."""
CLASSES = {"1.0": "I", "1.2": "P", "2.11": "R", "2.12": "R", "2.2": "NC", "2.3": "O", "3": "U", "4": "NE"}
"""By the digits with which the codes of the standard begin."""


def class_of(outcome: Outcome) -> str:
    code = DISPOSITIONS[outcome].aapor
    return next(group for begin, group in CLASSES.items() if code.startswith(begin))


@given(st.dictionaries(st.sampled_from(Outcome), st.integers(0, 300)))
def test_every_rate_is_the_standards_formula(outcomes: dict[Outcome, int]) -> None:
    names = dict.fromkeys(CLASSES.values(), Fraction())
    for outcome, count in outcomes.items():
        names[class_of(outcome)] += count
    known = sum(names[name] for name in ("I", "P", "R", "NC", "O"))
    e = known / (known + names["NE"]) if known + names["NE"] else None

    rates = response_rates(outcomes)

    assert [one.key for one in rates.rates] == list(AAPOR)
    for key, formula in AAPOR.items():
        value, (part, whole) = rates.rate(key).value, formula.split(" / ")
        denominator = 0 if e is None and "e*" in whole else eval(whole, {"e": e, **names})
        if not denominator:
            assert value is None, key
            continue
        exact = 100 * eval(part, dict(names)) / denominator
        hundredths = floor(exact * 100 + Fraction(1, 2)) if key.startswith("REF") else floor(exact * 100)
        shown = Decimal(hundredths) / 100
        assert value == (shown if exact == 100 else min(shown, Decimal("99.99"))), key


@given(st.lists(RATED, min_size=3, max_size=7))
def test_a_unit_that_is_clear_of_the_middle_differs_by_a_test_of_two_proportions(
    field: list[tuple[int, int]],
) -> None:
    units = {f"u{place}": share for place, share in enumerate(field)}
    document = half(units)
    places = {unit: line(document, unit) for unit in units}
    ordered: list[dict[str, Json]] = sorted(places.values(), key=lambda one: str(one["place"]))
    middle = ordered[len(ordered) // 2]

    for one in ordered:
        if one["is_clear"] and len(ordered) % 2:
            table = [
                [int(str(unit["satisfied"])), int(str(unit["ratings"])) - int(str(unit["satisfied"]))]
                for unit in (one, middle)
            ]
            assert stats.chi2_contingency(table, correction=False).pvalue < 0.05


@pytest.mark.parametrize("sigma", [2, 3])
@given(
    st.tuples(*[st.integers(0, 60)] * 5).filter(any), st.tuples(*[st.integers(0, 60)] * 5).filter(any)
)  # fmt: skip
def test_a_jump_of_a_share_is_a_one_sided_test_of_two_proportions(
    sigma: int, before: tuple[int, ...], now: tuple[int, ...]
) -> None:
    jumps = share_jumps(before, now, sigma)  # type: ignore[arg-type]

    for level in (1, 5):
        table = [[period[level - 1], sum(period) - period[level - 1]] for period in (before, now)]
        rose = now[level - 1] / sum(now) > before[level - 1] / sum(before)
        is_told_apart = all(any(column) for column in zip(*table, strict=True))
        chi2 = stats.chi2_contingency(table, correction=False).statistic if is_told_apart else 0.0
        if abs(chi2 - sigma**2) > 1e-9:
            assert (level in jumps) == (rose and chi2 > sigma**2)
