"""What the parties of the demo do after the award: sign, carry out, deliver, evaluate."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from chalicelib.domain.marketplace.contracts.changes import Wish
from chalicelib.domain.marketplace.contracts.facts import ChangeKind, Fault, Instalment, Side, Terms
from chalicelib.domain.marketplace.evaluations.facts import Party, Scores
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.clock import CHINA
from chalicelib.usecases.contracts.carry_out import (
    agree_change,
    file_contract,
    propose_change,
    publish_contract,
)
from chalicelib.usecases.contracts.deliver_result import accept_result, hand_over_result
from chalicelib.usecases.contracts.pay import confirm_receipt, record_payment
from chalicelib.usecases.contracts.sign_contract import confirm_contract, return_contract, upload_contract
from chalicelib.usecases.evaluations.evaluate import (
    decide_objection,
    evaluate_service,
    object_to_evaluation,
    reply_to_evaluation,
)
from infra.local.demo import cast

if TYPE_CHECKING:
    from infra.local.demo.purchases import Course

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
"""Stands for a scanned contract or a report; nobody reads it."""


PLAN = (("预付款", 30, 4), ("初步成果通过审核", 40, 14), ("全部成果通过验收", 30, 44))
"""Instalments of the contract that is paid in parts: per cent, and days after the signing."""


def upload(course: "Course") -> None:
    """Let the agency upload the contract at the award's price."""
    _upload(course, ())


def upload_with_plan(course: "Course") -> None:
    """Let the agency upload a contract that is paid in instalments."""
    _upload(course, PLAN)


def _upload(course: "Course", plan: tuple[tuple[str, int, int], ...]) -> None:
    notice = course.house.queries.notice_alone(course.notice_id)
    selection = notice.selection
    if selection is None or selection.winner.amount_fen is None:
        raise ValueError(f"{course.purchase.key} has nothing to sign")
    today = course.house.clock.product_now().astimezone(CHINA).date()
    ends_on = today + timedelta(days=course.purchase.days)
    terms = Terms(
        name=f"{course.purchase.title}合同",
        amount_fen=selection.winner.amount_fen,
        signed_on=today,
        starts_on=today,
        ends_on=ends_on,
        content=course.purchase.scope,
        payments=_instalments(selection.winner.amount_fen, today, plan),
    )
    file_id = course.house.files.put("public", PAPER, "application/pdf")
    agent = course.winner(Role.AGENCY_AGENT)
    upload_contract(course.house, agent, Side.AGENCY, course.notice_id, terms, (file_id, None))


def _instalments(
    price_fen: int, today: date, plan: tuple[tuple[str, int, int], ...]
) -> tuple[Instalment, ...]:
    """Return a plan whose last part is what the others leave, so that its sum is the price to the fen."""
    amounts = [price_fen * percent // 100 for _, percent, _ in plan[:-1]]
    return tuple(
        Instalment(name, amount, today + timedelta(days=days))
        for (name, _, days), amount in zip(plan, (*amounts, price_fen - sum(amounts)), strict=False)
    )


def send_back(course: "Course") -> None:
    """Let the owner's administrator return the contract."""
    reason = "附件二没有加盖骑缝章,请补盖后重新上传。"
    return_contract(course.house, _admin(course), Side.OWNER, course.notice_id, reason)


def pay_first(course: "Course") -> None:
    """Let the owner record the first instalment and the agency confirm it; the second stays unpaid."""
    today = course.house.clock.product_now().astimezone(CHINA).date()
    record_payment(course.house, course.owner.actor, course.notice_id, 1, today)
    confirm_receipt(course.house, course.winner(Role.AGENCY_AGENT), course.notice_id, 1)


def confirm(course: "Course") -> None:
    """Let the owner's administrator confirm it."""
    confirm_contract(course.house, _admin(course), Side.OWNER, course.notice_id)


def publish_and_file(course: "Course") -> None:
    """Let the owner publish the contract and file a copy."""
    publish_contract(course.house, course.owner.actor, course.notice_id)
    file_contract(course.house, course.owner.actor, course.notice_id)


def extend(course: "Course") -> None:
    """Let the owner apply for more time and the agency agree."""
    contract = course.house.queries.notice_alone(course.notice_id).contract
    if contract is None:
        raise ValueError(f"{course.purchase.key} has no contract")
    later = contract.ends_on + timedelta(days=14)
    wish = Wish(ChangeKind.EXTENSION, "场地移交推迟,顺延服务时间。", ends_on=later)
    _agreed(course, wish)


def end_together(course: "Course") -> None:
    """Let both sides end the contract."""
    wish = Wish(ChangeKind.TERMINATION, "项目停建,双方协商中止。", fault=Fault.NOBODY)
    _agreed(course, wish)


def deliver(course: "Course") -> None:
    """Let the agency hand the result over."""
    today = course.house.clock.product_now().astimezone(CHINA).date()
    file_id = course.house.files.put("dossier", PAPER, "application/pdf")
    agent, note = course.winner(Role.AGENCY_AGENT), "成果报告三份,附电子版。"
    hand_over_result(course.house, agent, course.notice_id, today, file_id, note)


def accept(course: "Course") -> None:
    """Let the owner accept the result."""
    accept_result(course.house, course.owner.actor, course.notice_id)


def evaluate(course: "Course") -> None:
    """Let owner, department and centre evaluate."""
    said: tuple[tuple[Party, Actor, Scores, str], ...] = (
        (Party.DEPARTMENT, _official(course), Scores(5, 4, 5, 4, 5, 5), "成果符合规范要求。"),
        (Party.CENTRE, course.reviewer, Scores(5, 5, 5, 5, 4, 5), ""),
        (Party.OWNER, course.owner.actor, Scores(5, 4, 5, 4, 4, 5), "按期完成,沟通顺畅,图纸装订有待改进。"),
    )
    for party, actor, scores, text in said:
        evaluate_service(course.house, actor, party, course.notice_id, scores, text)


def answer_evaluation(course: "Course") -> None:
    """Let the agency reply in public."""
    text = "感谢各方评价,装订问题已整改。"
    reply_to_evaluation(course.house, course.winner(), course.notice_id, text)


def object_to(course: "Course") -> None:
    """Let the agency object to what the centre said."""
    reason = "规范性一项与验收记录不符,记录显示成果一次通过。"
    object_to_evaluation(course.house, course.winner(), course.notice_id, Party.CENTRE, reason)


def decide(course: "Course") -> None:
    """Let the department set the opinion aside."""
    reason = "验收记录属实,该评分没有事实依据,予以撤销。"
    decide_objection(course.house, _official(course), course.notice_id, True, reason)


def _agreed(course: "Course", wish: Wish) -> None:
    house, notice_id = course.house, course.notice_id
    propose_change(house, course.owner.actor, Side.OWNER, notice_id, wish)
    agree_change(house, course.winner(), Side.AGENCY, notice_id)


def _admin(course: "Course") -> Actor:
    return cast.actor(Role.OWNER_ADMIN, course.owner.actor.org)


def _official(course: "Course") -> Actor:
    content = course.house.queries.notice_alone(course.notice_id).content
    return cast.actor(Role.DEPARTMENT, cast.departments()[content.department].uscc)
