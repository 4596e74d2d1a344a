"""The owner's pages of an abnormally low price and of an award: ask, hear, decide, refuse."""

from datetime import timedelta

import pytest

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.identity_ports import SignedIn
from chalicelib.usecases.openings.question_price import explain_price
from infra.local.runtime import Runtime
from tests.factories.agencies import SURVEY
from tests.factories.notices import lowest_content
from tests.journeys.steps import Town, uscc
from tests.web.notices.conftest import Desk, person

LOW, OTHERS = 20_000_00, (40_000_00, 41_000_00)


@pytest.fixture
def desk(runtime: Runtime) -> Desk:
    return Desk(runtime)


def town_of(desk: Desk) -> Town:
    agent = desk.agent
    actor = Actor(agent.subject, agent.org.uscc, frozenset(agent.roles))
    return Town(desk.runtime.house, owner=SignedIn(actor, agent.display_name, agent.org.name))


def opened(desk: Desk, amounts: tuple[int, ...]) -> Notice:
    """Publish, let one agency an amount quote, and open."""
    town = town_of(desk)
    for number in range(len(amounts)):
        town.settle_agency(uscc(number))
    town.anchor()
    notice = town.publish(lowest_content(service_type=SURVEY))
    for number, amount in enumerate(amounts):
        town.quote(uscc(number), notice, amount)
    desk.runtime.move_to(publication_of(notice).closes_at + timedelta(seconds=3))
    return notice


def page_of(desk: Desk, notice: Notice) -> str:
    return desk.runtime.get(f"/owner/notices/{notice.id}", as_=desk.agent).text


def test_a_low_price_waits_for_the_owner_with_its_deadline_on_the_workbench(desk: Desk) -> None:
    notice = opened(desk, (LOW, *OTHERS))

    assert "决定是否要求说明异常低价" in desk.runtime.get("/workbench", as_=desk.agent).text
    page = page_of(desk, notice)
    assert "贰万元整" in page
    assert "要求说明" in page
    assert "/price/rejection" not in page


def test_a_price_is_rejected_only_after_the_agency_was_heard(desk: Desk) -> None:
    notice = opened(desk, (LOW, *OTHERS))
    address = f"/owner/notices/{notice.id}"
    reason = {"reason": "说明中的人工成本低于最低工资标准"}
    assert desk.runtime.post_form(f"{address}/price/rejection", reason, as_=desk.agent).status == 409

    desk.runtime.post_form(f"{address}/price/question", as_=desk.agent)
    assert desk.runtime.post_form(f"{address}/price/rejection", reason, as_=desk.agent).status == 409
    bidder = Actor("bidder", uscc(0), frozenset({Role.AGENCY_AGENT}))
    explain_price(desk.runtime.house, bidder, notice.id, "设备为自有，人员为在编人员，成本较低。")
    desk.runtime.drain()
    assert "设备为自有" in page_of(desk, notice)

    assert desk.runtime.post_form(f"{address}/price/rejection", reason, as_=desk.agent).status == 303
    page = page_of(desk, notice)
    assert "公示中" in page
    assert "不接受报价" in page
    public = desk.runtime.get(f"/notices/{notice.notice_no}").text
    assert "理由：说明中的人工成本低于最低工资标准" in public
    assert "设备为自有" not in public


def test_an_accepted_price_goes_into_publicity(desk: Desk) -> None:
    notice = opened(desk, (LOW, *OTHERS))

    desk.runtime.post_form(f"/owner/notices/{notice.id}/price/acceptance", as_=desk.agent)

    assert "中选候选机构公示中" in page_of(desk, notice)


def test_an_award_refused_by_the_owners_administrator_ends_the_notice_with_its_reason(desk: Desk) -> None:
    notice = opened(desk, OTHERS)
    shown = desk.runtime.house.queries.notice(notice.id).notice
    assert shown.publicity is not None
    desk.runtime.move_to(shown.publicity.ends_at + timedelta(seconds=1))
    address = f"/owner/notices/{notice.id}"
    assert "拒绝中选结果" not in page_of(desk, notice)
    assert "拒绝中选结果" in desk.runtime.get(address, as_=desk.admin).text
    assert "信用" in desk.runtime.get(f"{address}/refusal", as_=desk.admin).text

    desk.runtime.post_form(f"{address}/refusal", {"reason": "项目被上级主管部门取消"}, as_=desk.admin)

    page = page_of(desk, notice)
    assert "业主拒绝中选结果" in page
    assert "项目被上级主管部门取消" in page
    told = desk.runtime.get("/messages", as_=person(Role.SUPERVISOR)).text
    assert "流选：业主拒绝中选结果。" in told
