"""Who is chosen: reproducible by anybody with the frame, proportional, and worth what the forecast says."""

from collections import Counter
from datetime import timedelta
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.campaigns.dry_run import dry_run, margin_bp
from chalicelib.domain.satisfaction.campaigns.eligible import person_of
from chalicelib.domain.satisfaction.campaigns.frame import (
    Person,
    Served,
    ServedBrief,
    ShardFrame,
    frame_hash,
    seed_of,
)
from chalicelib.domain.satisfaction.campaigns.plan import Method, SamplePlan, Scope, Strata
from chalicelib.domain.satisfaction.campaigns.sampling import allocation, draw, place_of
from chalicelib.domain.satisfaction.contacts.contact import Mode
from chalicelib.domain.satisfaction.statistics.intervals import sample_size
from tests.factories.notices import MONDAY
from tests.factories.work_orders import rules_of

RULES = rules_of()


def people(units: dict[str, int]) -> list[Person]:
    return [
        Person(f"{unit}-{number:04d}", f"c_{number}", unit, "hall")
        for unit, size in units.items()
        for number in range(size)
    ]


def test_a_sample_is_the_lowest_of_the_seeds_order_whatever_order_the_frame_comes_in() -> None:
    frame = people({"a": 60, "b": 40})
    plan = SamplePlan(Method.SRS, 25)

    drawn = draw(frame, plan, {}, "seed")

    assert drawn == draw(reversed(frame), plan, {}, "seed")
    assert drawn == sorted(frame, key=lambda one: place_of("seed", one.contact))[:25]
    assert drawn != draw(frame, plan, {}, "another")


def test_a_stratified_sample_takes_of_each_stratum_its_share() -> None:
    units = {"a": 700, "b": 250, "c": 50}
    plan = SamplePlan(Method.STRATIFIED, 100, Strata.UNIT)

    drawn = draw(people(units), plan, units, "seed")

    assert Counter(one.unit for one in drawn) == {"a": 70, "b": 25, "c": 5}
    assert [place_of("seed", one.contact) for one in drawn] == sorted(
        place_of("seed", one.contact) for one in drawn
    )


@given(
    st.integers(0, 300),
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 200), min_size=1, max_size=8),
)
def test_an_allocation_adds_up_and_is_never_a_whole_person_off_its_share(
    n: int, strata: dict[str, int]
) -> None:
    given_out, total = allocation(n, strata), sum(strata.values())

    assert sum(given_out.values()) == min(n, total)
    for name, size in strata.items():
        share = Fraction(min(n, total) * size, total) if total else Fraction()
        assert abs(given_out[name] - share) < 1
        assert given_out[name] <= size


def test_nobody_is_drawn_of_a_census() -> None:
    assert draw(people({"a": 3}), SamplePlan(Method.CENSUS), {}, "seed") == []


def test_the_seed_follows_from_campaign_and_frame() -> None:
    frame = frame_hash((ShardFrame("0a", 3, 2), ShardFrame("", 0, 0)))

    assert seed_of("cp_1", frame) == seed_of("cp_1", frame)
    assert len({seed_of("cp_1", frame), seed_of("cp_2", frame), seed_of("cp_1", "0b")}) == 3


def brief(case: str, unit: str, days: int = 0, **flags: bool) -> ServedBrief:
    return ServedBrief(case, unit, f"hall-{unit}", MONDAY + timedelta(days=days), **flags)  # type: ignore[arg-type]


def test_one_person_of_four_cases_in_three_halls_is_asked_once_about_the_last() -> None:
    served = Served("0a", (brief("c1", "a"), brief("c2", "b", 3), brief("c3", "c", 1), brief("c4", "a", 2)))

    assert person_of(served, Scope(("2026-03",)), RULES) == (True, Person("0a", "c2", "b", "hall-b"))
    assert person_of(served, Scope(("2026-03",), units=("a",)), RULES) == (
        True,
        Person("0a", "c4", "a", "hall-a"),
    )
    assert person_of(served, Scope(("2026-03",), halls=("x",)), RULES) == (False, None)


@pytest.mark.parametrize("flag", ["has_objected", "is_minor"])
def test_who_objected_or_is_a_child_was_served_and_is_not_asked(flag: str) -> None:
    served = Served("0a", (brief("c1", "a"), brief("c2", "b", **{flag: True})))

    assert person_of(served, Scope(("2026-03",), units=("a",)), RULES) == (True, None)


def test_whose_number_stands_with_more_cases_in_one_month_than_a_person_has_is_an_intermediary() -> None:
    most = RULES.contact.agent_cases_per_month
    many = tuple(brief(f"c{number}", "a", number % 9) for number in range(most + 1))
    spread = tuple(brief(f"c{number}", "a", 31 * (number % 2)) for number in range(most + 1))

    assert person_of(Served("0a", many), Scope(("2026-03",)), RULES) == (True, None)
    assert person_of(Served("0a", spread), Scope(("2026-03", "2026-04")), RULES)[1] is not None


def test_who_left_no_number_was_served_and_is_not_asked() -> None:
    assert person_of(Served("", (brief("c1", "a"),)), Scope(("2026-03",)), RULES) == (True, None)


@pytest.mark.parametrize("population", [500, 2_000, 10_000, 100_000])
def test_the_margin_is_what_the_sample_size_was_asked_for(population: int) -> None:
    n = sample_size(population)
    expected = 10_000 * 1.96 * sqrt(0.25 / n * (population - n) / (population - 1))

    margin = margin_bp(n, population)

    assert margin is not None
    assert expected <= margin < expected + 1
    assert 495 <= margin <= 505


def test_a_forecast_counts_calls_texts_and_what_they_cost() -> None:
    forecast = dry_run(1_000, 100, Method.SRS, (Mode.CALL, Mode.SMS), 1, RULES)

    assert (forecast.calls, forecast.agent_hours) == (180, 15)
    assert (forecast.texts, forecast.segments, forecast.cost_fen) == (100, 100, 500)
    assert forecast.expected_answers == 35
    assert forecast.margin_bp == margin_bp(100, 1_000)


def test_a_census_has_no_margin_but_what_those_who_answer_have() -> None:
    forecast = dry_run(1_000, 1_000, Method.CENSUS, (Mode.CALL,), 1, RULES)

    assert (forecast.margin_bp, forecast.cost_fen) == (None, 0)
    assert forecast.expected_margin_bp == margin_bp(350, 1_000)
