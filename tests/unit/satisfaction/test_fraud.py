"""Signals flag praise and blame by one rule (evaluation.md §7.15)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.satisfaction.codes.channels import Channel, SubChannel
from chalicelib.domain.satisfaction.codes.levels import Level
from chalicelib.domain.satisfaction.fraud import (
    Finding,
    RatingFacts,
    Signal,
    failing_numbers,
    rating_signals,
    share_jumps,
)
from chalicelib.kernel.clock import CHINA
from tests.factories.work_orders import rules_of

RULES = rules_of()
NOON = datetime(2026, 11, 20, 12, tzinfo=CHINA)


def facts(rating: str = "r1", **given: Any) -> RatingFacts:
    """An innocent rating on the phone."""
    return RatingFacts(
        **{
            "rating": rating,
            "level": Level.SATISFIED,
            "submitted_at": NOON,
            "channel": Channel.MOBILE,
            "page_ms": 20_000,
            **given,
        }
    )


def found(*ratings: RatingFacts) -> list[tuple[str, Signal]]:
    return [(each.about, each.signal) for each in rating_signals(ratings, RULES.fraud, RULES.contact)]


MANY = st.lists(
    st.builds(
        facts,
        rating=st.uuids().map(str),
        level=st.sampled_from(Level),
        submitted_at=st.sampled_from([NOON, NOON + timedelta(days=1)]),
        channel=st.sampled_from(Channel),
        device=st.sampled_from([None, "d1", "d2"]),
        person=st.sampled_from([None, "p1", "p2", "p3"]),
        is_staff_network=st.booleans(),
        page_ms=st.sampled_from([None, 2_999, 3_000]),
        text=st.sampled_from(["", " ", "很好", "太慢了"]),
        ticket_closed_at=st.sampled_from([None, NOON - timedelta(minutes=10), NOON - timedelta(minutes=11)]),
        phone_cases=st.integers(4, 7),
    ),
    max_size=12,
)
FIVE = st.tuples(*[st.integers(0, 60)] * 5)


@given(MANY)
def test_fives_and_ones_are_flagged_alike(ratings: list[RatingFacts]) -> None:
    swapped = [replace(one, level=Level(6 - one.level)) for one in ratings]

    assert found(*swapped) == found(*ratings)


@given(FIVE, FIVE)
def test_a_jump_of_blame_is_a_jump_like_one_of_praise(
    before: tuple[int, int, int, int, int], now: tuple[int, int, int, int, int]
) -> None:
    jumps = share_jumps(before, now, 3)
    swapped = share_jumps(before[::-1], now[::-1], 3)  # type: ignore[arg-type]

    assert {6 - level for level in swapped} == set(jumps)
    assert bool(swapped) is bool(jumps)


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_of_the_ratings_flags_nobody(ratings: list[RatingFacts], chance: Any) -> None:
    shuffled = list(ratings)
    chance.shuffle(shuffled)

    assert sorted(found(*shuffled)) == sorted(found(*ratings))


def test_three_persons_of_one_device_in_a_day_are_flagged_and_two_are_not() -> None:
    three = [facts(f"r{n}", device="d", person=f"p{n}") for n in range(3)]

    assert found(*three) == [(f"r{n}", Signal.DEVICE_PER_DAY) for n in range(3)]
    assert found(*three[:2]) == []
    assert found(*three[:2], replace(three[2], submitted_at=NOON + timedelta(hours=12))) == []
    assert found(*(replace(one, person="p") for one in three)) == []


def test_a_tablet_of_the_hall_is_there_for_everybody() -> None:
    assert found(*(facts(f"r{n}", device="d", channel=Channel.HALL_TABLET) for n in range(9))) == []


def test_quick_is_a_signal_only_with_somebody_elses_text() -> None:
    quick, other = facts("r1", page_ms=2_999, text="很好"), facts("r2", text="很好 ")

    assert found(quick, other) == [("r1", Signal.QUICK_SAME_TEXT)]
    assert found(quick) == []
    assert found(replace(quick, page_ms=3_000), other) == []
    assert found(replace(quick, text=""), replace(other, text="")) == []
    assert found(replace(quick, person="p"), replace(other, person="p")) == []


def test_late_at_the_window_is_more_than_ten_minutes_after_the_ticket() -> None:
    at_ten = facts(channel=Channel.HALL_TABLET, ticket_closed_at=NOON - timedelta(minutes=10))
    later = replace(at_ten, submitted_at=NOON + timedelta(seconds=1))

    assert found(at_ten) == []
    assert rating_signals([later], RULES.fraud, RULES.contact) == (
        Finding("r1", Signal.LATE_AT_WINDOW, 601, 600),
    )
    assert found(replace(later, channel=Channel.SMS)) == []
    assert found(replace(later, channel=Channel.HALL_TERMINAL, sub_channel=SubChannel.PAPER_FORM)) == []


def test_a_staff_network_and_a_phone_on_more_than_five_cases_are_signals() -> None:
    assert found(facts(is_staff_network=True)) == [("r1", Signal.STAFF_NETWORK)]
    assert found(facts(phone_cases=5)) == []
    assert found(facts(phone_cases=6)) == [("r1", Signal.INTERMEDIARY_PHONE)]


@pytest.mark.parametrize(
    ("before", "now", "jumps"),
    [
        ((0, 0, 0, 50, 50), (0, 0, 0, 0, 100), (Level.VERY_SATISFIED,)),
        ((0, 0, 0, 50, 50), (0, 0, 0, 45, 55), ()),
        ((0, 0, 0, 0, 0), (0, 0, 0, 0, 100), ()),
        ((0, 0, 0, 0, 100), (0, 0, 0, 100, 0), ()),
        ((0, 0, 0, 0, 100), (50, 0, 0, 0, 50), (Level.VERY_DISSATISFIED,)),
        ((0, 0, 0, 1, 0), (0, 0, 0, 0, 3), ()),
    ],
)
def test_a_jump_is_more_than_chance(before: Any, now: Any, jumps: tuple[Level, ...]) -> None:
    assert share_jumps(before, now, 3) == jumps


def test_a_unit_is_audited_above_a_twentieth_of_failing_numbers_not_at_it() -> None:
    assert failing_numbers("u", 5, 100, RULES.fraud) is None
    assert failing_numbers("u", 6, 100, RULES.fraud) == Finding("u", Signal.FAILING_NUMBERS, 6, 5)
    assert failing_numbers("u", 0, 0, RULES.fraud) is None
    with pytest.raises(ValueError, match="no share"):
        failing_numbers("u", 2, 1, RULES.fraud)
