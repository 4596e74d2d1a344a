"""A clerk answers for what clerks do, and sees no one's rating alone (evaluation.md §8.8)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.attribution import StaffRating, attributed, clerk_groups
from chalicelib.domain.satisfaction.codes.indicators import parse_indicators
from chalicelib.gateways.profiles import FOLDER
from tests.factories.work_orders import rules_of


def shipped(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


INDICATORS, RULES = parse_indicators(shipped("INDICATORS-1")), rules_of().statistics
DAY = date(2026, 11, 2)
ACTIVE = sorted(code for code, each in INDICATORS.by_code.items() if each.is_active)
STAFF = {"517", "413", "314", "213", "214", "115"}


def rating(place: int, *codes: str, level: int = 5, on: date = DAY, staff: str = "s1") -> StaffRating:
    return StaffRating(f"r{place:03}", staff, level, codes, on)


MANY = st.lists(
    st.tuples(st.lists(st.sampled_from(ACTIVE), max_size=3), st.integers(0, 20), st.integers(1, 5)),
    max_size=40,
).map(
    lambda rows: [
        rating(place, *codes, level=level, on=DAY + timedelta(days=days))
        for place, (codes, days, level) in enumerate(rows)
    ]
)


def seen(ratings: list[StaffRating], days: int) -> tuple[Any, ...]:
    return clerk_groups(ratings, "s1", INDICATORS, DAY + timedelta(days=days), RULES)


@given(MANY)
def test_process_and_system_never_count_for_a_clerk(ratings: list[StaffRating]) -> None:
    counted = attributed(ratings, "s1", INDICATORS)

    assert list(counted) == [one for one in ratings if STAFF & set(one.indicators)]


@given(MANY, st.integers(0, 30), st.integers(0, 10))
def test_what_a_clerk_has_seen_never_changes_by_one(ratings: list[StaffRating], days: int, more: int) -> None:
    earlier, later = seen(ratings, days), seen(ratings, days + more)

    assert later[: len(earlier)] == earlier
    assert all(sum(group.levels) == 5 for group in later)


@given(MANY, st.integers(0, 30))
def test_nothing_of_the_last_seven_days_is_seen(ratings: list[StaffRating], days: int) -> None:
    old = [one for one in ratings if (DAY + timedelta(days=days) - one.on).days >= 7]

    assert seen(ratings, days) == seen(old, days)


def test_five_ratings_are_seen_after_seven_days_and_four_are_not() -> None:
    five = [rating(place, "115", "113", level=1) for place in range(5)]

    assert seen(five, 6) == ()
    assert seen(five[:4], 7) == ()
    (group,) = seen(five, 7)
    assert (group.levels, dict(group.indicators), group.mean) == (
        (5, 0, 0, 0, 0),
        {"115": 5},
        Decimal("1.00"),
    )


def test_a_clerk_sees_only_own_ratings() -> None:
    assert seen([rating(place, "517", staff="s2") for place in range(9)], 30) == ()


def test_groups_of_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        clerk_groups([], "s1", INDICATORS, DAY, replace(RULES, clerk_group_minimum=0))
