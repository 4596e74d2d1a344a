from collections import Counter
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.decisions import Decision, Event
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.errors import AlreadyExists, Conflict, Invalid
from chalicelib.store.unit_of_work import UnitOfWork
from chalicelib.usecases.ports import Once
from infra.local.faults import AnswerLost
from infra.local.injector import faults
from tests.factories.notices import make_draft
from tests.store.shop import OWNER, Shop, at_once, insist, touch
from tests.store.weather import Weather

ONCE = Once("owner-agent", "key-1", "body-1")


def submit(shop: Shop, once: Once | None = ONCE) -> Notice:
    """Draft a notice under an Idempotency-Key; each carrying out would make another one."""
    number = shop.clock.product_now().timestamp()

    def attempt(uow: UnitOfWork, _: datetime) -> Notice:
        notice = make_draft(id=f"n_{uow.next_serial('drafts')}_{number}")
        uow.notices.add(Decision(notice, Event("notice.drafted", {})), OWNER)
        return notice

    return shop.transact(
        attempt, once=once, ref=lambda notice: notice.id, replay=lambda uow, ref: uow.notices.load(ref)
    )


def test_a_repetition_gets_the_first_answer(shop: Shop) -> None:
    first = submit(shop)
    shop.clock.now += timedelta(hours=23, minutes=59)

    assert submit(shop) == first


def test_without_a_key_every_command_is_carried_out(shop: Shop) -> None:
    assert submit(shop, None) != submit(shop, None)


def test_another_body_under_a_key_is_refused(shop: Shop) -> None:
    submit(shop)

    with pytest.raises(Invalid) as refused:
        submit(shop, Once("owner-agent", "key-1", "body-2"))
    assert (refused.value.code, refused.value.status) == ("idempotency-key-reused", 422)


def test_the_same_key_of_somebody_else_is_another_key(shop: Shop) -> None:
    assert submit(shop) != submit(shop, Once("somebody-else", "key-1", "body-2"))


def test_a_key_is_forgotten_after_a_day_even_if_nobody_swept(shop: Shop) -> None:
    first = submit(shop)
    shop.clock.now += timedelta(hours=24)

    assert submit(shop) != first


def _never(_uow: UnitOfWork, _ref: str) -> Notice:
    raise AssertionError("nothing was remembered")


def test_a_refused_command_is_not_remembered(shop: Shop) -> None:
    def refuse(uow: UnitOfWork, _: datetime) -> Notice:
        touch(uow)
        raise Conflict("wrong-state")

    shop.add_notice()
    with pytest.raises(Conflict):
        shop.transact(refuse, once=ONCE, ref=lambda notice: notice.id, replay=_never)

    assert submit(shop).id != "n_1"


def test_a_repetition_of_what_is_no_longer_possible_still_gets_the_first_answer(shop: Shop) -> None:
    def add_once() -> str:
        def attempt(uow: UnitOfWork, _: datetime) -> str:
            uow.notices.add(Decision(make_draft(), Event("notice.drafted", {})), OWNER)
            return "n_1"

        return shop.transact(attempt, once=ONCE, ref=str, replay=lambda _, ref: ref)

    assert [add_once(), add_once()] == ["n_1", "n_1"]
    with pytest.raises(AlreadyExists):
        shop.add_notice()


def test_two_hundred_simultaneous_submissions_of_one_key_are_one(shop: Shop, storm: Weather) -> None:
    rivals = 200 if storm.name == "plain" else 40

    with storm.blowing():
        answers = at_once(lambda: insist(lambda: submit(shop)) for _ in range(rivals))

    assert Counter(type(answer) for answer in answers) == {Notice: rivals}
    assert len({answer.id for answer in answers if isinstance(answer, Notice)}) == 1
    entries = shop.tables.ledger.scan()
    assert len(list(entries)) == 1


def test_the_item_of_a_key_names_nobody(shop: Shop) -> None:
    submit(shop)

    (item,) = [each for each in shop.tables.marketplace.scan() if each.kind == "once"]
    assert "owner-agent" not in f"{item.pk}{item.sk}{item.data}{item.state}"
    assert item.expires_at == int((shop.clock.now + timedelta(hours=24)).timestamp())


def test_a_lost_answer_is_answered_by_the_repetition(shop: Shop) -> None:
    with faults(AnswerLost(on="TransactWriteItems"), AnswerLost(on="GetItem", times=2)):
        first = insist(lambda: submit(shop))

    assert submit(shop) == first
