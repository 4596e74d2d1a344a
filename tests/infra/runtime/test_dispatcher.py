"""Settling: what lies there is done before the timers look, so that one look sees what it made due."""

from datetime import timedelta

from tests.infra.runtime.fakes import send_call
from tests.infra.runtime.test_clock_moves import QUEUES, House


def test_what_waits_in_a_queue_is_done_before_the_timers_look_for_what_it_made_due() -> None:
    house = House()
    first, second = QUEUES
    looked: list[int] = []
    own = house.dispatcher.run_timers
    house.dispatcher.run_timers = lambda: (looked.append(len(house.ran)), own())[1]
    house.follow_ups["a"] = (second, "b", timedelta())
    house.queues.answer(send_call(first, "a", dedup="a"), lambda _: {})

    delivered = house.dispatcher.settle()

    assert [body for _, body, _ in house.ran] == ["a", "b"]
    assert delivered == 2
    assert looked == [1, 2]
