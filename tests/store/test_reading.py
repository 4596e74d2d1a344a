from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace import beacons
from chalicelib.domain.marketplace.beacons import KEPT, ChainRegister, Reveal
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.selection.beacon import make_chain
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import NotFound, Unavailable
from chalicelib.kernel.paging import PageRequest
from chalicelib.store import keys
from chalicelib.store.batch import batch_get
from chalicelib.store.reading import NUMBER_SCOPE, DueIndex, Texts
from chalicelib.store.unit_of_work import UnitOfWork
from infra.local.faults import HalfUnprocessed, StaleRead
from infra.local.injector import faults
from tests.factories.notices import CLOSES_AT, NOTICE_NO, published, submitted
from tests.store.shop import OWNER, Shop, insist, touch
from tests.store.weather import Weather


def publish(
    shop: Shop, identifier: str = "n_1", number: str = NOTICE_NO, notice: Notice | None = None
) -> None:
    def attempt(uow: UnitOfWork, _: datetime) -> None:
        state = replace(notice or published(), id=identifier, notice_no=number)
        uow.notices.add(Decision(state, Event("notice.published", {})), OWNER)
        uow.claim(NUMBER_SCOPE, number, identifier)
        uow.vault.put(f"NOTICE#{identifier}", {"name": "联系人"}, "public-contact")
        uow.publish_draw(number, {"status": "committed"})

    shop.transact(attempt)


def test_a_notice_is_found_by_its_number_with_its_contact(shop: Shop, weather: Weather) -> None:
    publish(shop)

    with weather.blowing():
        view = insist(lambda: shop.queries.notice_by_number(NOTICE_NO))

    assert (view.notice.id, view.version, view.contact, view.registered) == ("n_1", 1, {"name": "联系人"}, 0)


def test_a_number_given_a_moment_ago_is_found_on_a_lagging_replica(shop: Shop) -> None:
    with faults(StaleRead(lag=8)):
        publish(shop)

        assert shop.queries.notice_by_number(NOTICE_NO).contact == {"name": "联系人"}
        assert shop.queries.draw(NOTICE_NO)[1] == {"status": "committed"}


def test_a_number_that_was_never_given_is_not_found(shop: Shop) -> None:
    for read in (
        shop.queries.notice_by_number,
        shop.queries.draw,
        shop.queries.agency,
        shop.queries.nomination,
    ):
        with pytest.raises(NotFound):
            read("ZJ-370700-2026-999999")


def test_a_notice_whose_contact_was_erased_is_shown_without_it(shop: Shop) -> None:
    publish(shop)
    shop.transact(lambda uow, _: uow.vault.erase("NOTICE#n_1"))

    assert shop.queries.notice_by_number(NOTICE_NO).contact == {}


def test_a_batch_over_several_tables_keeps_the_order_and_the_gaps(shop: Shop, weather: Weather) -> None:
    publish(shop)
    wanted = [
        (shop.tables.vault, "NOTICE#n_1", keys.ROOT),
        (shop.tables.marketplace, "NOTICE#n_9", keys.ROOT),
        (shop.tables.marketplace, "NOTICE#n_1", keys.ROOT),
        (shop.tables.vault, "NOTICE#n_1", keys.ROOT),
    ]

    with weather.blowing():
        contact, nothing, notice, again = insist(lambda: batch_get(shop.tables, wanted, consistent=True))

    assert nothing is None
    assert (contact.purpose, again.purpose, notice.kind) == ("public-contact", "public-contact", "notice")


def test_a_batch_beyond_a_hundred_keys_is_read_whole(shop: Shop, weather: Weather) -> None:
    for number in range(230):
        shop.transact(lambda uow, _, name=number: uow.publish_text(f"h{name}", {"title": f"{name}"}))
    hashes = [f"h{number}" for number in range(240)]

    with weather.blowing():
        texts = insist(lambda: Texts(shop.tables).get_many(hashes))

    assert texts == {f"h{number}": {"title": f"{number}"} for number in range(230)}


def test_a_batch_that_never_comes_whole_is_try_again_later(shop: Shop) -> None:
    wanted = [(shop.tables.marketplace, f"X#{number}", keys.ROOT) for number in range(100)]

    class NothingDone(HalfUnprocessed):
        def strike(self, blow: object) -> dict[str, object]:
            return {"Responses": {}, "UnprocessedKeys": blow.call.params["RequestItems"]}  # type: ignore[attr-defined]

    with faults(NothingDone()), pytest.raises(Unavailable):
        batch_get(shop.tables, wanted)


def test_due_work_is_found_at_its_instant_and_not_before(shop: Shop, weather: Weather) -> None:
    publish(shop)
    due = DueIndex(shop.tables)
    (waiting,) = due.waiting("opening")
    earliest = due.earliest("opening")

    assert (waiting.kind, waiting.identifier) == ("notice", "n_1")
    assert earliest is not None
    assert earliest >= CLOSES_AT
    with weather.blowing():
        before = insist(lambda: list(due.overdue("opening", earliest - timedelta(milliseconds=1))))
        after = insist(lambda: list(due.overdue("opening", earliest)))
    assert before == []
    assert [item.identifier for item in after] == ["n_1"]


def test_all_due_work_is_found_however_much_there_is(shop: Shop) -> None:
    for number in range(60):
        publish(shop, f"n_{number}", f"ZJ-{number}")
    due = DueIndex(shop.tables)

    found = list(due.overdue("opening", CLOSES_AT + timedelta(days=1)))

    assert {item.identifier for item in found} == {f"n_{number}" for number in range(60)}
    assert due.earliest("lifecycle") is None


def test_an_aggregate_with_nothing_due_is_in_no_queue(shop: Shop) -> None:
    publish(shop, notice=submitted())
    due = DueIndex(shop.tables)

    assert [item for queue in ("opening", "drawing", "lifecycle") for item in due.waiting(queue)] == []


def test_what_a_command_wrote_is_read_after_it_by_its_own_page(shop: Shop) -> None:
    publish(shop)
    with faults(StaleRead()):
        shop.transact(lambda uow, _: touch(uow))

        assert shop.queries.notice("n_1").version == 2


def test_every_value_revealed_of_a_chain_stays_readable_newest_first(shop: Shop) -> None:
    chain = make_chain(bytes(32), KEPT + 15)
    supervisor = Actor("supervisor", "supervisor", frozenset({Role.SUPERVISOR}))
    anchored, _ = beacons.anchor(ChainRegister(), chain[0], len(chain) - 1, supervisor, shop.clock.now)
    shop.transact(lambda uow, _: uow.beacons.add(anchored, supervisor))
    for value in chain[1:]:
        shop.clock.now += timedelta(days=1)
        shop.transact(
            lambda uow, now, value=value: uow.beacons.save(
                beacons.reveal(uow.beacons.load(chain[0]), value, supervisor, now), supervisor
            )
        )

    read, request = list[Reveal](), PageRequest(20)
    while request:
        page = shop.queries.reveals(chain[0], request)
        read += page.reveals
        request = PageRequest(20, page.next) if page.next else None

    assert [found.value for found in read] == list(reversed(chain[1:]))
    assert read[0].at == shop.clock.now
    assert len(page.chain.reveals) == KEPT


def test_an_anchor_that_was_never_published_has_no_reveals(shop: Shop) -> None:
    with pytest.raises(NotFound):
        shop.queries.reveals("0" * 64, PageRequest(20))
