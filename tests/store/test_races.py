from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.quotes.sealed import SealedQuote
from chalicelib.kernel.actors import SEALED, Actor
from chalicelib.kernel.errors import Conflict, StaleVersion, Unavailable
from chalicelib.store.unit_of_work import UnitOfWork
from infra.local.faults import AnswerLost, TransactionConflict
from infra.local.injector import faults
from tests.factories.notices import MONDAY
from tests.store.shop import OWNER, FakeSealing, Shop, at_once, insist, put_quote, sealed_quote, touch
from tests.store.weather import Weather

CLOSES_AT = MONDAY + timedelta(minutes=10)
RIVALS = 50
QUOTES = 60


def withdraw(shop: Shop, person: Actor = OWNER) -> Notice:
    """Withdraw a draft, which can be done once."""

    def attempt(uow: UnitOfWork, _: datetime) -> Notice:
        notice = uow.notices.load("n_1")
        if notice.state is NoticeState.WITHDRAWN:
            raise Conflict("wrong-state")
        decision = Decision(replace(notice, state=NoticeState.WITHDRAWN), Event("notice.withdrawn", {}))
        uow.notices.save(decision, person)
        return decision.state

    return shop.transact(attempt)


def test_fifty_simultaneous_commands_make_exactly_one_transition(shop: Shop, storm: Weather) -> None:
    shop.add_notice()

    with storm.blowing():
        answers = at_once(lambda: insist(lambda: withdraw(shop)) for _ in range(RIVALS))

    assert {type(answer) for answer in answers} <= {Notice, Conflict, StaleVersion}
    assert [entry.type for entry in shop.chain("NOTICE#n_1")] == ["notice.drafted", "notice.withdrawn"]
    assert shop.stored()[0].state is NoticeState.WITHDRAWN
    shop.assert_chained()


@pytest.mark.parametrize("seed", range(3))
def test_a_lost_answer_is_reported_as_success_to_exactly_one_of_fifty_rivals(shop: Shop, seed: int) -> None:
    shop.add_notice()

    with faults(AnswerLost(on="TransactWriteItems", probability=0.5), seed=seed):
        answers = at_once(lambda: withdraw(shop) for _ in range(RIVALS))

    assert Counter(type(answer) for answer in answers)[Notice] == 1
    assert shop.stored()[1] == 2


def test_simultaneous_changes_that_do_not_exclude_each_other_are_all_kept_or_clearly_refused(
    shop: Shop, storm: Weather
) -> None:
    shop.add_notice()

    with storm.blowing():
        answers = at_once((lambda: shop.transact(lambda uow, _: touch(uow)) for _ in range(20)), 8)

    kept = sum(isinstance(answer, Notice) for answer in answers)
    notice, version, _ = shop.stored()
    assert kept <= notice.too_few_before == version - 1
    if storm.name in ("plain", "conflicts"):
        assert kept == notice.too_few_before
    shop.assert_chained()


def test_of_fifty_claims_on_one_value_one_is_granted(shop: Shop, storm: Weather) -> None:
    def claim(owner: str) -> str:
        shop.transact(lambda uow, _: uow.claim("notice-no", "NO-1", owner))
        return owner

    with storm.blowing():
        answers = at_once(lambda name=f"o{number}": insist(lambda: claim(name)) for number in range(RIVALS))

    granted = [answer for answer in answers if isinstance(answer, str)]
    assert granted == [shop.transact(lambda uow, _: uow.owner_of("notice-no", "NO-1"))]


def open_gates(shop: Shop, closes_at: datetime = CLOSES_AT) -> None:
    shop.transact(lambda uow, _: uow.gates.open("n_1", closes_at))


def found_by_opening(shop: Shop) -> set[str]:
    return {quote.id for quote in shop.opening.quotes("n_1")}


def send_quote(shop: Shop, uscc: str) -> SealedQuote:
    """Quote as the command does: what was stored before its answer got lost is the answer (idempotency)."""
    try:
        return put_quote(shop, "n_1", uscc)
    except Unavailable:
        name = f"n_1.{FakeSealing().slot('n_1', uscc)}"
        stored = insist(lambda: shop.transact(lambda uow, _: uow.quotes.find(name)))
        if stored is None:
            raise
        return stored


@pytest.mark.parametrize("closing_skew_seconds", [-5, 0, 5])
def test_quotes_in_flight_while_the_gates_shut_are_in_or_clearly_refused(
    shop: Shop, storm: Weather, closing_skew_seconds: int
) -> None:
    open_gates(shop)
    machines = [shop.skewed(seconds) for seconds in (-5, 0, 5)]
    closing = shop.skewed(closing_skew_seconds)

    def shut() -> None:
        insist(lambda: closing.transact(lambda uow, _: uow.gates.shut("n_1")))

    quoting = [
        lambda machine=machines[number % 3], code=f"A{number:03d}": insist(lambda: send_quote(machine, code))
        for number in range(QUOTES)
    ]
    with storm.blowing():
        answers = at_once([*quoting[: QUOTES // 2], shut, *quoting[QUOTES // 2 :]])

    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert all(getattr(error, "code", "") == "registration-closed" for error in refused)
    acknowledged = {answer.id for answer in answers if answer is not None and answer not in refused}
    assert acknowledged == found_by_opening(shop)
    assert len(acknowledged) + len(refused) == QUOTES


@pytest.mark.parametrize("skew_seconds", [-5, 0, 5])
def test_after_the_gates_are_shut_no_clock_lets_a_quote_in(shop: Shop, skew_seconds: int) -> None:
    open_gates(shop)
    shop.clock.now = CLOSES_AT + timedelta(seconds=2)
    shop.transact(lambda uow, _: uow.gates.shut("n_1"))

    with pytest.raises(Conflict) as refused:
        put_quote(shop.skewed(skew_seconds), "n_1", "A1")
    assert refused.value.code == "registration-closed"
    assert found_by_opening(shop) == set()


def test_an_open_gate_lets_in_until_the_last_millisecond_and_not_at_the_deadline(shop: Shop) -> None:
    open_gates(shop)
    shop.clock.now = CLOSES_AT - timedelta(milliseconds=1)
    in_time = put_quote(shop, "n_1", "A1")

    shop.clock.now = CLOSES_AT
    with pytest.raises(Conflict) as refused:
        put_quote(shop, "n_1", "A2")
    assert refused.value.code == "registration-closed"
    assert found_by_opening(shop) == {in_time.id}


def test_a_moved_deadline_holds_for_quotes_decided_on_the_old_one(shop: Shop) -> None:
    open_gates(shop)
    open_gates(shop, CLOSES_AT - timedelta(minutes=5))
    shop.clock.now = CLOSES_AT - timedelta(minutes=4)

    with pytest.raises(Conflict):
        put_quote(shop, "n_1", "A1")


def test_a_notice_that_was_never_published_takes_no_quote(shop: Shop) -> None:
    with pytest.raises(Conflict) as refused:
        put_quote(shop, "n_1", "A1")
    assert refused.value.code == "registration-closed"


def test_closing_gets_through_a_storm_of_quotes(shop: Shop) -> None:
    open_gates(shop)

    with faults(TransactionConflict(on="TransactWriteItems", probability=0.6), seed=3):
        shop.transact(lambda uow, _: uow.gates.shut("n_1"))

    with pytest.raises(Conflict):
        put_quote(shop, "n_1", "A1")


def test_one_slot_holds_one_quote_however_often_it_is_put(shop: Shop, storm: Weather) -> None:
    open_gates(shop)

    with storm.blowing():
        answers = at_once(lambda: insist(lambda: put_quote(shop, "n_1", "A1")) for _ in range(15))

    assert any(not isinstance(answer, Exception) for answer in answers)
    assert len(found_by_opening(shop)) == 1
    slot = FakeSealing().slot("n_1", "A1")
    assert len(shop.chain(f"QUOTE#n_1.{slot}")) >= 1


def test_the_gate_outweighs_a_version_conflict(shop: Shop) -> None:
    open_gates(shop)
    quote = put_quote(shop, "n_1", "A1")
    slot = quote.id.split(".")[1]

    def attempt(uow: UnitOfWork, now: datetime) -> None:
        uow.quotes.load(quote.id)
        if now == MONDAY:
            put_quote(shop, "n_1", "A1")
            shop.transact(lambda rival, _: rival.gates.shut("n_1"))
        uow.quotes.save(sealed_quote("n_1", slot, now), SEALED)
        uow.gates.require_open("n_1", slot, now)

    with pytest.raises(Conflict) as refused:
        shop.transact(attempt)
    assert refused.value.code == "registration-closed"
