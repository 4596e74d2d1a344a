from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.facts import FailureCode
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Invalid
from chalicelib.usecases.awards.answer_award import abandon_award, accept_award
from chalicelib.usecases.openings.question_price import ask_for_explanation, explain_price, reject_price
from chalicelib.usecases.openings.rows import read_opening, read_order
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content
from tests.journeys.steps import Town, uscc

OPENING = timedelta(seconds=3)


def open_with(town: Town, runtime: Runtime, amounts: list[int], **changes: Any) -> Notice:
    """Publish, let one agency an amount quote, and open."""
    for number in range(len(amounts)):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(lowest_content(service_type=SURVEY, **changes))
    for number, amount in enumerate(amounts):
        town.quote(uscc(number), notice, amount)
    runtime.move_to(publication_of(notice).closes_at + OPENING)
    return town.house.queries.notice(notice.id).notice


def agent(number: int) -> Actor:
    return Actor(f"agent-{number}", uscc(number), frozenset({Role.AGENCY_AGENT}))


def at_award(town: Town, runtime: Runtime, notice: Notice) -> Notice:
    assert notice.publicity is not None
    runtime.move_to(notice.publicity.ends_at + timedelta(seconds=1))
    return town.house.queries.notice(notice.id).notice


def test_the_lowest_price_goes_into_publicity_at_once_and_all_others_are_ranked(
    town: Town, runtime: Runtime
) -> None:
    notice = open_with(town, runtime, [42_000_00, 40_000_00, 41_000_00])

    assert notice.state is NoticeState.PUBLICITY
    assert notice.selection is not None
    assert notice.selection.winner.uscc == uscc(1)
    order = read_order(town.house, notice.id, notice.selection.order_hash)
    assert [row.uscc for row in order] == [uscc(1), uscc(2), uscc(0)]


def test_a_tie_waits_for_the_beacon_and_the_draw_among_the_tied_can_be_recomputed(
    town: Town, runtime: Runtime
) -> None:
    notice = open_with(town, runtime, [40_000_00, 40_000_00, 41_000_00])
    assert notice.state is NoticeState.SELECTING
    runtime.move_to(runtime.now() + timedelta(hours=16))

    town.reveal()
    runtime.drain()

    number = notice.notice_no or ""
    record = town.house.queries.draw(number)[1]
    assert record["method"] == "tie"
    assert verify(record).status is Verdict.RIGHT
    chosen = town.house.queries.notice(notice.id).notice
    assert chosen.selection is not None
    assert chosen.selection.winner.uscc == record["order"][0]


def test_a_beacon_that_stays_away_fails_the_notice_publicly(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [40_000_00, 40_000_00])
    assert notice.pool is not None

    runtime.move_to(notice.pool.timeout_at + timedelta(seconds=1))

    failed = town.house.queries.notice(notice.id).notice
    assert failed.ending is not None
    assert failed.ending.code is FailureCode.BEACON_TIMEOUT
    assert failed.pool is not None
    assert failed.pool.reminders == 2


def test_one_quote_is_too_few(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [40_000_00])

    assert notice.ending is not None
    assert notice.ending.code is FailureCode.TOO_FEW


def test_a_rejected_low_price_lets_the_next_one_into_publicity(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [20_000_00, 40_000_00, 41_000_00])
    assert notice.state is NoticeState.PENDING_OWNER

    ask_for_explanation(town.house, town.owner.actor, notice.id)
    explain_price(town.house, agent(0), notice.id, "我单位设备自有,成本确实低于同行,报价真实有效。")
    reject_price(town.house, town.owner.actor, notice.id, "说明材料不足以证明报价不低于成本。")

    chosen = town.house.queries.notice(notice.id).notice
    assert chosen.state is NoticeState.PUBLICITY
    assert chosen.selection is not None
    assert chosen.selection.winner.uscc == uscc(1)


def test_silence_accepts_a_low_price(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [20_000_00, 40_000_00, 41_000_00])

    runtime.move_to(runtime.now() + timedelta(hours=25))

    chosen = town.house.queries.notice(notice.id).notice
    assert chosen.state is NoticeState.PUBLICITY
    assert chosen.selection is not None
    assert chosen.selection.winner.uscc == uscc(0)


def test_a_winner_that_gives_up_is_replaced_with_publicity_anew(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [42_000_00, 40_000_00, 41_000_00])
    awarded = at_award(town, runtime, notice)
    assert awarded.state is NoticeState.AWARDED

    abandon_award(town.house, agent(1), notice.id, "人员变动,无法按期履约。")

    substituted = town.house.queries.notice(notice.id).notice
    assert substituted.state is NoticeState.PUBLICITY
    assert substituted.selection is not None
    assert substituted.selection.winner.uscc == uscc(2)
    assert substituted.publicity is not None
    assert substituted.publicity.round == 2


def test_silent_winners_lapse_one_after_another_until_no_reserve_is_left(
    town: Town, runtime: Runtime
) -> None:
    notice = open_with(town, runtime, [42_000_00, 40_000_00])

    runtime.move_to(runtime.now() + timedelta(days=40))

    failed = town.house.queries.notice(notice.id).notice
    assert failed.ending is not None
    assert failed.ending.code is FailureCode.NO_RESERVE
    assert [left.candidate.uscc for left in failed.dropouts] == [uscc(1), uscc(0)]


def test_the_winner_accepts_and_losers_find_out_why(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [42_000_00, 40_000_00, 43_000_00])
    at_award(town, runtime, notice)

    accept_award(town.house, agent(1), notice.id)
    runtime.drain()

    contracting = town.house.queries.notice(notice.id).notice
    assert contracting.state is NoticeState.CONTRACTING
    assert contracting.opening is not None
    rows = {row.uscc: row for row in read_opening(town.house, notice.id, contracting.opening.manifest_hash)}
    assert rows[uscc(0)].is_valid


@pytest.mark.parametrize("amount", [0, 50_000_01])
def test_a_quote_out_of_range_is_refused_before_it_is_sealed(
    town: Town, runtime: Runtime, amount: int
) -> None:

    town.settle_agency(uscc(0))
    town.anchor()
    notice = town.publish(lowest_content(service_type=SURVEY))

    with pytest.raises(Invalid) as refusal:
        town.quote(uscc(0), notice, amount)

    assert [error.code for error in refusal.value.errors] == ["out-of-range"]
