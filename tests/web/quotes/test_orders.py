"""The supervisor stops a purchase, lets it go on or ends it, with reason and document (§2.1)."""

from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.notices.state import NoticeState
from infra.local.http_event import Answer
from tests.web.quotes.conftest import Market
from tests.web.quotes.test_consequences import NEXT, SUPERVISOR, WINNER, brought_to, current

ORDER = {"reason": "收到投诉，需要核实评审过程。", "document_no": "潍监〔2026〕12号"}
STOPPABLE = [NoticeState.PUBLICITY, NoticeState.AWARDED]


def order(market: Market, name: str) -> Answer:
    path = f"/api/v1/supervisor/notices/{market.notice.id}/orders/{name}"
    return market.runtime.post_json(path, ORDER, as_=SUPERVISOR)


@pytest.mark.parametrize("state", STOPPABLE)
def test_a_stopped_purchase_moves_no_further_and_goes_on_by_itself_after_thirty_days(
    market: Market, state: NoticeState
) -> None:
    brought_to(market, state)

    stopped = order(market, "suspension")
    market.runtime.move_to(market.runtime.now() + timedelta(days=20))

    assert stopped.json()["state"] == "SUSPENDED"
    assert current(market).state is NoticeState.SUSPENDED
    assert ORDER["reason"] in market.runtime.get(f"/notices/{market.number}").text
    suspension = current(market).suspension
    assert suspension is not None
    market.runtime.move_to(suspension.releases_at)
    assert current(market).state is state
    told = [letter.code for letter in market.runtime.outbox.letters(f"org:{market.agents[NEXT].org.uscc}")]
    assert {"notice-suspended", "notice-released"} <= set(told)


@pytest.mark.parametrize("state", STOPPABLE)
def test_after_the_release_the_interrupted_period_runs_anew(market: Market, state: NoticeState) -> None:
    brought_to(market, state)
    before = current(market)
    order(market, "suspension")
    market.runtime.move_to(market.runtime.now() + timedelta(days=10))

    assert order(market, "release").json()["state"] == state.value

    after = current(market)
    for name, clock in (("publicity", "ends_at"), ("award", "due_at")):
        if state is NoticeState[{"publicity": "PUBLICITY", "award": "AWARDED"}[name]]:
            assert getattr(getattr(after, name), clock) > getattr(getattr(before, name), clock)
            assert getattr(getattr(after, name), clock) > market.runtime.now()


def test_a_stopped_purchase_can_be_ended_for_good(market: Market) -> None:
    brought_to(market, NoticeState.AWARDED)
    order(market, "suspension")

    order(market, "ending")

    notice = current(market)
    assert notice.state is NoticeState.FAILED
    assert notice.ending is not None
    assert (notice.ending.code, notice.ending.reason) == ("COMPLAINT", ORDER["reason"])


def test_the_order_runs_by_its_page_and_is_the_supervisors_alone(market: Market) -> None:
    brought_to(market, NoticeState.PUBLICITY)
    base = f"/supervisor/notices/{market.notice.id}"
    assert "暂停采购" in market.runtime.get(base, as_=SUPERVISOR).text

    refused = market.runtime.post_form(f"{base}/orders/suspension", {"reason": "短"}, as_=SUPERVISOR)
    done = market.runtime.post_form(f"{base}/orders/suspension", {**ORDER, "_key": "k"}, as_=SUPERVISOR)

    assert refused.status == 422
    assert done.status == 303
    assert "恢复采购" in market.runtime.get(base, as_=SUPERVISOR).text
    assert (
        "公告现在的状态不能这样处理" in market.runtime.get(f"{base}/orders/suspension", as_=SUPERVISOR).text
    )
    assert market.runtime.post_form(f"{base}/orders/release", ORDER, as_=market.agents[WINNER]).status == 403


def test_a_purchase_that_is_still_open_cannot_be_stopped(market: Market) -> None:
    assert order(market, "suspension").status == 409
