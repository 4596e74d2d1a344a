"""Instants, periods, money and rates as people read them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from chalicelib.kernel.clock import CHINA
from chalicelib.web import formats

MIDNIGHT = datetime(2026, 11, 30, 0, 0, tzinfo=CHINA)


def test_a_deadline_at_midnight_is_shown_as_24_00_of_the_day_that_ends() -> None:
    assert formats.deadline(MIDNIGHT) == "2026年11月29日 24:00"
    assert formats.deadline(MIDNIGHT, "en") == "29 November 2026 24:00"


def test_something_that_happened_at_midnight_is_shown_on_its_own_day() -> None:
    assert formats.instant(MIDNIGHT) == "2026年11月30日 00:00"


def test_instants_are_shown_in_the_legal_time_of_china_wherever_they_come_from() -> None:
    assert formats.instant(datetime(2025, 12, 31, 16, 30, tzinfo=UTC)) == "2026年1月1日 00:30"


def test_a_receipt_shows_milliseconds() -> None:
    assert (
        formats.exact_instant(datetime(2026, 1, 5, 17, 29, 59, 999000, tzinfo=CHINA))
        == "2026年1月5日 17:29:59.999"
    )


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=2, hours=3, minutes=59), "还剩 2 天 3 小时"),
        (timedelta(hours=23, minutes=59, seconds=59), "还剩 23 小时 59 分"),
        (timedelta(minutes=1), "还剩 1 分"),
        (timedelta(milliseconds=1), "还剩不到 1 分钟"),
        (timedelta(0), "已截止"),
        (timedelta(days=-3), "已截止"),
    ],
)
def test_a_countdown_names_the_two_largest_units_and_is_over_at_the_deadline_itself(
    left: timedelta, text: str
) -> None:
    assert formats.countdown(MIDNIGHT + left, MIDNIGHT) == text


@pytest.mark.parametrize(
    ("rate_bp", "text"),
    [(0, "0%"), (1, "0.01%"), (50, "0.5%"), (1250, "12.5%"), (10_000, "100%"), (-5, "-0.05%")],
)
def test_basis_points_are_shown_as_per_cent_without_digits_that_say_nothing(rate_bp: int, text: str) -> None:
    assert formats.percent(rate_bp) == text


def test_money_carries_its_unit_in_both_languages() -> None:
    assert (formats.money(1_200_050), formats.money(1_200_050, "en")) == ("12,000.50 元", "12,000.50 yuan")


def test_figures_are_read_by_the_unit_in_their_name() -> None:
    figures = {
        "floor_fen": 5,
        "rate_bp": 50,
        "closes_at": "2026-11-29T16:00:00.000Z",
        "on_on": "2026-11-30",
        "n": 3,
    }

    assert formats.readable_figures(figures) == {
        "floor_fen": "0.05 元",
        "rate_bp": "0.5%",
        "closes_at": "2026年11月29日 24:00",
        "on_on": formats.day(date(2026, 11, 30)),
        "n": 3,
    }
