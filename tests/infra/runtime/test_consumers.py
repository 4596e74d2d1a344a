import threading

from infra.local.consumers import QueueConsumer, StreamConsumer
from infra.local.dispatcher import Dispatcher
from infra.local.fifo_queues import FifoQueues
from tests.infra.runtime.fakes import REGION, START, ListFeed, Now, Recorder, send_call

QUEUE = "market-lifecycle.fifo"


def no_pause(_seconds):
    """Tests do not wait."""


def stream(handler, count):
    return StreamConsumer("projector", handler, ListFeed(count), no_pause)


def drain(consumer):
    steps = 0
    while consumer.step():
        steps += 1
        assert steps < 1_000
    return steps


def seen_alone(handler):
    return {batch[0] for batch in handler.batches if len(batch) == 1}


def queue_with(bodies, handler):
    queues = FifoQueues(Now())
    queues.create(QUEUE)
    for body in bodies:
        queues.answer(send_call(QUEUE, body, dedup=body), lambda _: {})
    consumer = QueueConsumer(QUEUE, handler, queues, region=REGION, batch_size=10, pause=no_pause)
    return queues, consumer


def test_stream_records_come_in_order_a_hundred_at_a_time():
    handler = Recorder()

    drain(stream(handler, 250))

    assert [len(batch) for batch in handler.batches] == [100, 100, 50]
    assert [each for batch in handler.batches for each in batch] == [str(n) for n in range(1, 251)]


def test_a_partly_failed_batch_goes_on_at_the_failed_record():
    handler = Recorder(bad={"3"})
    consumer = stream(handler, 5)

    consumer.step()
    handler.bad.clear()
    drain(consumer)

    assert handler.batches == [["1", "2", "3", "4", "5"], ["3", "4", "5"]]


def test_one_bad_record_in_a_batch_that_fails_whole_is_isolated_and_buried():
    handler = Recorder(bad={"77"}, explode=True)
    consumer = stream(handler, 200)

    drain(consumer)

    assert [record.event_id for record in consumer.buried] == ["e77"]
    assert "77" in seen_alone(handler)
    delivered = {each for batch in handler.batches if "77" not in batch for each in batch}
    assert delivered == {str(n) for n in range(1, 201)} - {"77"}


def test_a_record_that_fails_once_is_not_lost():
    handler = Recorder(bad={"1"}, explode=True)
    consumer = stream(handler, 1)
    consumer.step()

    handler.bad.clear()
    drain(consumer)

    assert consumer.buried == []
    assert handler.batches[-1] == ["1"]


def test_queue_messages_come_ten_at_a_time_and_leave_when_done():
    handler = Recorder()
    queues, consumer = queue_with([str(n) for n in range(12)], handler)

    drain(consumer)

    assert [len(batch) for batch in handler.batches] == [10, 2]
    assert queues.waiting() == 0


def test_a_failed_message_is_repeated_with_all_behind_it_and_none_before_it():
    handler = Recorder(bad={"b"})
    _, consumer = queue_with(["a", "b", "c"], handler)

    consumer.step()
    handler.bad.clear()
    drain(consumer)

    assert handler.batches == [["a", "b", "c"], ["b", "c"]]


def test_a_worker_that_raises_loses_nothing_and_does_not_loop_for_ever():
    handler = Recorder(bad={"a"}, explode=True)
    queues, consumer = queue_with(["a"], handler)

    drain(consumer)

    assert [letter.body for letter in queues.dead_letters()] == ["a"]


def test_a_queue_event_has_the_shape_lambda_sends():
    events = []
    _, consumer = queue_with(["{}"], lambda event, _context: events.append(event))

    drain(consumer)

    (record,) = events[0]["Records"]
    assert record["eventSource"] == "aws:sqs"
    assert record["eventSourceARN"].endswith(f":{QUEUE}")
    assert record["attributes"]["MessageGroupId"] == "g"
    assert record["attributes"]["ApproximateReceiveCount"] == "1"


def test_draining_goes_on_until_what_handlers_start_is_done_too():
    second = Recorder()
    queues, consumer = queue_with([], second)

    def starts_another(_event, _context):
        queues.answer(send_call(QUEUE, "made"), lambda _: {})

    first = stream(starts_another, 1)
    dispatcher = Dispatcher([consumer, first], lambda *_: None, region=REGION, product_now=lambda: START)

    delivered = dispatcher.drain()

    assert second.batches == [["made"]]
    assert delivered == 2


def test_the_thread_delivers_after_a_wake_and_outlives_a_feed_that_fails():
    done = threading.Event()

    class Weather:
        storms = 1

        def step(self):
            if self.storms:
                self.storms -= 1
                raise ConnectionError("endpoint down")
            done.set()
            return 0

    dispatcher = Dispatcher([Weather()], lambda *_: None, region=REGION, product_now=lambda: START)
    dispatcher.start()
    try:
        dispatcher.wake()
        assert done.wait(timeout=10)
    finally:
        dispatcher.stop()
    assert not dispatcher.is_running
