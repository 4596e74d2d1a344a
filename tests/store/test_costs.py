from datetime import datetime, timedelta

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.paging import PageRequest
from chalicelib.store import keys
from chalicelib.store.reading import DueIndex
from chalicelib.store.unit_of_work import UnitOfWork
from chalicelib.usecases.ports import Once
from infra.local.capacity import Usage, meter
from tests.factories.notices import MONDAY, NOTICE_NO
from tests.store.shop import FakeSealing, Shop, put_quote, touch
from tests.store.test_reading import publish

CLOSES_AT = MONDAY + timedelta(minutes=10)


def calls(usage: Usage) -> dict[str, int]:
    return {name: tally.calls for name, tally in usage.by_operation.items()}


def test_a_command_is_one_read_and_one_transaction(shop: Shop) -> None:
    publish(shop)

    with meter() as usage:
        shop.transact(lambda uow, _: touch(uow))

    assert calls(usage) == {"GetItem": 1, "TransactWriteItems": 1}


def test_a_key_costs_a_command_no_call(shop: Shop) -> None:
    publish(shop)
    once = Once("owner-agent", "key-1", "body-1")

    def replay(uow: UnitOfWork, ref: str) -> Notice:
        return uow.notices.load(ref)

    with meter() as usage:
        shop.transact(lambda uow, _: touch(uow), once=once, ref=lambda notice: notice.id, replay=replay)

    assert calls(usage) == {"GetItem": 1, "TransactWriteItems": 1}


def test_a_quote_in_the_store_is_one_read_and_one_transaction_of_three_items(shop: Shop) -> None:
    shop.transact(lambda uow, _: uow.gates.open("n_1", CLOSES_AT))

    with meter() as usage:
        put_quote(shop, "n_1", "A1")

    assert calls(usage) == {"GetItem": 1, "TransactWriteItems": 1}
    quote, entry, its_day, gate = 2, 2, 1, 2
    assert usage.by_operation["TransactWriteItems"].wcu == quote + entry + its_day + gate


def test_a_public_notice_page_is_two_calls_and_at_most_six_units(shop: Shop) -> None:
    publish(shop)

    with meter() as usage:
        shop.queries.notice_by_number(NOTICE_NO)

    assert calls(usage) == {"GetItem": 1, "BatchGetItem": 1}
    assert usage.rcu <= 6


def test_a_public_draw_page_is_two_calls_and_at_most_six_units_with_a_thousand_quotes(shop: Shop) -> None:
    publish(shop)
    sealing = FakeSealing()
    ids = [f"91{int(sealing.slot('', str(number))[:12], 16):016d}" for number in range(1000)]

    def attempt(uow: UnitOfWork, _: datetime) -> None:
        uow.publish_draw(NOTICE_NO, {"status": "drawn", "ids": sorted(ids), "order": ids})

    shop.transact(attempt)
    with meter() as usage:
        record = shop.queries.draw(NOTICE_NO)[1]

    assert record["order"] == ids
    assert calls(usage) == {"BatchGetItem": 2}
    assert usage.rcu <= 6


def test_looking_for_due_work_is_one_query_a_shard(shop: Shop) -> None:
    publish(shop)

    with meter() as usage:
        list(DueIndex(shop.tables).overdue("opening", CLOSES_AT + timedelta(days=30)))

    assert calls(usage) == {"Query": keys.DUE_SHARDS}


def test_a_list_knows_its_generation_for_half_a_minute(shop: Shop) -> None:
    lists = shop.lists

    with meter() as usage:
        for _ in range(3):
            lists.page("notices", "all", PageRequest(20))

    assert calls(usage) == {"GetItem": 1, "Query": 3}
