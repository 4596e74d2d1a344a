"""The weather itself: that it blows where it should, and not where a test looks."""

from typing import Any

from infra.local.capacity import meter
from tests.store.shop import Shop, touch
from tests.store.test_reading import publish
from tests.store.weather import CALLS_ASTRAY, ambient, ports


def test_every_fault_strikes_the_ports_of_a_store_that_works_all_the_same(client: Any) -> None:
    with ambient(3) as (lost, late):
        shop = Shop()
        publish(shop)
        for _ in range(150):
            shop.transact(lambda uow, _: touch(uow))
            shop.queries.notice("n_1", consistent=False)

    assert set(lost) == {type(fault).__name__ for fault in CALLS_ASTRAY}
    assert late["StaleRead"] > 0
    assert shop.stored()[0].too_few_before == 150
    shop.assert_chained()


def test_what_a_test_reads_past_the_ports_or_measures_is_seen_clearly(client: Any) -> None:
    with ambient(3) as (lost, late):
        shop = Shop()
        with meter() as usage:
            for number in range(40):
                shop.transact(lambda uow, _, name=f"v{number}": uow.claim("scope", name, "o"))
        list(shop.tables.marketplace.scan())

    assert usage.calls == 40
    assert not lost
    assert not late


def test_all_ports_of_the_store_meet_the_weather() -> None:
    names = {port.__name__ for port in ports()}

    assert names >= {
        "Inbox",
        "LedgerDays",
        "LedgerReader",
        "Lists",
        "OpeningReads",
        "Pages",
        "Queries",
        "Texts",
    }
    assert names >= {"DueIndex", "Generations", "OneTimeMarks", "ReportingStore", "SessionEpochs", "Vault"}
