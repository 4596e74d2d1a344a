"""Instants are UTC milliseconds, written so that text sorts as time does."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.kernel.clock import CHINA, SystemClock, format_instant, parse_instant, to_milliseconds

instants = st.integers(0, 2**47).map(lambda n: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=n))


@given(instants)
def test_a_written_instant_reads_back_the_same(at: datetime) -> None:
    assert parse_instant(format_instant(at)) == at


@given(instants, instants)
def test_instants_sort_as_their_text_does(one: datetime, other: datetime) -> None:
    assert (one < other) == (format_instant(one) < format_instant(other))


def test_an_instant_is_cut_and_never_rounded_up_past_a_deadline() -> None:
    at = datetime(2026, 1, 5, 9, 29, 59, 999_999, tzinfo=UTC)

    assert to_milliseconds(at) == datetime(2026, 1, 5, 9, 29, 59, 999_000, tzinfo=UTC)
    assert format_instant(at) == "2026-01-05T09:29:59.999Z"


def test_an_instant_may_be_given_in_any_zone_and_is_read_into_utc() -> None:
    at = parse_instant("2026-01-05T17:30:00+08:00")

    assert at == datetime(2026, 1, 5, 17, 30, tzinfo=CHINA)
    assert at.tzinfo is UTC


@pytest.mark.parametrize("text", ["2026-01-05T17:30:00", "2026-01-05", "tomorrow", ""])
def test_an_instant_without_a_zone_or_sense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_instant(text)


def test_the_deployed_clock_has_one_time_in_whole_milliseconds() -> None:
    clock = SystemClock()

    product, wall = clock.product_now(), clock.wall_now()

    assert product.tzinfo is UTC
    assert product.microsecond % 1000 == 0
    assert timedelta(0) <= wall - product < timedelta(minutes=1)
