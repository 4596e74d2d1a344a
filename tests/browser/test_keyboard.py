"""An owner and an agency go through a purchase with the keys alone; what is heard is asserted."""

from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain.marketplace.contracts.facts import Side
from chalicelib.domain.marketplace.evaluations.facts import Party, Scores
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import publication_of
from chalicelib.kernel.actors import Role
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.contracts.deliver_result import accept_result, hand_over_result
from chalicelib.usecases.contracts.sign_contract import confirm_contract
from chalicelib.usecases.evaluations.evaluate import evaluate_service
from infra.local.demo import cast
from infra.local.demo.bidding import fitting_agencies, quote_all
from infra.local.demo.performing import PAPER
from tests.browser.keyboard import Keyboard
from tests.browser.market import DESKTOP, PHONE, Market
from tests.browser.papers import paper
from tests.browser.test_first_purchase import somebody

OWNER = cast.owners()[5].uscc
SCORED = "安置区项目安全预评价"
UPLOADED = "听风社区服务中心用地复核测量"
OPEN = "云帆实验学校运动场改造造价咨询"
DIMENSIONS = ("服务质量", "服务时效", "服务态度", "收费合理", "行为规范", "总体印象")
REFUSED = "422 (Unprocessable Entity)"
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.timeout(600)


def sit_down(market: Market, role: Role, org: str, size: dict[str, int]) -> Keyboard:
    """Let somebody sign in, who then has no mouse."""
    return Keyboard.of(market.visitor(somebody(role, org), size=size))


def test_an_owner_scores_approves_signs_accepts_and_evaluates_by_keyboard(market: Market) -> None:
    agent = sit_down(market, Role.OWNER_AGENT, OWNER, DESKTOP)
    admin = sit_down(market, Role.OWNER_ADMIN, OWNER, DESKTOP)

    score_proposals(agent)
    approve(admin)
    notice = confirm(market, admin)
    publish_and_file(agent)
    deliver(market, notice)
    accept_and_evaluate(agent)

    evaluation = market.runtime.house.queries.notice_alone(notice.id).evaluation
    assert evaluation is not None
    assert [one.text for one in evaluation.opinions] == ["按期完成。"]
    assert complaints(market) == []


def complaints(market: Market) -> list[str]:
    """Return what the browsers complain of, but for the refusals that the journeys ask for."""
    return [said for one in market.visitors for said in one.complaints if REFUSED not in said]


def score_proposals(agent: Keyboard) -> None:
    """Send empty sheets, hear what is missing in each, and fill them."""
    agent.start("/workbench").follow("书面选定机构", beside=SCORED)
    agent.follow("去作出决定")
    agent.press("提交管理员批准")
    lines = agent.hear_errors()
    assert len(lines) == len(set(lines)) > 3, lines
    sheets = dict.fromkeys(group for one in agent.controls("textbox") for group in one.groups)
    assert len(sheets) == 3, sheets
    for place, sheet in enumerate(sheets):
        agent.type({"技术方案": str(80 - place), "项目人员": "70", "服务承诺": "60"}, within=sheet)
    agent.type({"评分理由": "技术路线和人员配备符合项目要求。"})
    agent.press("提交管理员批准")
    assert "决定已经记录" in agent.focused().name


def approve(admin: Keyboard) -> None:
    """Let the administrator try to return the scores without a reason, then approve them."""
    admin.start("/workbench").follow("批准选定", beside=SCORED)
    admin.follow("去批准决定")
    admin.press("退回修改")
    assert len(admin.hear_errors()) == 1
    admin.press("批准")
    assert "决定已经记录" in admin.focused().name


def confirm(market: Market, admin: Keyboard) -> Notice:
    """Let the administrator confirm the contract that the agency has uploaded."""
    admin.start("/workbench").follow("确认或者退回合同", beside=UPLOADED)
    number = admin.visitor.address.rsplit("/", 1)[1].partition("?")[0]
    admin.follow("退回合同")
    admin.press("退回合同")
    assert len(admin.hear_errors()) == 1
    admin.follow("返回")
    admin.press("确认合同")
    assert "合同已生效" in admin.focused().name
    market.runtime.drain()
    return market.runtime.house.queries.notice_by_number(number).notice


def publish_and_file(agent: Keyboard) -> None:
    """Let the agent publish the contract and file its copy."""
    agent.start("/workbench").follow("合同副本报监督部门备案", beside=UPLOADED)
    for act in ("现在公开", "登记备案"):
        agent.press(act)
        assert act not in [one.name for one in agent.controls("button")]


def deliver(market: Market, notice: Notice) -> None:
    """Let the agency hand its result over, which is not the owner's part."""
    house, winner = market.runtime.house, winner_of(notice)
    market.runtime.advance(MINUTE)
    file_id = house.files.put("dossier", PAPER, "application/pdf")
    today = market.runtime.now().astimezone(CHINA).date()
    hand_over_result(
        house, cast.actor(Role.AGENCY_AGENT, winner), notice.id, today, file_id, "成果报告三份。"
    )
    market.runtime.drain()


def winner_of(notice: Notice) -> str:
    assert notice.selection is not None
    return notice.selection.winner.uscc


def accept_and_evaluate(agent: Keyboard) -> None:
    """Let the agent accept the result, evaluate with nothing chosen, hear it, and evaluate."""
    agent.start("/workbench").follow("审核服务成果", beside=UPLOADED)
    agent.press("通过成果")
    agent.follow("评价服务")
    agent.press("提交评价")
    assert len(agent.hear_errors()) == len(DIMENSIONS)
    for place, dimension in enumerate(DIMENSIONS):
        agent.choose(dimension, "5 分，很好" if place else "4 分，好")
    agent.type({"文字评价": "按期完成。"})
    agent.reach("button", "提交评价")
    agent.tab("Shift+Tab")
    assert agent.focused().fits("textbox", "文字评价")
    agent.press("提交评价")
    assert "评价已提交" in agent.visitor.text


def test_an_agency_quotes_accepts_signs_delivers_and_replies_by_keyboard(
    market: Market, tmp_path: Path
) -> None:
    uscc = fitting_agencies("JS01")[-1].uscc
    agent = sit_down(market, Role.AGENCY_AGENT, uscc, PHONE)
    notice_no = quote(agent)

    house, notice = market.runtime.house, market.runtime.house.queries.notice_by_number(notice_no).notice
    quote_all(house, notice.id, (36_000, 35_500, 37_000))
    win(market, notice.id)
    agent.start("/workbench").follow("确认中选", beside=OPEN)
    agent.press("确认中选")
    assert "已确认中选" in agent.focused().name
    upload_contract(agent, tmp_path)
    owner = notice.owner
    confirm_contract(house, cast.actor(Role.OWNER_ADMIN, owner), Side.OWNER, notice.id)
    market.runtime.drain()
    hand_over(agent, tmp_path, market.runtime.now().astimezone(CHINA).date().isoformat())
    evaluate(market, notice.id, owner)
    reply(sit_down(market, Role.AGENCY_ADMIN, uscc, PHONE))

    shown = house.queries.notice_alone(notice.id).evaluation
    assert shown is not None
    assert shown.reply is not None
    assert shown.reply.text == "感谢评价。"
    assert complaints(market) == []


def quote(agent: Keyboard) -> str:
    """Go from the workbench to the receipt; send the form empty first."""
    agent.start("/workbench").follow(OPEN)
    notice_no = agent.visitor.address.rsplit("/", 1)[1]
    agent.follow("填写报价")
    agent.press("继续，核对报价")
    assert len(agent.hear_errors()) > 3
    agent.type({"报价金额": "30000", "报价有效期": "90"})
    agent.tick_all("服务人员")
    agent.type({"业务授权人": "上官景行", "手机号码": "13900000003"})
    for words in ("雇佣、董事或监事任职", "其他中介机构", "提供过前期服务"):
        agent.choose(agent.group(words), "没有")
    for words in ("配偶或近亲属", "审批部门、其主管的协会"):
        agent.choose(agent.group(words), "不是")
    agent.choose(agent.group("现任负责人"), "是")
    agent.press("继续，核对报价")
    agent.press("确认并密封提交")
    assert "报价已密封提交" in agent.focused().name
    assert "回执编号" in agent.visitor.text
    return notice_no


def win(market: Market, notice_id: str) -> None:
    """Let the deadline and the publicity pass."""
    house = market.runtime.house
    market.move_to(publication_of(house.queries.notice_alone(notice_id)).closes_at + MINUTE)
    publicity = house.queries.notice_alone(notice_id).publicity
    assert publicity is not None
    market.move_to(publicity.ends_at + MINUTE)
    assert house.queries.notice_alone(notice_id).state is NoticeState.AWARDED


def upload_contract(agent: Keyboard, folder: Path) -> None:
    """Upload the scan, try a wrong amount, hear it, and send the terms."""
    agent.follow("上传或确认合同")
    agent.follow("上传合同")
    agent.follow("全文可以公开")
    agent.hand_in("文件", paper(folder, "contract"))
    agent.type({"合同金额": "1"})
    agent.press("提交给对方确认")
    assert len(agent.hear_errors()) == 1
    agent.type({"合同金额": "30000"})
    agent.press("提交给对方确认")
    assert "等待对方确认" in agent.visitor.text


def hand_over(agent: Keyboard, folder: Path, today: str) -> None:
    """Hand the result over; without a day first."""
    agent.start("/workbench").follow("完成服务并提交成果", beside=OPEN)
    agent.follow("提交成果")
    agent.follow("上传成果文件")
    agent.hand_in("文件", paper(folder, "result"))
    agent.press("提交成果")
    assert len(agent.hear_errors()) == 1
    agent.date("服务完成日期", today)
    agent.press("提交成果")
    assert "等待业主审核" in agent.visitor.text


def evaluate(market: Market, notice_id: str, owner: str) -> None:
    """Let the owner accept and evaluate, and the days of the others pass."""
    house, actor = market.runtime.house, cast.actor(Role.OWNER_AGENT, owner)
    accept_result(house, actor, notice_id)
    evaluate_service(house, actor, Party.OWNER, notice_id, Scores(5, 4, 5, 4, 4, 5), "沟通顺畅。")
    evaluation = house.queries.notice_alone(notice_id).evaluation
    assert evaluation is not None
    market.move_to(evaluation.closes_at + MINUTE)


def reply(admin: Keyboard) -> None:
    """Find the evaluation from the workbench, and answer it; with nothing first."""
    admin.start("/workbench").follow("我的合同")
    admin.follow(OPEN)
    admin.follow("回复评价")
    admin.press("公开回复")
    assert len(admin.hear_errors()) == 1
    admin.type({"回复": "感谢评价。"})
    admin.press("公开回复")
    assert "回复已公开" in admin.visitor.text
