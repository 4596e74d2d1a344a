"""The public page of a notice says everything that decides a quote, who answers, and what happened last."""

import re
import subprocess
import sys
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest

from chalicelib.domain.marketplace.notices.timeline import last_changed_at
from tests.factories.notices import CLOSES_AT, DRAWN_AT, MONDAY, awarded, in_publicity, published
from tests.web.notices.conftest import ITEM_NAME, Desk

NUMBER = "ZJ-370700-2026-000001"
PAGE = f"/notices/{NUMBER}"


def page_of(desk: Desk, address: str = PAGE) -> str:
    answer = desk.runtime.get(address)
    assert answer.status == 200, answer.text
    return answer.text


def row(page: str, label: str) -> str:
    """Return the words beside a label of a summary list."""
    found = re.search(rf"<dt>{re.escape(label)}</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    assert found is not None, f"no row {label}"
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def publish(desk: Desk, **changes: dict[str, Any]) -> str:
    return desk.publish(**changes)


def test_the_service_item_is_named_and_leads_to_the_version_it_was_written_for(desk: Desk) -> None:
    publish(desk)

    page = page_of(desk)

    assert row(page, "中介服务事项") == f"{ITEM_NAME}（CH-0001）"
    assert 'href="/service-items/CH-0001?version=1"' in page
    assert row(page, "行政区划") == "奎文区（370705）"


def test_what_belongs_to_an_approval_is_shown(desk: Desk) -> None:
    publish(
        desk,
        project={
            "is_investment": "true",
            "project_code": "2601-370705-04-01-123456",
            "zone": "滨海区",
            "approval_code": "SP-0007",
            "approval_serial": "2026-000123",
        },
    )

    page = page_of(desk)

    assert row(page, "投资审批项目") == "是"
    assert row(page, "投资项目统一代码") == "2601-370705-04-01-123456"
    assert row(page, "功能区") == "滨海区"
    assert row(page, "关联审批事项编码") == "SP-0007"
    assert row(page, "审批办件编号") == "2026-000123"


def test_a_fixed_price_is_not_called_a_ceiling(desk: Desk) -> None:
    publish(desk)

    price = row(page_of(desk), "价格")

    assert "固定金额" in price
    assert "48,500.00" in price
    assert "最高限价" not in page_of(desk)


def test_a_ceiling_with_a_floor_and_the_rules_of_an_inquiry_are_shown(desk: Desk) -> None:
    publish(
        desk,
        price={
            "method": "lowest",
            "is_inquiry": "true",
            "price.basis": "ceiling",
            "price.amount_fen": "5万",
            "price.min_fen": "3万",
        },
    )

    page = page_of(desk)

    assert "最高限价" in row(page, "价格")
    assert "50,000.00" in row(page, "价格")
    assert "报价不低于" in row(page, "价格")
    assert "30,000.00" in row(page, "价格")
    assert "只能报价一次" in row(page, "按询价规则")
    assert row(page, "最少合格机构数") == "3 家"
    assert desk.runtime.get_json(f"/api/v1{PAGE}").json()["minimum"] == 3


def test_a_promise_in_place_of_a_filing_is_said(desk: Desk) -> None:
    publish(
        desk,
        requirements={
            "filing_required": "true",
            "filing_note": "应当在住建部门备案",
            "promise_only": "true",
        },
    )

    page = page_of(desk)

    assert "应当在住建部门备案" in page
    assert "承诺中选后补办即可报名" in page


@pytest.mark.parametrize("address", [PAGE, f"/draws/{NUMBER}"])
def test_contact_and_complaint_phone_stand_on_every_page(desk: Desk, address: str) -> None:
    publish(desk)

    page = page_of(desk, address)

    assert row(page, "联系人") == "联系人甲"
    assert row(page, "联系电话") == "0536-8000000"
    assert row(page, "投诉电话") == "0536-8000001"


def test_a_failed_notice_leads_to_the_one_that_took_its_place_once_that_is_published(desk: Desk) -> None:
    address = publish(desk)
    desk.runtime.advance(timedelta(days=12))
    draft = desk.runtime.post_form(f"{address}/renotices", as_=desk.agent).location.split("?")[0]
    contact = {"contact_name": "联系人乙", "contact_phone": "0536-8000002", "complaint_phone": "0536-8000003"}
    desk.fill(draft, dates={"closes_on": "2026-04-10"}, project=contact)
    assert desk.runtime.post_form(f"{draft}/submission", as_=desk.agent).status == 303
    again = "ZJ-370700-2026-000002"
    assert again not in page_of(desk)

    at_desk = draft.replace("/owner/", "/desk/")
    desk.runtime.post_form(f"{at_desk}/approval", as_=desk.reviewer)
    desk.runtime.post_form(f"{at_desk}/publication", as_=desk.publisher)

    assert f'href="/notices/{again}"' in page_of(desk)
    assert desk.runtime.get_json(f"/api/v1{PAGE}").json()["renoticed_as"] == again
    assert f'href="{PAGE}"' in page_of(desk, f"/notices/{again}")


def test_the_page_is_as_old_as_the_last_change_of_the_notice_not_of_its_text(desk: Desk) -> None:
    publish(desk)
    desk.runtime.advance(timedelta(days=12))

    page = page_of(desk)

    updated = re.search(r'class="updated">(.*?)</p>', page, re.DOTALL)
    assert updated is not None
    assert "2026年3月20日 17:30" in updated[1]


def test_the_last_change_is_the_last_fact() -> None:
    assert last_changed_at(published(), MONDAY) == MONDAY
    assert last_changed_at(published(), CLOSES_AT + timedelta(days=1)) == CLOSES_AT
    assert last_changed_at(in_publicity(), DRAWN_AT + timedelta(hours=1)) == DRAWN_AT
    decided = awarded()
    assert decided.award is not None
    assert last_changed_at(decided, decided.award.at + timedelta(days=9)) == decided.award.at


def test_the_reason_of_a_withdrawal_is_public(desk: Desk) -> None:
    address = publish(desk)

    desk.runtime.post_form(f"{address}/withdrawal", {"reason": "项目资金计划调整，不再采购"}, as_=desk.agent)

    assert "理由：项目资金计划调整，不再采购" in page_of(desk)
    assert desk.runtime.get_json(f"/api/v1{PAGE}").json()["ending"]["reason"] == "项目资金计划调整，不再采购"


def test_the_page_carries_its_own_address_as_a_picture_to_scan(desk: Desk) -> None:
    publish(desk)

    picture = desk.runtime.get(f"{PAGE}/qr.svg")

    assert f'src="{PAGE}/qr.svg"' in page_of(desk)
    assert (picture.status, picture.header("Content-Type")) == (200, "image/svg+xml")
    assert picture.text.startswith("<svg")
    assert desk.runtime.get("/notices/nonesuch/qr.svg").status == 404


def test_no_request_but_the_one_for_the_picture_loads_the_encoder() -> None:
    code = "import sys, app; print('segno' in sys.modules)"

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert printed.stdout.strip() == "False"


@pytest.mark.parametrize(
    "typed", ["zj-370700-2026-000001", "ZJ370700 2026 000001", "ＺＪ－３７０７００－２０２６－０００００１"]
)
def test_a_number_is_found_however_it_was_typed(desk: Desk, typed: str) -> None:
    publish(desk)

    assert NUMBER in page_of(desk, "/notices/" + quote(typed))
    assert desk.runtime.get_json("/api/v1/notices/" + quote(typed)).json()["notice_no"] == NUMBER
    assert desk.runtime.get("/notices/zj-370700").status == 404
