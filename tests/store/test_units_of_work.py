import json
from datetime import datetime

import pytest

from chalicelib.domain.decisions import Decision, Event
from chalicelib.kernel.errors import AlreadyExists, Conflict, NotFound, Unavailable
from chalicelib.store.keys import ROOT, text
from chalicelib.store.unit_of_work import UnitOfWork
from infra.local.faults import AnswerLost, NeverArrived, Throttled, TransactionConflict
from infra.local.injector import faults
from tests.factories.notices import make_draft
from tests.store.shop import OWNER, Shop, insist, touch
from tests.store.weather import Weather

EDITED = Event("notice.edited", {})


def test_what_was_added_is_found_with_every_fact_and_begins_a_chain(shop: Shop, weather: Weather) -> None:
    with weather.blowing():
        insist(lambda: _add_unless_there(shop))

    assert shop.queries.notice("n_1").notice == make_draft()
    (entry,) = shop.chain("NOTICE#n_1")
    assert (entry.seq, entry.type, entry.actor, entry.org) == (1, "notice.drafted", OWNER.person, OWNER.org)
    shop.assert_chained()


def _add_unless_there(shop: Shop) -> None:
    try:
        shop.add_notice()
    except AlreadyExists:
        assert shop.queries.notice("n_1")


def test_what_is_there_cannot_be_added_again(shop: Shop) -> None:
    shop.add_notice()

    with pytest.raises(AlreadyExists):
        shop.add_notice()
    assert len(shop.chain("NOTICE#n_1")) == 1


def test_loading_what_is_not_there_is_not_found_and_finding_it_is_none(shop: Shop) -> None:
    with pytest.raises(NotFound):
        shop.transact(lambda uow, _: uow.notices.load("n_9"))
    assert shop.transact(lambda uow, _: uow.notices.find("n_9")) is None


def test_two_decisions_of_one_unit_are_one_version_and_two_entries(shop: Shop, weather: Weather) -> None:
    shop.add_notice()

    def attempt(uow: UnitOfWork, _: datetime) -> None:
        touch(uow, step=1)
        touch(uow, step=2)

    with weather.blowing():
        insist(lambda: shop.transact(attempt))

    assert [entry.type for entry in shop.chain("NOTICE#n_1")] == ["notice.drafted"] + ["notice.edited"] * 2
    notice, version, head = shop.stored()
    assert version == 2
    assert head.hash == shop.chain("NOTICE#n_1")[-1].hash
    assert notice.too_few_before == 2


def test_what_a_unit_saved_is_what_it_finds(shop: Shop) -> None:
    shop.add_notice()

    def attempt(uow: UnitOfWork, _: datetime) -> tuple[bool, int]:
        changed = touch(uow)
        return uow.notices.load("n_1") == changed, uow.notices.version("n_1")

    assert shop.transact(attempt) == (True, 2)


def test_what_rests_on_another_aggregate_is_decided_again_when_that_one_changes(shop: Shop) -> None:
    shop.add_notice()
    seen: list[int] = []

    def attempt(uow: UnitOfWork, _: datetime) -> None:
        uow.notices.load("n_1")
        seen.append(uow.notices.version("n_1"))
        if len(seen) == 1:
            shop.transact(lambda other, _: touch(other))
        uow.notices.hold("n_1")
        uow.claim("scope", "value", f"seen-{seen[-1]}")

    shop.transact(attempt)

    assert seen == [1, 2]
    assert shop.transact(lambda uow, _: uow.owner_of("scope", "value")) == "seen-2"


def test_a_refused_attempt_leaves_nothing_behind(shop: Shop) -> None:
    shop.add_notice()

    def attempt(uow: UnitOfWork, _: datetime) -> None:
        touch(uow)
        raise Conflict("wrong-state")

    with pytest.raises(Conflict):
        shop.transact(attempt)
    assert shop.stored()[1] == 1
    assert len(shop.chain("NOTICE#n_1")) == 1


def test_a_unit_is_written_whole_or_not_at_all(shop: Shop) -> None:
    shop.add_notice()
    shop.transact(lambda uow, _: uow.claim("notice-no", "NO-1", "n_other"))

    def attempt(uow: UnitOfWork, _: datetime) -> None:
        touch(uow)
        uow.publish_text("h", {"title": "t"})
        uow.vault.put("vault_1", {"name": "n"}, "restricted")
        uow.claim("notice-no", "NO-1", "n_1")

    with pytest.raises(AlreadyExists):
        shop.transact(attempt)
    assert shop.stored()[1] == 1
    with pytest.raises(NotFound):
        shop.vault.open("vault_1")


def test_a_claim_is_held_by_one_owner_until_it_is_given_back(shop: Shop) -> None:
    shop.transact(lambda uow, _: uow.claim("scope", "value", "a"))
    shop.transact(lambda uow, _: uow.claim("scope", "value", "a"))

    with pytest.raises(AlreadyExists):
        shop.transact(lambda uow, _: uow.claim("scope", "value", "b"))
    shop.transact(lambda uow, _: uow.release("scope", "value"))
    shop.transact(lambda uow, _: uow.claim("scope", "value", "b"))
    assert shop.transact(lambda uow, _: uow.owner_of("scope", "value")) == "b"


def test_one_item_cannot_be_written_in_two_ways_in_one_unit(shop: Shop) -> None:
    def attempt(uow: UnitOfWork, _: datetime) -> None:
        uow.claim("scope", "value", "a")
        uow.release("scope", "value")

    with pytest.raises(ValueError, match="put and delete"):
        shop.transact(attempt)


def test_a_text_written_twice_in_one_unit_is_one_item(shop: Shop) -> None:
    def attempt(uow: UnitOfWork, _: datetime) -> None:
        uow.publish_text("h", {"title": "t"})
        uow.publish_text("h", {"title": "t"})

    shop.transact(attempt)

    stored = shop.tables.marketplace.get(text("h"), ROOT)
    assert json.loads(str(stored.data)) == {"title": "t"}


@pytest.mark.parametrize("lost", [AnswerLost, NeverArrived, Throttled, TransactionConflict])
@pytest.mark.parametrize("times", [1, 3])
def test_a_transaction_that_got_lost_on_the_way_is_done_and_reported_once(
    shop: Shop, lost: type[AnswerLost], times: int
) -> None:
    shop.add_notice()

    with faults(lost(on="TransactWriteItems", times=times)) as struck:
        shop.transact(lambda uow, _: touch(uow))

    assert struck[lost.__name__] == times
    assert shop.stored()[1] == 2
    shop.assert_chained()


def test_an_answer_lost_every_time_is_still_found_to_be_a_success(shop: Shop) -> None:
    shop.add_notice()

    with faults(AnswerLost(on="TransactWriteItems")):
        shop.transact(lambda uow, _: touch(uow))

    assert shop.stored()[1] == 2


def test_a_refusal_whose_answer_was_lost_is_still_a_refusal(shop: Shop) -> None:
    shop.add_notice()

    with faults(AnswerLost(on="TransactWriteItems", times=1)), pytest.raises(AlreadyExists):
        shop.add_notice()


@pytest.mark.parametrize("fault", [NeverArrived(), Throttled()])
@pytest.mark.parametrize("operation", ["TransactWriteItems", "GetItem"])
def test_a_store_that_does_not_answer_is_try_again_later_and_nothing_is_written(
    shop: Shop, fault: Throttled, operation: str
) -> None:
    shop.add_notice()

    with faults(type(fault)(on=operation)), pytest.raises(Unavailable):
        shop.transact(lambda uow, _: touch(uow))

    assert shop.stored()[1] == 1
    shop.assert_chained()


def test_an_aggregate_saved_on_an_old_version_is_decided_again_on_the_new_one(shop: Shop) -> None:
    shop.add_notice()
    seen: list[int] = []

    def attempt(uow: UnitOfWork, _: datetime) -> None:
        touch(uow)
        seen.append(uow.notices.version("n_1"))
        if len(seen) == 1:
            shop.transact(lambda rival, _: touch(rival))

    shop.transact(attempt)

    assert seen == [2, 3]
    assert shop.stored()[1] == 3
    shop.assert_chained()


def test_every_try_is_decided_at_a_fresh_instant(shop: Shop) -> None:
    shop.add_notice()
    instants: list[datetime] = []

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        instants.append(now)
        touch(uow)
        if len(instants) == 1:
            shop.transact(lambda rival, _: touch(rival))
            shop.clock.now = now.replace(hour=now.hour + 1)

    shop.transact(attempt)

    assert instants[1] > instants[0]


def test_a_page_of_opened_quotes_is_stored_small_and_comes_back_whole(shop: Shop) -> None:
    rows = [{"uscc": f"{number:018d}", "name": "测绘机构" * 20} for number in range(200)]

    def attempt(uow: UnitOfWork, _: datetime) -> str:
        return uow.put_page("NOTICE#n_1#OPENING", rows)

    page = shop.transact(attempt)

    assert shop.pages.put("NOTICE#n_1#OPENING", rows) == page
    assert shop.pages.get("NOTICE#n_1#OPENING", [page, page]) == rows * 2


def test_a_page_that_is_not_there_or_was_changed_is_not_found(shop: Shop) -> None:
    page = shop.pages.put("P", [1])
    item = shop.tables.marketplace("PAGES#P", page, kind="page", data="[2]")
    item.save()

    for missing in (page, "0" * 64):
        with pytest.raises(NotFound):
            shop.pages.get("P", [missing])


def test_numbers_of_a_series_are_never_given_twice(shop: Shop, weather: Weather) -> None:
    def attempt(uow: UnitOfWork, _: datetime) -> int:
        return uow.next_serial("notice-370700-2026")

    with weather.blowing():
        taken = [insist(lambda: shop.transact(attempt)) for _ in range(30)]

    assert taken == sorted(set(taken))


def test_an_aggregate_without_a_saved_decision_cannot_be_saved_blindly(shop: Shop) -> None:
    shop.add_notice()

    with pytest.raises(KeyError):
        shop.transact(lambda uow, _: uow.notices.save(Decision(make_draft(), EDITED), OWNER))
