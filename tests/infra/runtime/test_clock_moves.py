from datetime import timedelta

import pytest

from infra.local.clock import BackwardsError, MovableClock
from infra.local.clock_moves import ClockMoves
from infra.local.consumers import QueueConsumer
from infra.local.dispatcher import Dispatcher
from infra.local.fifo_queues import FifoQueues
from tests.infra.runtime.fakes import REGION, START, FakeDue, send_call

QUEUES = ("opening", "drawing")
HOUR = timedelta(hours=1)


class House:
    """Timers that enqueue what is due and workers that note when they ran."""

    def __init__(self):
        self.clock = MovableClock(START, ticking=False)
        self.due = FakeDue()
        self.ran = []
        self.stuck = set()
        self.follow_ups = {}
        self.swept = []
        self.queues = FifoQueues(self.clock.product_now)
        for queue in QUEUES:
            self.queues.create(queue)
        consumers = [
            QueueConsumer(queue, self._worker(queue), self.queues, region=REGION, batch_size=1)
            for queue in QUEUES
        ]
        self.dispatcher = Dispatcher(
            consumers, self._timers, region=REGION, product_now=self.clock.product_now
        )
        self.moves = ClockMoves(
            self.clock, self.dispatcher, lambda: self.due, lambda at: self.swept.append(at) or 0, QUEUES
        )

    def _timers(self, _event, _context):
        for queue in QUEUES:
            for item in list(self.due.overdue(queue, self.clock.product_now())):
                call = send_call(queue, item.identifier, dedup=f"{item.identifier}#{item.due_at}")
                self.queues.answer(call, lambda _: {})

    def _worker(self, queue):
        def work(event, _context):
            for record in event["Records"]:
                self.ran.append((queue, record["body"], self.clock.product_now()))
                if record["body"] in self.follow_ups:
                    queue_after, name, later = self.follow_ups[record["body"]]
                    self.due.add(queue_after, self.clock.product_now() + later, name)
                if record["body"] not in self.stuck:
                    self.due.items = [item for item in self.due.items if item.identifier != record["body"]]

        return work


def test_everything_due_on_the_way_happens_at_its_own_instant_in_order():
    house = House()
    house.due.add("drawing", START + 2 * HOUR, "second")
    house.due.add("opening", START + HOUR, "first")
    house.due.add("opening", START + 9 * HOUR, "beyond")

    fired = house.moves.move_to(START + 3 * HOUR)

    assert house.ran == [("opening", "first", START + HOUR), ("drawing", "second", START + 2 * HOUR)]
    assert fired == 2
    assert house.clock.product_now() == START + 3 * HOUR


def test_what_a_worker_makes_due_meanwhile_happens_too():
    house = House()
    house.due.add("opening", START + HOUR, "first")
    house.follow_ups["first"] = ("drawing", "follow-up", HOUR)

    house.moves.move_to(START + 5 * HOUR)

    assert ("drawing", "follow-up", START + 2 * HOUR) in house.ran


def test_something_that_stays_due_does_not_hold_up_the_rest():
    house = House()
    house.stuck.add("waits")
    house.due.add("opening", START + HOUR, "waits")
    house.due.add("opening", START + 2 * HOUR, "goes")

    house.moves.move_to(START + 3 * HOUR)

    assert ("opening", "goes", START + 2 * HOUR) in house.ran


def test_overdue_work_is_done_before_the_clock_moves():
    house = House()
    house.due.add("opening", START - HOUR, "late")

    house.moves.move_to(START + HOUR)

    assert house.ran == [("opening", "late", START)]


def test_an_instant_that_has_passed_is_refused_and_nothing_runs():
    house = House()
    house.due.add("opening", START, "now")

    with pytest.raises(BackwardsError):
        house.moves.move_to(START - timedelta(milliseconds=1))

    assert house.ran == []


def test_expired_rows_go_by_product_time():
    house = House()

    house.moves.move_to(START + HOUR)

    assert house.swept == [START + HOUR]


def test_the_next_due_instant_is_the_earliest_of_all_queues():
    house = House()
    house.due.add("opening", START + 3 * HOUR)
    house.due.add("drawing", START + 2 * HOUR)

    assert house.moves.next_due() == START + 2 * HOUR
    assert house.moves.next_due(until=START + HOUR) is None
