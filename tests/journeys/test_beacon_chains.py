"""A notice stays with the chain it was published on, whatever the supervisor begins beside it (§3.2)."""

from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.selection.beacon import make_chain
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from chalicelib.kernel.errors import Conflict, Invalid
from chalicelib.usecases.beacons.bound import chains_in_use
from chalicelib.usecases.beacons.reveal_beacon import anchor_chain, reveal_beacon
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content
from tests.journeys.steps import Town, uscc

A_NIGHT = timedelta(hours=16)
NEWER = make_chain(b"\x01" * 32, 20)


def begin_chain(town: Town, chain: tuple[str, ...]) -> None:
    anchor_chain(town.house, town.supervisor, chain[0], len(chain) - 1)


def publish(town: Town, runtime: Runtime) -> Notice:
    """Publish a draw and let two agencies quote."""
    notice = town.publish(make_content(service_type=SURVEY))
    for number in range(2):
        town.quote(uscc(number), notice, 48_500_00)
    runtime.drain()
    return notice


def close(runtime: Runtime, notice: Notice) -> None:
    """Let the deadline pass and the night after it."""
    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    runtime.advance(A_NIGHT)


def draw_of(town: Town, notice: Notice) -> tuple[NoticeState, Verdict]:
    view, record, _ = town.house.queries.draw(number_of(notice))
    return view.notice.state, verify(record).status


@pytest.fixture(autouse=True)
def agencies(town: Town) -> None:
    for number in range(2):
        town.settle_agency(uscc(number))


def test_a_new_chain_leaves_a_published_notice_to_the_chain_it_was_published_on(
    town: Town, runtime: Runtime
) -> None:
    town.anchor()
    older = publish(town, runtime)
    begin_chain(town, NEWER)
    newer = publish(town, runtime)
    close(runtime, newer)

    reveal_beacon(town.house, town.supervisor, NEWER[1])
    runtime.drain()
    assert draw_of(town, newer) == (NoticeState.PUBLICITY, Verdict.RIGHT)
    assert draw_of(town, older)[1] is Verdict.NOT_DRAWN

    town.reveal()
    runtime.drain()
    assert draw_of(town, older) == (NoticeState.PUBLICITY, Verdict.RIGHT)


def test_the_supervisor_sees_every_chain_that_a_notice_still_needs(town: Town, runtime: Runtime) -> None:
    town.anchor()
    notice = publish(town, runtime)
    begin_chain(town, NEWER)
    runtime.drain()
    close(runtime, notice)

    newest, older = chains_in_use(town.house)
    assert (newest.chain.id, newest.bound, newest.waiting.cards) == (NEWER[0], 0, ())
    assert (older.chain.id, older.bound) == (town.chain[0], 1)
    assert [card.data["notice_no"] for card in older.waiting.cards] == [notice.notice_no]

    town.reveal()
    runtime.drain()
    assert [found.chain.id for found in chains_in_use(town.house)] == [NEWER[0]]


def test_a_chain_keeps_a_value_for_every_notice_published_on_it(town: Town, runtime: Runtime) -> None:
    short = make_chain(b"\x02" * 32, 2)
    begin_chain(town, short)
    first, second = publish(town, runtime), publish(town, runtime)

    with pytest.raises(Conflict) as spent:
        publish(town, runtime)
    with pytest.raises(Conflict) as kept:
        reveal_beacon(town.house, town.supervisor, short[1])

    assert (spent.value.code, kept.value.code) == ("beacon-chain-spent", "values-kept")
    close(runtime, second)
    reveal_beacon(town.house, town.supervisor, short[1])
    runtime.drain()
    assert draw_of(town, first) == draw_of(town, second) == (NoticeState.PUBLICITY, Verdict.RIGHT)


def test_a_value_that_continues_no_chain_is_refused_and_so_is_an_anchor_used_before(town: Town) -> None:
    town.anchor()
    begin_chain(town, NEWER)

    for value in (town.chain[2], NEWER[2], "0" * 64):
        with pytest.raises(Invalid) as strange:
            reveal_beacon(town.house, town.supervisor, value)
        assert strange.value.errors[0].code == "not-the-next-link"
    with pytest.raises(Invalid) as again:
        town.anchor()

    assert again.value.errors[0].code == "chain-known"


def test_each_chain_gives_one_value_a_day(town: Town) -> None:
    town.anchor()
    begin_chain(town, NEWER)
    town.reveal()
    reveal_beacon(town.house, town.supervisor, NEWER[1])

    for value in (town.chain[2], NEWER[2]):
        with pytest.raises(Conflict) as again:
            reveal_beacon(town.house, town.supervisor, value)
        assert again.value.code == "revealed-today"


def test_no_value_that_a_chain_has_made_public_anchors_another(town: Town, runtime: Runtime) -> None:
    town.anchor()
    first = town.reveal()
    runtime.advance(timedelta(days=1))
    second = town.reveal()

    for public in (first, second):
        with pytest.raises(Invalid) as refused:
            anchor_chain(town.house, town.supervisor, public, 50)
        assert refused.value.errors[0].code == "chain-known"
