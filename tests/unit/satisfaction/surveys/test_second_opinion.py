"""Figures of a survey against the records one by one, and samples against chance (ADR 0100).

The second way knows no counts: it has a row a person, numpy's own sums, and the formula of the linearised
ratio as textbooks print it.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor, sqrt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from chalicelib.domain.satisfaction.campaigns.campaign import Campaign
from chalicelib.domain.satisfaction.campaigns.plan import Method, SamplePlan, Strata
from chalicelib.domain.satisfaction.campaigns.sampling import draw
from chalicelib.domain.satisfaction.surveys.figures import Counted, counted_of, csat, group_figure, mean, nps
from chalicelib.domain.satisfaction.surveys.results import results_document
from tests.unit.satisfaction.surveys.test_results import AT, VERSION, campaign, counts_of
from tests.unit.satisfaction.surveys.test_sampling import people

BELOW, Z = 5, 1.959964
EDGE = 1e-6
ANSWERS = st.fixed_dictionaries(
    {"q1": st.integers(1, 5)},
    optional={"q2": st.sampled_from("ab"), "q3": st.integers(0, 10), "q4": st.integers(0, 20)},
)
Said = list[tuple[str, dict[str, Any]]]
SAID: st.SearchStrategy[Said] = st.lists(st.tuples(st.sampled_from("abc"), ANSWERS), min_size=1, max_size=80)
SIZES = st.fixed_dictionaries({name: st.integers(80, 500) for name in "abc"})


@dataclass(frozen=True, slots=True)
class Second:
    """A figure reckoned from records: the mean, its standard error, how many are in it."""

    value: float
    error: float
    n: int


def strata_of(said: Said, sizes: dict[str, int]) -> dict[str, str]:
    """Return under which name each stratum is weighed: few answers go together, and with the next larger."""
    n = Counter(stratum for stratum, _ in said)
    order = sorted(sizes, key=lambda name: (n[name], name))
    few = [name for name in order if n[name] < BELOW]
    for name in order[len(few) :]:
        if few and sum(n[one] for one in few) < BELOW:
            few.append(name)
    return {name: "few" if name in few else name for name in sizes}


def second(said: Said, sizes: dict[str, int] | None, question: str, worth: Any, group: str = "") -> Second:
    """Reckon the mean of what answers are worth, over those who gave one and belong to the group."""
    weighed = strata_of(said, sizes) if sizes else dict.fromkeys("abc", "")
    stratum = np.array([weighed[name] for name, _ in said])
    is_in = np.array([question in one and (not group or one.get("q2") == group) for _, one in said])
    y = np.array([float(worth(one[question])) if question in one else 0.0 for _, one in said])
    weight = np.ones(len(said))
    for name in set(stratum):
        size = sum(sizes[one] for one, other in weighed.items() if other == name) if sizes else len(said)
        weight[stratum == name] = size / np.count_nonzero(stratum == name)
    total = float(np.sum(weight[is_in]))
    value = float(np.sum((weight * y)[is_in])) / total if total else 0.0
    off = np.where(is_in, weight * (y - value) / total, 0.0) if total else np.zeros(len(said))
    variance = 0.0
    for name in set(stratum):
        mine = off[stratum == name]
        variance += len(mine) * float(np.var(mine, ddof=1)) if len(mine) > 1 else float("nan")
    return Second(value, sqrt(variance), int(np.count_nonzero(is_in)))


def is_down(shown: Decimal, exact: float) -> bool:
    return float(shown) in {floor((exact + sign * EDGE) * 100) / 100 for sign in (-1, 1)}


def is_up(shown: Decimal, exact: float) -> bool:
    return float(shown) in {ceil((exact + sign * EDGE) * 100) / 100 for sign in (-1, 1)}


def check(found: Any, expected: Second) -> None:
    """Hold a figure of ours against the second one."""
    assert found.n == expected.n
    assert float(found.value) == pytest.approx(expected.value, abs=1e-9)
    if expected.n < 2:
        assert found.error is None
    elif found.error is not None:
        assert is_up(found.error, Z * expected.error)


def counted(said: Said, sizes: dict[str, int] | None) -> tuple[Campaign, Counted]:
    found = campaign(**(sizes or {}))
    return found, counted_of(found, counts_of(said), BELOW)


@settings(deadline=None)
@given(SAID, st.none() | SIZES, st.sampled_from(["", "a", "b"]))
def test_csat_nps_and_means_with_their_errors_are_those_of_the_records(
    said: Said, sizes: dict[str, int] | None, group: str
) -> None:
    _, ours = counted(said, sizes)
    figure = group_figure("q2", group) if group else "all"

    figures = (
        ("q1", csat, lambda level: level >= 4),
        ("q3", nps, lambda said: 100 * (said >= 9) - 100 * (said <= 6)),
        ("q4", mean, lambda said: said),
    )
    for name, ours_of, worth in figures:
        found, expected = (
            ours_of(ours, VERSION.question(name), figure),
            second(said, sizes, name, worth, group),
        )
        if not expected.n:
            assert found is None
        else:
            check(found, expected)


@settings(deadline=None)
@given(SAID, SIZES)
def test_a_weighted_share_is_the_records_and_its_interval_wilsons_of_the_answers_they_are_worth(
    said: Said, sizes: dict[str, int]
) -> None:
    _, ours = counted(said, sizes)
    found, expected = csat(ours, VERSION.question("q1")), second(said, sizes, "q1", lambda level: level >= 4)
    assert found is not None
    check(found, expected)

    n, p = float(expected.n), expected.value
    if expected.error > EDGE and n > 1:
        n = min(n, p * (1 - p) * len(said) / (len(said) - 1) / expected.error**2)
    whole = 1 + Z**2 / n
    centre, half = (p + Z**2 / 2 / n) / whole, Z * sqrt(p * (1 - p) / n + (Z / 2 / n) ** 2) / whole
    interval = found.interval
    assert interval is not None
    assert abs(float(interval.low) - 100 * (centre - half)) <= 0.0101
    assert abs(float(interval.high) - 100 * (centre + half)) <= 0.0101


@settings(deadline=None)
@given(SAID)
def test_of_one_stratum_the_interval_is_scipys_wilson(said: Said) -> None:
    _, ours = counted(said, None)
    found = csat(ours, VERSION.question("q1"))
    good = sum(one["q1"] >= 4 for _, one in said)

    assert found is not None
    assert found.interval is not None
    theirs = stats.binomtest(good, len(said)).proportion_ci(0.95, method="wilson")
    assert abs(float(found.interval.low) - 100 * theirs.low) <= 0.0101


def test_fixed_figures_of_a_stratified_sample() -> None:
    """Cochran's formula by hand: W = 0.6, 0.4; p = 8/10, 3/10; v = Σ W² pq/(n−1)."""
    said: Said = (
        [("a", {"q1": 5})] * 8 + [("a", {"q1": 1})] * 2 + [("b", {"q1": 5})] * 3 + [("b", {"q1": 1})] * 7
    )
    found = csat(counted(said, {"a": 300, "b": 200})[1], VERSION.question("q1"))

    assert found is not None
    assert found.value * 100 == 60
    assert float(found.variance or 0) == pytest.approx(0.36 * 0.16 / 9 + 0.16 * 0.21 / 9)


def test_the_error_of_a_mean_is_scipys_standard_error_of_it() -> None:
    values = [1, 2, 2, 3, 5, 8, 13]
    found = mean(
        counted([("a", {"q1": 5, "q4": value}) for value in values], None)[1], VERSION.question("q4")
    )

    assert found is not None
    assert found.error is not None
    assert is_up(found.error, Z * float(stats.sem(values)))


def test_one_answer_has_a_figure_and_no_error() -> None:
    document: Any = results_document(campaign(), VERSION, counts_of([("", {"q1": 5, "q4": 3})]), 1, AT)

    by_id = {one["id"]: one for one in document["questions"]}
    assert (by_id["q4"]["mean"], by_id["q4"]["mean_error"]) == ("3.00", None)
    assert (by_id["q3"]["nps"], by_id["q3"]["nps_error"]) == (None, None)


SEEDS = 400


def test_over_many_seeds_everybody_is_drawn_as_often_as_anybody_else() -> None:
    frame, plan = people({"a": 40}), SamplePlan(Method.SRS, 10)
    drawn = Counter(one.contact for seed in range(SEEDS) for one in draw(frame, plan, {}, f"seed {seed}"))

    # Of a fixed size, counts vary by (N − n)/(N − 1) less than independent ones would.
    excess = stats.chisquare([drawn[one.contact] for one in frame]).statistic * (40 - 1) / (40 - 10)
    assert 0.001 < stats.chi2(39).sf(excess) < 0.999


def test_over_many_seeds_a_stratum_draws_everybody_in_it_as_often() -> None:
    units = {"a": 30, "b": 12}
    frame, plan = people(units), SamplePlan(Method.STRATIFIED, 14, Strata.UNIT)
    drawn = Counter(one.contact for seed in range(SEEDS) for one in draw(frame, plan, units, f"seed {seed}"))

    for unit, n in (("a", 10), ("b", 4)):
        counts = [drawn[one.contact] for one in frame if one.unit == unit]
        size = units[unit]
        assert sum(counts) == SEEDS * n
        excess = stats.chisquare(counts).statistic * (size - 1) / (size - n)
        assert 0.001 < stats.chi2(size - 1).sf(excess) < 0.999


def test_the_shares_of_many_samples_spread_as_the_margin_says() -> None:
    frame, plan = people({"a": 200}), SamplePlan(Method.SRS, 50)
    is_yes = {one.contact for one in frame[:100]}
    shares = [
        sum(one.contact in is_yes for one in draw(frame, plan, {}, f"seed {seed}")) / 50
        for seed in range(SEEDS)
    ]
    sigma = sqrt(0.25 / 50 * (200 - 50) / (200 - 1))

    assert abs(np.mean(shares) - 0.5) < 4 * sigma / sqrt(SEEDS)
    assert 0.9 < float(np.std(shares)) / sigma < 1.1
