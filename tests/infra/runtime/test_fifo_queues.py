from datetime import timedelta

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from infra.local.calls import Call
from infra.local.fifo_queues import MAX_RECEIVES, FifoQueues
from tests.infra.runtime.fakes import Now, send_call

QUEUE = "market-opening.fifo"


@pytest.fixture
def now():
    return Now()


@pytest.fixture
def queues(now):
    made = FifoQueues(now)
    made.create(QUEUE)
    return made


def send(queues, body="{}", dedup="d", group="g", **more):
    return queues.answer(send_call(QUEUE, body, group, dedup, **more), lambda _: {"passed": "on"})


def bodies(queues):
    return [message.body for message in queues.receive(QUEUE, 10)]


def test_messages_come_out_in_the_order_they_went_in(queues):
    for number in range(3):
        send(queues, body=str(number), dedup=str(number))

    assert bodies(queues) == ["0", "1", "2"]


def test_the_same_deduplication_id_within_five_minutes_is_one_message_even_after_its_delivery(queues, now):
    send(queues)
    batch = queues.receive(QUEUE, 10)
    queues.finish(QUEUE, batch, ())
    now.pass_(timedelta(minutes=5) - timedelta(milliseconds=1))

    send(queues)

    assert bodies(queues) == []


def test_five_minutes_of_product_time_later_it_is_a_new_message(queues, now):
    send(queues)
    queues.finish(QUEUE, queues.receive(QUEUE, 10), ())
    now.pass_(timedelta(minutes=5))

    send(queues)

    assert bodies(queues) == ["{}"]


def test_a_failed_message_stays_first_in_its_queue(queues):
    send(queues, body="a", dedup="a")
    send(queues, body="b", dedup="b")
    batch = queues.receive(QUEUE, 1)

    queues.finish(QUEUE, batch, [batch[0].id])

    assert bodies(queues) == ["a", "b"]


def test_a_message_that_always_fails_becomes_a_dead_letter(queues):
    send(queues, body="poison")
    for _ in range(MAX_RECEIVES):
        batch = queues.receive(QUEUE, 1)
        queues.finish(QUEUE, batch, [batch[0].id])

    assert bodies(queues) == []
    assert [letter.body for letter in queues.dead_letters()] == ["poison"]


def test_a_send_without_a_group_is_refused_as_by_sqs(queues):
    with pytest.raises(ClientError, match="MissingParameter"):
        send(queues, MessageGroupId=None)


def test_a_send_to_an_unknown_queue_is_refused(queues):
    with pytest.raises(ClientError, match="NonExistentQueue"):
        send(queues, QueueUrl="https://sqs/nowhere.fifo")


def test_a_call_the_sdk_would_not_send_is_refused(queues):
    with pytest.raises(ParamValidationError):
        send(queues, body=7)


def test_calls_of_other_services_pass(queues):
    call = Call(send_call(QUEUE).client, "kms", "Encrypt", {})

    assert queues.answer(call, lambda _: {"passed": "on"}) == {"passed": "on"}
