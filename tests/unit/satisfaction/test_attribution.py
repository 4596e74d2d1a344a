"""A clerk answers for what clerks do, and sees no one's rating alone (evaluation.md §8.8)."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.attribution import (
    ClerkGroup,
    Said,
    clerk_column,
    clerk_figure,
    clerk_groups,
    is_about_staff,
    read_clerk,
)
from chalicelib.domain.satisfaction.codes.indicators import parse_indicators
from chalicelib.gateways.profiles import FOLDER
from tests.factories.work_orders import rules_of


def shipped(name: str) -> Any:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


INDICATORS, RULES = parse_indicators(shipped("INDICATORS-1")), rules_of().statistics
DAY = date(2026, 11, 2)
ACTIVE = sorted(code for code, each in INDICATORS.by_code.items() if each.is_active)
STAFF = {"517", "413", "314", "213", "214", "115"}


MANY = st.lists(
    st.builds(
        lambda codes, days, level, count: Said(DAY + timedelta(days=days), level, tuple(codes), count),
        st.lists(st.sampled_from(ACTIVE), min_size=1, max_size=3, unique=True),
        st.integers(0, 20),
        st.integers(1, 5),
        st.integers(1, 4),
    ),
    max_size=40,
)


def said(*codes: str, level: int = 5, on: date = DAY, count: int = 1) -> Said:
    return Said(on, level, codes, count)


def seen(given: list[Said], days: int) -> tuple[ClerkGroup, ...]:
    return clerk_groups(given, INDICATORS, DAY + timedelta(days=days), RULES)


@given(MANY)
def test_process_and_system_never_count_for_a_clerk(given: list[Said]) -> None:
    about = [one for one in given if STAFF & set(one.indicators)]

    assert [one for one in given if is_about_staff(one.indicators, INDICATORS)] == about
    assert seen(given, 60) == seen(about, 60)


@given(MANY, st.integers(0, 30), st.integers(0, 10), MANY)
def test_what_a_clerk_has_seen_never_changes_whatever_comes_in_later(
    given: list[Said], days: int, more: int, imported: list[Said]
) -> None:
    """An import brings ratings that are older than those seen; it is their day here that orders them."""
    on = DAY + timedelta(days=days)
    later_on = [Said(max(on, one.on), one.level, one.indicators, one.count) for one in imported]
    earlier = seen([one for one in given if one.on < on], days)

    later = seen([*(one for one in given if one.on < on), *later_on], days + more)

    assert later[: len(earlier)] == earlier
    assert all(sum(group.levels) >= 5 for group in later)


@given(MANY, st.integers(0, 30))
def test_nothing_of_the_last_seven_days_is_seen(given: list[Said], days: int) -> None:
    old = [one for one in given if (DAY + timedelta(days=days) - one.on).days >= 7]

    assert seen(given, days) == seen(old, days)


def test_five_ratings_are_seen_after_seven_days_and_four_are_not() -> None:
    five = [said("115", "113", level=1, count=5)]

    assert seen(five, 6) == ()
    assert seen([said("115", "113", level=1, count=4)], 7) == ()
    (group,) = seen(five, 7)
    assert (group.levels, dict(group.indicators), group.mean) == (
        (5, 0, 0, 0, 0),
        {"115": 5},
        Decimal("1.00"),
    )


@given(MANY)
def test_what_is_counted_is_read_back(given: list[Said]) -> None:
    figures: dict[str, Counter[str]] = {}
    for one in given:
        column = clerk_column(one.on.day, one.level, one.indicators)
        figures.setdefault(clerk_figure("W-1", one.on.month), Counter())[column] += one.count

    assert clerk_groups(read_clerk(figures, 2026), INDICATORS, DAY + timedelta(days=60), RULES) == seen(
        given, 60
    )


def test_groups_of_nobody_are_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        clerk_groups([], INDICATORS, DAY, replace(RULES, clerk_group_minimum=0))
