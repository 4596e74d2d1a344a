"""One purchase by clicking, from an agency's entry to the accepted award; a stranger recomputes the draw."""

import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Role
from infra.local.demo.bidding import quote_all
from infra.local.people import DemoPerson, find_person, organisations
from tests.browser.market import PHONE, Market, Visitor
from tests.browser.papers import paper
from tests.web.agencies.applicant import id_number

NEWCOMER = [org for org in organisations() if org.kind == "agency"][-1]
ASSESSMENT = "HP01"


def somebody(role: Role, org: str | None = None) -> DemoPerson:
    found = find_person(role, org=org)
    assert found is not None
    return found


def person_of(serial: int, name: str) -> dict[str, str]:
    return {"姓名": name, "身份证号": id_number(serial)}


INSURED = {"社保缴费证明截至月份": "2026-10"}


def enter(agency: Visitor, folder: Path) -> None:
    """Fill the task list of an entry, section by section, and submit it."""
    agency.go("/workbench").follow("入驻资料")
    agency.press("开始填写")
    agency.go("/agency/onboarding/organisation")
    organisation = {"机构名称": NEWCOMER.name, "证照上的名称": NEWCOMER.name, "企业": True}
    agency.fill(organisation | {"注册地行政区划": "370705", "注册地址": "演示路 1 号", "以上关联关系": True})
    agency.press("保存")
    agency.go("/agency/onboarding/legal-representative").fill(person_of(901, "欧阳知远"))
    for side in ("身份证人像面", "身份证国徽面"):
        agency.press(side)
        agency.hand_in(paper(folder, side))
    agency.go("/agency/onboarding/contact").fill({"联系人姓名": "陈安然", "手机号码": "13900000001"})
    agency.press("保存")
    agency.go("/agency/onboarding/services/new").fill({
        "服务类型": ASSESSMENT,
        "服务条件": "提供项目批复文件",
        "服务流程": "委托、调查、编制、送审",
        "服务时限": "收齐资料后 20 个工作日",
        "收费标准": "市场调节价",
    })  # fmt: skip
    agency.press("保存")
    agency.go("/agency/onboarding/practitioners/new").fill(person_of(902, "诸葛雨桐"))
    agency.fill({"证书种类": "eia-engineer", "注册编号": "HP0001", "注册有效期至": "2029-12-31"})
    agency.fill(INSURED)
    agency.press("保存")
    upload_all(agency, folder)
    agency.go("/agency/onboarding/agents/new").fill(person_of(903, "上官景行") | INSURED)
    agency.press("保存")
    upload_all(agency, folder)
    agency.go("/agency/onboarding/documents").follow("上传营业执照或登记证书")
    agency.hand_in(paper(folder, "licence"))
    agency.go("/agency/onboarding/commitment")
    for box in agency.main.locator("[name=conditions]").all():
        box.check()
    agency.fill({"签署日期": "2026-11-19", "承诺书已由法定代表人签字": True})
    agency.press("承诺书扫描件")
    agency.hand_in(paper(folder, "letter"))
    agency.go("/agency/submission")
    agency.press("提交申请")
    assert agency.address == "/agency/submission/done"


def upload_all(agency: Visitor, folder: Path) -> None:
    """Hand in every paper that the page asks for."""
    for place in range(agency.main.get_by_role("button", name="保存并上传文件").count()):
        agency.press("保存并上传文件")
        agency.hand_in(paper(folder, f"{place} {agency.address}"))


def write_notice(owner: Visitor, closes_on: str) -> None:
    """Go through the six steps of the wizard and submit."""
    owner.go("/workbench")
    owner.press("新建采购公告")
    owner.main.locator(".task-list a").first.click()
    owner.fill({
        "项目名称": "云帆实验学校实验楼环境影响报告表编制",
        "行政区划": "370705",
        "联系人": "采购联系人",
        "联系电话": "0536-8080101",
        "投诉电话": "0536-8080102",
    })  # fmt: skip
    owner.press("保存并继续")
    item = owner.main.locator("select[name=item] option", has_text="环境影响").first.get_attribute("value")
    owner.fill({"中介服务事项": item or ""})
    owner.press("选定并继续填写")
    owner.fill({
        "服务内容": "编制建设项目环境影响报告表，完成现状调查、影响预测与对策措施，并配合审批直至批复。",
        "投资额": True,
        "规模数值": "500万",
        "财政资金比例": "100",
        "社会资金比例": "0",
        "服务天数": "30",
    })  # fmt: skip
    owner.press("保存并继续")
    owner.press("保存并继续")
    owner.fill({"随机抽取": True, "固定金额": True, "[name='price.amount_fen']": "6.6万"})
    assert owner.page.text_content("#f-price-amount_fen-capital") == "陆万陆仟元整"
    owner.press("保存并继续")
    owner.fill({"报名截止日期": closes_on})
    owner.press("保存并继续")
    owner.press("提交审核")


def quote(agent: Visitor, notice_no: str) -> str:
    """Check oneself, quote, confirm; return what the receipt page says."""
    agent.go(f"/agency/notices/{notice_no}/quote")
    agent.fill({"报价金额": "66,000.00", "业务授权人": "上官景行", "手机号码": "13900000003"})
    for place in agent.main.locator("[name=staff]").all():
        place.check()
    for question in (
        "owner_relations",
        "kin_of_owner",
        "run_by_department",
        "related_agencies",
        "project_roles",
    ):
        agent.main.locator(f"[name='declaration.{question}.answer'][value=no]").check()
    agent.main.locator("[name='declaration.person_in_charge.answer'][value=yes]").check()
    agent.press("继续")
    agent.press("确认并密封提交")
    return agent.text


@pytest.mark.timeout(600)
def test_a_purchase_goes_from_an_agencys_entry_to_the_accepted_award_by_clicking(
    market: Market, tmp_path: Path
) -> None:
    house = market.runtime.house
    enter(market.visitor(somebody(Role.AGENCY_ADMIN, NEWCOMER.uscc), size=PHONE), tmp_path)
    let_in(market)
    notice_id = publish(market)
    notice_no = house.queries.notice(notice_id).notice.notice_no or ""
    quote_all(house, notice_id, (66_000, 66_000))
    receipt = quote(market.visitor(somebody(Role.AGENCY_AGENT, NEWCOMER.uscc), size=PHONE), notice_no)
    assert "报价已密封提交" in receipt
    assert "66,000" not in receipt
    market.runtime.drain()
    public = market.visitor(size=PHONE).go(f"/notices/{notice_no}")
    assert "已报名" in public.text

    market.move_to(publication_of(house.queries.notice(notice_id).notice).closes_at + timedelta(minutes=1))
    assert "等待" in public.go(f"/draws/{notice_no}").text
    reveal(market, tmp_path)
    recompute(public.go(f"/draws/{notice_no}"), tmp_path)

    accept(market, notice_id)
    assert "陆万陆仟元整" in public.go(f"/notices/{notice_no}").text
    assert [one.complaints for one in market.visitors if one.complaints] == []


def let_in(market: Market) -> None:
    """Let the operator check the form and the department review the newcomer."""
    house = market.runtime.house
    market.runtime.drain()
    reviewer = market.visitor(somebody(Role.OPERATOR_REVIEWER))
    reviewer.go(f"/desk/agencies/{NEWCOMER.uscc}").press("通过形式核对")
    market.runtime.drain()
    official = somebody(Role.DEPARTMENT, house.service_types.department_of(ASSESSMENT).org)
    market.visitor(official).go(f"/department/agencies/{NEWCOMER.uscc}").press("通过", exact=True)
    market.runtime.drain()
    assert "环境影响评价" in market.visitor().go(f"/agencies/{NEWCOMER.uscc}").text


def publish(market: Market) -> str:
    """Let the owner write a notice and two officials publish it; return its identifier."""
    owner = market.visitor(somebody(Role.OWNER_AGENT))
    write_notice(owner, "2026-11-26")
    assert "ZJ-370700-2026-" in owner.text
    notice_id = owner.address.split("/")[3]
    market.visitor(somebody(Role.OPERATOR_REVIEWER)).go(f"/desk/notices/{notice_id}").press("审核通过")
    market.visitor(somebody(Role.OPERATOR_PUBLISHER)).go(f"/desk/notices/{notice_id}").press("发布公告")
    market.runtime.drain()
    return notice_id


def accept(market: Market, notice_id: str) -> None:
    """Let the publicity pass and the winner accept from its workbench."""
    notice = market.runtime.house.queries.notice(notice_id).notice
    assert notice.publicity is not None
    assert notice.selection is not None
    market.move_to(notice.publicity.ends_at + timedelta(minutes=1))
    agency = market.visitor(somebody(Role.AGENCY_AGENT, notice.selection.winner.uscc)).go("/workbench")
    agency.follow("确认中选")
    agency.press("确认中选")
    assert "已确认中选" in agency.text
    market.runtime.drain()


def reveal(market: Market, folder: Path) -> None:
    """Let the supervisor, in the morning, choose the chain's file and publish the next value."""
    market.runtime.advance(timedelta(hours=16))
    file = folder / "beacon-chain.json"
    file.write_bytes(market.runtime.get("/dev/beacon-chain.json").body)
    supervisor = market.visitor(somebody(Role.SUPERVISOR)).go("/supervisor/beacon")
    supervisor.main.locator("#chain-file").set_input_files(file)
    supervisor.page.wait_for_selector("[data-beacon-status][data-status=found]")
    supervisor.press("公布", exact=True)
    assert "今天的值已经公布" in supervisor.text
    market.runtime.drain()


def recompute(stranger: Visitor, folder: Path) -> None:
    """Verify the draw in the page and with the script, and see both catch a changed record."""
    stranger.press("在本页核验")
    stranger.page.wait_for_selector("text=核验通过")
    record, script = (download(stranger, words, folder) for words in ("本次抽取的记录文件", "核验程序"))
    assert run(script, record) == (0, "")
    changed = json.loads(record.read_text())
    changed["order"].reverse()
    record.write_text(json.dumps(changed))
    assert run(script, record) == (1, "order")
    stranger.main.locator("#verify-file").set_input_files(record)
    stranger.page.wait_for_selector("text=核验不通过")


def download(visitor: Visitor, words: str, folder: Path) -> Path:
    with visitor.page.expect_download() as begun:
        visitor.follow(words)
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def run(script: Path, record: Path) -> tuple[int, str]:
    """Run the script with nothing but a bare Python; return its status and the field it names."""
    done = subprocess.run([sys.executable, "-I", script, record], capture_output=True, text=True, check=False)
    named = re.search(r"first wrong field: (\S+)", done.stdout)
    return done.returncode, named[1] if named else ""
