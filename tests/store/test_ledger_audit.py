from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.domain import digests
from chalicelib.domain.ledger import Fault, Finding, head_of, verify_chain
from chalicelib.kernel.errors import NotFound
from chalicelib.store import keys
from chalicelib.usecases.audit_day import audit_day
from chalicelib.usecases.audit_ports import Audit
from chalicelib.usecases.close_day import close_days, pages_of
from infra.local.capacity import meter
from tests.factories.notices import MONDAY
from tests.store.shop import PREFIX, Shop, at_once, insist, touch, utc
from tests.store.weather import Weather

DAY = date(2026, 3, 9)
NEXT_MORNING = utc(2026, 3, 9, 16, 15)
"""A quarter past midnight in China."""

LEDGER = f"{PREFIX}-ledger"


@pytest.fixture
def audit(shop: Shop) -> Audit:
    return Audit(shop.days, shop.pages)


@pytest.fixture
def day(shop: Shop, audit: Audit) -> Shop:
    """A day on which three notices changed, closed the next morning."""
    for name in ("n_1", "n_2", "n_3"):
        shop.add_notice(name)
    for step in range(3):
        shop.transact(lambda uow, _, n=step: touch(uow, step=n))
    close_days(audit, NEXT_MORNING)
    return shop


def key(place: int, name: str = "n_1") -> dict[str, Any]:
    return {"pk": {"S": f"NOTICE#{name}"}, "sk": {"S": keys.sequence(place)}}


def alter(client: Any, place: int, **texts: str) -> None:
    names = {f"#{name}": name for name in texts}
    client.update_item(
        TableName=LEDGER,
        Key=key(place),
        UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in texts),
        ExpressionAttributeNames=names,
        ExpressionAttributeValues={f":{name}": {"S": text} for name, text in texts.items()},
    )


def add_extra(client: Any, shop: Shop, place: int = 5, **changes: Any) -> None:
    """Put an entry that fits the chain behind its head, as a forger with the table in his hands would."""
    last = shop.chain("NOTICE#n_1")[-1]
    entry = replace(last, seq=place, prev=last.hash, hash="e" * 64, **changes)
    fields = asdict(entry)
    item = {name: {"S": str(value)} for name, value in fields.items() if name not in ("aggregate", "seq")}
    day_keys = {"day_pk": {"S": keys.day(DAY)}, "day_sk": {"S": f"NOTICE#n_1#{keys.sequence(place)}"}}
    client.put_item(TableName=LEDGER, Item={**key(place), **item, **day_keys, "seq": {"N": str(place)}})


TAMPERINGS: dict[str, tuple[Callable[[Any, Shop], Any], list[tuple[int, Fault]]]] = {
    "altered": (lambda client, _: alter(client, 2, data='{"step":7}'), [(2, Fault.ALTERED)]),
    "altered actor": (lambda client, _: alter(client, 1, actor="x"), [(1, Fault.ALTERED)]),
    "missing": (lambda client, _: client.delete_item(TableName=LEDGER, Key=key(2)), [(2, Fault.MISSING)]),
    "cut off": (lambda client, _: client.delete_item(TableName=LEDGER, Key=key(4)), [(4, Fault.CUT_OFF)]),
    "extra": (lambda client, shop: add_extra(client, shop), [(5, Fault.EXTRA)]),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_tampering_is_named_by_the_chain_and_by_the_days_audit(
    day: Shop, audit: Audit, client: Any, name: str
) -> None:
    tamper, expected = TAMPERINGS[name]
    _, _, head = day.stored()
    assert audit_day(audit, DAY) == []

    tamper(client, day)

    found = [Finding("NOTICE#n_1", place, fault) for place, fault in expected]
    assert verify_chain(day.days.chain("NOTICE#n_1"), head, "NOTICE#n_1") == found
    assert audit_day(audit, DAY) == found


def test_a_chain_that_was_removed_with_its_aggregate_is_named_by_the_digest(
    day: Shop, audit: Audit, client: Any
) -> None:
    client.delete_item(TableName=LEDGER, Key=key(1, "n_2"))
    client.delete_item(
        TableName=f"{PREFIX}-marketplace", Key={"pk": {"S": "NOTICE#n_2"}, "sk": {"S": "ROOT"}}
    )

    assert audit_day(audit, DAY) == [Finding("NOTICE#n_2", 1, Fault.CUT_OFF)]


def test_a_chain_that_was_rewritten_whole_with_its_head_is_named_by_the_digest(
    day: Shop, audit: Audit, client: Any
) -> None:
    entries = day.chain("NOTICE#n_2")
    client.delete_item(TableName=LEDGER, Key=key(1, "n_2"))
    client.delete_item(
        TableName=f"{PREFIX}-marketplace", Key={"pk": {"S": "NOTICE#n_2"}, "sk": {"S": "ROOT"}}
    )
    day.clock.now += timedelta(seconds=1)
    day.add_notice("n_2")

    assert day.chain("NOTICE#n_2") != entries
    day.assert_chained("n_2")
    assert audit_day(audit, DAY) == [Finding("NOTICE#n_2", 1, Fault.ALTERED)]


def edit_state(client: Any, old: str, new: str, **more: str) -> None:
    """Edit a notice as the product reads it and leave the ledger alone."""
    place = {"pk": {"S": "NOTICE#n_2"}, "sk": {"S": "ROOT"}}
    item = client.get_item(TableName=f"{PREFIX}-marketplace", Key=place)["Item"]
    assert old in item["data"]["S"]
    item["data"]["S"] = item["data"]["S"].replace(old, new)
    item |= {name: {"S": text} for name, text in more.items()}
    client.put_item(TableName=f"{PREFIX}-marketplace", Item=item)


@pytest.mark.parametrize("more", [{}, {"head": f"1.{'0' * 64}"}], ids=["the state", "the state and its head"])
def test_an_edit_of_what_the_product_reads_is_named_though_the_ledger_is_whole(
    day: Shop, audit: Audit, client: Any, more: dict[str, str]
) -> None:
    edit_state(client, "4850000", "9850000", **more)

    assert audit_day(audit, DAY) == [Finding("NOTICE#n_2", 1, Fault.STATE_ALTERED)]


def test_an_aggregate_that_is_gone_while_its_chain_is_whole_is_named(
    day: Shop, audit: Audit, client: Any
) -> None:
    place = {"pk": {"S": "NOTICE#n_2"}, "sk": {"S": "ROOT"}}
    client.delete_item(TableName=f"{PREFIX}-marketplace", Key=place)

    assert audit_day(audit, DAY) == [Finding("NOTICE#n_2", 1, Fault.STATE_ALTERED)]


def test_a_changed_page_of_heads_is_named(day: Shop, audit: Audit) -> None:
    model = day.tables.marketplace
    for item in model.query(f"PAGES#{pages_of(DAY)}"):
        item.data = "[]"
        item.save()

    assert audit_day(audit, DAY) == [Finding(digests.CHAIN, 1, Fault.MISSING)]


def test_a_changed_digest_is_named_by_whoever_kept_a_later_one(day: Shop, audit: Audit, client: Any) -> None:
    close_days(audit, NEXT_MORNING + timedelta(days=2))
    kept = head_of(day.days.chain(digests.CHAIN)[3])
    client.delete_item(TableName=LEDGER, Key={"pk": {"S": digests.CHAIN}, "sk": {"S": keys.sequence(3)}})

    assert audit_day(audit, DAY) == []
    assert audit_day(audit, DAY, kept) == [Finding(digests.CHAIN, 3, Fault.CUT_OFF)]


def test_a_day_is_closed_once_however_often_it_is_tried(shop: Shop, audit: Audit, weather: Weather) -> None:
    shop.add_notice()

    with weather.blowing():
        at_once((lambda: insist(lambda: close_days(audit, NEXT_MORNING)) for _ in range(8)), 8)

    (entry,) = shop.chain(digests.CHAIN)
    assert entry.type == digests.CLOSED
    if weather.name != "lagging":
        assert audit_day(audit, DAY) == []


def test_days_that_were_left_out_are_closed_by_the_next_run_each_chained_to_the_one_before(
    day: Shop, audit: Audit
) -> None:
    day.clock.now = MONDAY + timedelta(days=2)
    day.transact(lambda uow, _: touch(uow))

    made = close_days(audit, NEXT_MORNING + timedelta(days=3))

    assert [digest.day for digest in made] == [DAY + timedelta(days=number) for number in (1, 2, 3)]
    assert [(digest.heads, digest.entries) for digest in made] == [(1, 1), (1, 1), (0, 0)]
    chain = day.days.chain(digests.CHAIN)
    assert verify_chain(chain, head_of(chain[4]), digests.CHAIN) == []
    for digest in made:
        assert audit_day(audit, digest.day) == []


def test_a_day_that_is_not_over_is_not_closed(shop: Shop, audit: Audit) -> None:
    shop.add_notice()

    assert close_days(audit, NEXT_MORNING - timedelta(minutes=1), since=DAY) == ()
    with pytest.raises(NotFound):
        audit_day(audit, DAY)


def test_later_entries_of_a_chain_do_not_disturb_the_audit_of_an_earlier_day(day: Shop, audit: Audit) -> None:
    day.clock.now = MONDAY + timedelta(days=1)
    day.transact(lambda uow, _: touch(uow))

    assert audit_day(audit, DAY) == []


def test_closing_a_day_costs_what_the_day_brought_and_not_what_the_ledger_holds(
    shop: Shop, audit: Audit
) -> None:
    costs = []
    for number in range(3):
        shop.clock.now = MONDAY + timedelta(days=number)
        for name in range(10):
            shop.add_notice(f"n_{number}_{name}")
        with meter() as usage:
            close_days(audit, NEXT_MORNING + timedelta(days=number), since=DAY)
        costs.append((usage.calls, usage.wcu))

    assert costs[1] == costs[2]
    assert costs[2][0] <= 8


@pytest.mark.parametrize("data", ["{}", "[]", "no JSON", "null", '{"day":"2026-02-30"}'])
def test_a_digest_of_which_nothing_is_left_is_named_from_every_day(
    day: Shop, audit: Audit, client: Any, data: str
) -> None:
    close_days(audit, NEXT_MORNING + timedelta(days=2))
    place = {"pk": {"S": digests.CHAIN}, "sk": {"S": keys.sequence(2)}}
    item = client.get_item(TableName=LEDGER, Key=place)["Item"]
    client.put_item(TableName=LEDGER, Item=item | {"data": {"S": data}})

    for asked in (DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)):
        assert audit_day(audit, asked) == [Finding(digests.CHAIN, 2, Fault.ALTERED)]


@pytest.mark.parametrize("asked", range(3))
def test_a_digest_that_was_removed_is_named_from_every_day(
    day: Shop, audit: Audit, client: Any, asked: int
) -> None:
    close_days(audit, NEXT_MORNING + timedelta(days=2))
    client.delete_item(TableName=LEDGER, Key={"pk": {"S": digests.CHAIN}, "sk": {"S": keys.sequence(2)}})

    assert audit_day(audit, DAY + timedelta(days=asked)) == [Finding(digests.CHAIN, 2, Fault.MISSING)]


def test_a_day_before_the_first_digest_and_one_after_the_last_have_none(day: Shop, audit: Audit) -> None:
    for asked in (DAY - timedelta(days=1), DAY + timedelta(days=1)):
        with pytest.raises(NotFound):
            audit_day(audit, asked)


ODD = {
    "a number that is a text": {"seq": {"S": "abc"}},
    "an instant that is none": {"at": {"S": "yesterday"}},
    "an instant that is a number": {"at": {"N": "1"}},
    "data that is binary": {"data": {"B": b"\xff"}},
    "data that is a map": {"data": {"M": {}}},
    "a hash that is null": {"hash": {"NULL": True}},
}


@pytest.mark.parametrize("name", ODD)
def test_an_entry_of_odd_types_is_named_like_any_other(
    day: Shop, audit: Audit, client: Any, name: str
) -> None:
    item = client.get_item(TableName=LEDGER, Key=key(2))["Item"]
    client.put_item(TableName=LEDGER, Item=item | ODD[name])

    assert Finding("NOTICE#n_1", 2, Fault.ALTERED) in audit_day(audit, DAY)


@pytest.mark.parametrize(
    "name", ["seq", "at", "data", "hash", "prev", "actor", "org", "kind", "type", "state"]
)
def test_an_entry_that_lacks_something_is_named_like_any_other(
    day: Shop, audit: Audit, client: Any, name: str
) -> None:
    item = client.get_item(TableName=LEDGER, Key=key(2))["Item"]
    del item[name]
    client.put_item(TableName=LEDGER, Item=item)

    assert Finding("NOTICE#n_1", 2, Fault.ALTERED) in audit_day(audit, DAY)
