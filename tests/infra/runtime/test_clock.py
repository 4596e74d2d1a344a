from datetime import UTC, datetime, timedelta

import pytest

from infra.local.clock import BackwardsError, MovableClock

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


class Wall:
    def __init__(self):
        self.now = datetime(2026, 11, 23, tzinfo=UTC)

    def wall_now(self):
        return self.now

    product_now = wall_now


def test_product_time_passes_with_the_walls():
    wall = Wall()
    clock = MovableClock(START, wall=wall)

    wall.now += timedelta(seconds=5)

    assert clock.product_now() == START + timedelta(seconds=5)
    assert clock.wall_now() == wall.now


def test_product_time_starts_at_the_walls_when_nothing_else_is_said():
    wall = Wall()

    assert MovableClock(wall=wall).product_now() == wall.now


def test_a_clock_that_does_not_tick_stands_between_moves():
    wall = Wall()
    clock = MovableClock(START, ticking=False, wall=wall)

    wall.now += timedelta(hours=1)

    assert clock.product_now() == START


def test_going_back_by_a_millisecond_is_refused():
    clock = MovableClock(START, ticking=False)

    with pytest.raises(BackwardsError):
        clock.advance_to(START - timedelta(milliseconds=1))

    assert clock.product_now() == START


def test_a_wall_clock_put_back_does_not_take_product_time_with_it():
    wall = Wall()
    clock = MovableClock(START, wall=wall)
    wall.now += timedelta(seconds=5)
    seen = clock.product_now()

    wall.now -= timedelta(hours=1)

    assert clock.product_now() == seen


def test_instants_have_whole_milliseconds():
    clock = MovableClock(START + timedelta(microseconds=1999), ticking=False)

    assert clock.product_now() == START + timedelta(milliseconds=1)


def test_reaching_an_instant_that_ticked_by_is_no_step_back():
    clock = MovableClock(START, ticking=False)

    clock.reach(START - timedelta(seconds=1))

    assert clock.product_now() == START
