"""The owner decides: small list, score sheets, ties, silence (docs/rules.md §3.3, §3.4)."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from chalicelib.kernel.errors import Conflict, Invalid
from chalicelib.usecases.choices.decide import choose_agency, read_before
from chalicelib.usecases.openings.rows import OrderRow, read_order
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import credit_content
from tests.journeys.steps import Town, uscc

REASON = "信用良好,承接过同等规模的项目"


def now(town: Town, notice: Notice) -> Notice:
    return town.house.queries.notice(notice.id).notice


def opened(town: Town, runtime: Runtime, content: NoticeContent, amounts: list[int], **quote: Any) -> Notice:
    """Publish, let one agency an amount quote, and open."""
    for number in range(len(amounts)):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(content)
    for number, amount in enumerate(amounts):
        town.quote(uscc(number), notice, amount, **quote)
    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    return now(town, notice)


def listed(town: Town, runtime: Runtime, count: int = 5) -> Notice:
    """Bring a credit notice to its small list of two."""
    notice = opened(
        town, runtime, credit_content(service_type=SURVEY), [40_000_00 + at for at in range(count)]
    )
    assert notice.state is NoticeState.SELECTING
    runtime.move_to(runtime.now() + timedelta(hours=16))
    town.reveal()
    runtime.drain()
    return now(town, notice)


def order_of(town: Town, notice: Notice) -> list[OrderRow]:
    assert notice.selection is not None
    return read_order(town.house, notice.id, notice.selection.order_hash)


def test_the_small_list_is_drawn_by_tickets_and_laid_before_the_owner(town: Town, runtime: Runtime) -> None:
    notice = listed(town, runtime)

    record = town.house.queries.draw(notice.notice_no or "")[1]
    assert (record["method"], record["take"], verify(record).status) == ("weighted", 2, Verdict.RIGHT)
    assert record["tickets"] == [100] * 5  # all five are tied on the line of the big list of four
    assert notice.state is NoticeState.PENDING_OWNER
    assert [row.uscc for row in read_before(town.house, notice).listed] == record["order"]


def test_the_owners_pick_stands_first_and_the_rest_of_the_small_list_behind_it(
    town: Town, runtime: Runtime
) -> None:
    notice = listed(town, runtime)
    first, second = (row.uscc for row in read_before(town.house, notice).listed)

    choose_agency(town.house, town.owner.actor, notice.id, second, REASON)

    chosen = now(town, notice)
    assert chosen.state is NoticeState.PUBLICITY
    assert [row.uscc for row in order_of(town, chosen)] == [second, first]
    assert order_of(town, chosen)[0].reasons == ("on-small-list", "chosen-by-owner")


def test_nobody_outside_the_small_list_can_be_picked(town: Town, runtime: Runtime) -> None:
    notice = listed(town, runtime)
    small = {row.uscc for row in read_before(town.house, notice).listed}
    other = next(uscc(number) for number in range(5) if uscc(number) not in small)

    with pytest.raises(Invalid):
        choose_agency(town.house, town.owner.actor, notice.id, other, REASON)


def test_a_silent_owner_is_reported_and_then_fails_the_notice(town: Town, runtime: Runtime) -> None:
    notice = listed(town, runtime)
    assert notice.choice is not None

    runtime.move_to(notice.choice.due_at + timedelta(seconds=1))
    late = now(town, notice)
    assert late.choice is not None
    assert late.choice.escalated_at is not None
    runtime.move_to(notice.choice.lapses_at + timedelta(seconds=1))

    failed = now(town, notice)
    assert failed.ending is not None
    assert failed.ending.code == "OWNER_TIMEOUT"
    with pytest.raises(Conflict):
        choose_agency(town.house, town.owner.actor, notice.id, uscc(0), REASON)


def test_one_registrant_fails_the_credit_method_by_itself(town: Town, runtime: Runtime) -> None:
    notice = opened(town, runtime, credit_content(service_type=SURVEY), [40_000_00])

    assert notice.ending is not None
    assert notice.ending.code == "TOO_FEW"
