"""Mean price through the whole house: nearest to the mean, ties drawn (docs/rules.md §3.6)."""

from datetime import timedelta

from chalicelib.domain.marketplace.notices.content import Price, PriceBasis
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection.verification import Verdict, verify
from chalicelib.usecases.openings.rows import OrderRow, read_order
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import make_content
from tests.journeys.steps import Town, uscc

CEILING = Price(PriceBasis.CEILING, amount_fen=50_000_00)


def open_with(town: Town, runtime: Runtime, amounts: list[int]) -> Notice:
    """Publish, let one agency an amount quote, and open."""
    for number in range(len(amounts)):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(make_content(service_type=SURVEY, method=Method.MEAN, price=CEILING))
    for number, amount in enumerate(amounts):
        town.quote(uscc(number), notice, amount)
    runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    return town.house.queries.notice(notice.id).notice


def order_of(town: Town, notice: Notice) -> list[OrderRow]:
    assert notice.selection is not None
    return read_order(town.house, notice.id, notice.selection.order_hash)


def test_the_quote_nearest_to_the_mean_goes_into_publicity_at_once(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [30_000_00, 40_000_00, 44_000_00])  # the mean is 38,000

    assert notice.state is NoticeState.PUBLICITY
    rows = order_of(town, notice)
    assert [row.uscc for row in rows] == [uscc(1), uscc(2), uscc(0)]
    assert [row.measure for row in rows] == [2_000_00, 6_000_00, 8_000_00]
    assert rows[0].reasons == ("nearest-to-mean",)


def test_the_same_quote_twice_is_drawn_and_the_draw_can_be_recomputed(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [40_000_00, 40_000_00, 44_000_00])
    assert notice.state is NoticeState.SELECTING
    runtime.move_to(runtime.now() + timedelta(hours=16))

    town.reveal()
    runtime.drain()

    record = town.house.queries.draw(notice.notice_no or "")[1]
    assert (record["method"], verify(record).status) == ("tie", Verdict.RIGHT)
    chosen = town.house.queries.notice(notice.id).notice
    assert [row.uscc for row in order_of(town, chosen)][:2] == record["order"]


def test_two_quotes_are_too_few_since_both_are_equally_near(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [40_000_00, 44_000_00])

    assert notice.ending is not None
    assert notice.ending.code == "TOO_FEW"


def test_a_quote_far_below_the_others_is_not_questioned_here(town: Town, runtime: Runtime) -> None:
    notice = open_with(town, runtime, [10_000_00, 40_000_00, 44_000_00])

    assert notice.state is NoticeState.PUBLICITY
