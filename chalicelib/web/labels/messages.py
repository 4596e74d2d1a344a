"""In-app messages: what a code says, with the figures it carries, and where it leads (docs/rules.md §2).

A stored message is a code and figures; the words are made here, in the language of whoever reads them.
"""

from collections.abc import Mapping
from typing import Any, Final

from chalicelib.kernel.canonical import Json
from chalicelib.web.formats import readable_figures
from chalicelib.web.i18n import CHINESE, translate
from chalicelib.web.i18n import marked as _
from chalicelib.web.labels.conduct import CONDUCT_MESSAGES, LIST_MESSAGES, VIOLATIONS
from chalicelib.web.labels.draws import DROPOUTS
from chalicelib.web.labels.hotline import ITEM_MESSAGES, PROBLEM_MESSAGES
from chalicelib.web.labels.notices import FAILURES, TODOS
from chalicelib.web.labels.reviews import OUTCOME_MESSAGES, REVIEW_MESSAGES
from chalicelib.web.labels.supervision import MEASURE_MESSAGES
from chalicelib.web.labels.work_orders import ORDER_MESSAGES

MESSAGES: Final = {
    "notice-to-review": _("公告 %(notice_no)s 已提交，请在 %(due_at)s 前审核。"),
    "notice-returned": _("公告 %(notice_no)s 已退回，请按审核意见修改后重新提交。"),
    "notice-to-publish": _("公告 %(notice_no)s 已审核通过，请在 %(due_at)s 前发布。"),
    "you-are-named": _("公告 %(notice_no)s 直接选定了您单位，请在 %(closes_at)s 前应邀并报价。"),
    "you-may-enter": _("您可以报名：%(title)s（%(notice_no)s），%(closes_at)s 截止。"),
    "notice-published": _("公告 %(notice_no)s 已发布，报名于 %(closes_at)s 截止。"),
    "amendment-to-review": _("公告 %(notice_no)s 提出了更正，请审核。"),
    "amendment-returned": _("公告 %(notice_no)s 的更正已退回，请按审核意见修改。"),
    "notice-amended": _("公告 %(notice_no)s 的更正已生效，报名于 %(closes_at)s 截止。"),
    "notice-withdrawn": _("公告 %(notice_no)s 已撤销，理由见公告页面。"),
    "notice-failed": _("公告 %(notice_no)s 流选：%(code)s。"),
    "beacon-needed": _("公告 %(notice_no)s 的抽取名单已锁定，请在 %(timeout_at)s 前公布随机数。"),
    "beacon-reminder": _("公告 %(notice_no)s 的抽取仍在等待随机数，逾期将流选，请尽快公布。"),
    "price-to-question": _(
        "公告 %(notice_no)s 的最低报价异常偏低，请在 %(ask_due_at)s 前决定是否要求说明；不处理视为接受。"
    ),
    "choice-to-make": _("公告 %(notice_no)s 等待您书面决定，请在 %(choice_due_at)s 前办理。"),
    "choice-to-approve": _(
        "公告 %(notice_no)s 的决定已拟好，请管理员批准或退回，最后时间 %(choice_lapses_at)s。"
    ),
    "choice-sent-back": _(
        "公告 %(notice_no)s 拟定的决定被管理员退回，请修改后重新提交，最后时间 %(choice_lapses_at)s。"
    ),
    "choice-overdue": _(
        "公告 %(notice_no)s 的决定已逾期，监督部门已获知；%(choice_lapses_at)s 前"
        "仍不决定将流选并记入业主信用。"
    ),
    "choice-escalated": _(
        "公告 %(notice_no)s 的业主没有按期作出决定，请督促；%(choice_lapses_at)s 前仍不决定，公告将流选。"
    ),
    "explanation-asked": _(
        "公告 %(notice_no)s 的业主要求说明报价，请在 %(explanation_due_at)s 前提交书面说明。"
    ),
    "explanation-given": _(
        "公告 %(notice_no)s 的报价说明已提交，请在 %(decision_due_at)s 前决定；不处理视为接受。"
    ),
    "notice-selected": _("公告 %(notice_no)s 已产生中选候选机构，公示至 %(publicity_ends_at)s。"),
    "you-are-selected": _("您在公告 %(notice_no)s 中列为中选候选机构，公示至 %(publicity_ends_at)s。"),
    "selection-result": _("公告 %(notice_no)s 已产生选取结果，请查看您的名次和理由。"),
    "substitution-result": _("公告 %(notice_no)s 已由下一位递补并重新公示，请查看您的名次。"),
    "first-place-lost": _("您不再是公告 %(notice_no)s 的中选候选机构：%(left_code)s。请查看理由。"),
    "reserve-passed-over": _("公告 %(notice_no)s 递补时，您经复核不再符合条件，没有列入。请查看理由。"),
    "notice-substituted": _("公告 %(notice_no)s 已递补候选机构，重新公示至 %(publicity_ends_at)s。"),
    "notice-awarded": _("公告 %(notice_no)s 已确定中选机构，等待其确认。"),
    "award-result": _("公告 %(notice_no)s 已确定中选机构，中选公告列明了全部有效报价和名次。"),
    "award-to-accept": _("您已中选公告 %(notice_no)s，请在 %(due_at)s 前确认。"),
    "acceptance-warning": _("公告 %(notice_no)s 的中选尚未确认，再逾期视为放弃，请立即确认。"),
    "award-accepted": _("公告 %(notice_no)s 的中选机构已确认，请办理合同。"),
    "signing-warning": _("公告 %(notice_no)s 的签约期限已过，到 %(lapses_at)s 仍未签成的由下一位递补。"),
    "contract-to-confirm": _("公告 %(notice_no)s 的合同已上传，请在 %(confirm_due_at)s 前确认或退回。"),
    "contract-reminder": _("公告 %(notice_no)s 的合同在等您确认，到 %(lapses_at)s 未确认的由下一位递补。"),
    "contract-returned": _("公告 %(notice_no)s 的合同被退回，请按意见修改后重新上传。"),
    "contract-in-force": _("公告 %(notice_no)s 的合同已生效，编号 %(contract_no)s。"),
    "contract-published": _("合同 %(contract_no)s 已经公开。"),
    "contract-filed": _("合同 %(contract_no)s 的副本已备案。"),
    "filing-missed": _("合同 %(contract_no)s 的副本逾期没有备案，请业主尽快办理。"),
    "payment-recorded": _(
        "业主登记了合同 %(contract_no)s 第 %(number)s 笔付款 %(instalment_fen)s，"
        "付款日期 %(paid_on)s，请核对并确认到账。"
    ),
    "payment-received": _("机构确认合同 %(contract_no)s 第 %(number)s 笔付款 %(instalment_fen)s 已到账。"),
    "payment-overdue": _(
        "合同 %(contract_no)s 第 %(number)s 笔付款 %(instalment_fen)s 到期没有登记，已公开为逾期。"
    ),
    "owner-held-up-signing": _("公告 %(notice_no)s 的业主逾期未确认合同，中选机构已被递补。"),
    "change-proposed": _("合同 %(contract_no)s 有变更，请在 %(change_due_at)s 前答复；不答复视为不同意。"),
    "change-declined": _("您对合同 %(contract_no)s 提出的变更没有达成。"),
    "contract-changed": _("合同 %(contract_no)s 的变更已生效。"),
    "contract-terminated": _("合同 %(contract_no)s 已中止，理由和责任见合同页面。"),
    "delivery-missed": _(
        "合同 %(contract_no)s 的服务截止日 %(ends_on)s 已过，成果还没有交付，逾期计入信用。"
    ),
    "result-to-review": _("合同 %(contract_no)s 的成果已提交，请在 %(accept_due_at)s 前审核，否则视为通过。"),
    "result-reminder": _("合同 %(contract_no)s 的成果还没有审核，到 %(accept_due_at)s 不处理视为通过。"),
    "result-returned": _("合同 %(contract_no)s 的成果被退回，请按理由修改后重新提交。"),
    "result-disputed": _("业主对合同 %(contract_no)s 的成果提出争议，由监督部门处理。"),
    "dispute-to-settle": _("合同 %(contract_no)s 的成果有争议，请处理。"),
    "result-accepted": _("合同 %(contract_no)s 的成果已通过。"),
    "evaluation-open": _("合同 %(contract_no)s 已完成，请在 %(evaluate_until_at)s 前评价服务。"),
    "evaluation-open-department": _("合同 %(contract_no)s 已完成，可以在 %(evaluate_until_at)s 前评价服务。"),
    "evaluation-open-centre": _("合同 %(contract_no)s 已完成，可以在 %(evaluate_until_at)s 前评价服务。"),
    "evaluated": _("合同 %(contract_no)s 的评价已公开，您可以回复或者提出异议。"),
    "opinion-given": _("合同 %(contract_no)s 收到一份新的评价。"),
    "evaluation-replied": _("机构回复了合同 %(contract_no)s 的评价。"),
    "objection-to-decide": _("机构对合同 %(contract_no)s 的评价提出异议，请决定。"),
    "objection-decided": _("您对合同 %(contract_no)s 评价的异议已决定，理由见合同页面。"),
    "notice-suspended": _(
        "监督部门已暂停公告 %(notice_no)s 的采购，最迟 %(releases_at)s 恢复，理由见公告页面。"
    ),
    "notice-released": _("公告 %(notice_no)s 的采购已经恢复，期限重新计算，请查看公告页面。"),
    "agency-to-check": _("“%(name)s”提交了申请，请办理形式核对。"),
    "agency-form-passed": _("您的入驻申请已通过形式核对，等待部门核查。"),
    "agency-nominated": _("主管部门推荐您单位入驻，请核对预填的资料后提交申请。"),
    "agency-check-overdue": _("“%(name)s”的形式核对已超过办理期限，请尽快办理。"),
    "agency-review-overdue": _("“%(name)s”的部门核查已超过办理期限，请尽快办理。"),
    "agency-suspension-over": _("您的“%(active_names)s”暂停期已满，可以重新报名。"),
    "agency-to-review": _("“%(name)s”通过了形式核对，请办理部门核查。"),
    "nominations-finished": _("机构推荐名单已导入完毕，请查看结果。"),
    "agency-returned": _("您的入驻申请已退回，请按列出的意见一次修改后重新提交。"),
    "result-for-approval": _("采购 %(notice_no)s 的服务成果已通过验收，可直接用于贵部门的审批。"),
    "relations-recorded": _("登记机关更新了贵机构的关联关系登记，报名资格按申报和登记两者判断。"),
    "agency-approved": _("您的“%(service_name)s”已通过部门核查，可以报名相应的采购。"),
    "agency-rejected": _("您的“%(service_name)s”没有通过部门核查，理由见入驻页面。"),
    "agency-restricted": _(
        "您的“%(restricted_names)s”缺少有效的“%(lacking_names)s”，暂停报名；更新并提交后，由主管部门恢复。"
    ),
    "deadline-near": _("%(about)s：“%(todo)s”的期限是 %(until_at)s，剩余工作日：%(workdays)s。"),
    "deadline-today": _("%(about)s：“%(todo)s”的期限就是今天（%(until_at)s）。"),
    "certificate-expiring": _("您的“%(certificate_names)s”有效期到 %(last_on)s 为止，请及时更新并提交。"),
    "certificate-loses": _(
        "您的“%(certificate_names)s”有效期到 %(last_on)s 为止；不及时更新，"
        "届时将不能再报名“%(lost_names)s”的采购。"
    ),
    "item-to-publish": _("服务事项 %(code)s 第 %(version)s 版已提交，请审核发布。"),
    "item-returned": _("服务事项 %(code)s 第 %(version)s 版已退回，请按意见修改后重新提交。"),
    "item-published": _("服务事项 %(code)s 第 %(version)s 版已发布。"),
    **CONDUCT_MESSAGES,
    **ORDER_MESSAGES,
    **ITEM_MESSAGES,
    **PROBLEM_MESSAGES,
    **REVIEW_MESSAGES,
    **OUTCOME_MESSAGES,
    **LIST_MESSAGES,
    **MEASURE_MESSAGES,
}

REMINDED: Final = {**TODOS, "registration-closes": _("报名截止"), "await-result": _("机构交付成果")}
"""What a reminder is about: the workbench's words for it, and the deadline of one's own notice."""

_OWNER_NOTICE = "/owner/notices/{notice_no}"
_DESK_NOTICE = "/desk/notices/{notice_no}"
_PUBLIC_NOTICE = "/notices/{notice_no}"
ADDRESSES: Final[Mapping[str, str]] = {
    **dict.fromkeys(("notice-to-review", "notice-to-publish", "amendment-to-review"), _DESK_NOTICE),
    **dict.fromkeys(
        (
            "notice-returned", "notice-published", "amendment-returned", "price-to-question",
            "choice-to-make", "choice-to-approve", "choice-sent-back", "choice-overdue",
            "explanation-given", "notice-selected", "notice-substituted", "notice-awarded", "award-accepted",
        ),
        _OWNER_NOTICE,
    ),
    "item-to-publish": "/desk/service-items/{code}",
    **dict.fromkeys(("item-returned", "item-published"), "/department/service-items/{code}"),
    **dict.fromkeys(("agency-to-check", "agency-check-overdue"), "/desk/agencies/{uscc}"),
    **dict.fromkeys(("agency-to-review", "agency-review-overdue"), "/department/agencies/{uscc}"),
    **dict.fromkeys(
        (
            "relations-recorded",
            "agency-returned", "agency-nominated", "agency-form-passed", "agency-approved", "agency-rejected",
            "agency-restricted", "agency-suspension-over", "certificate-expiring", "certificate-loses",
        ),
        "/agency/onboarding",
    ),
    "result-for-approval": "/results/{notice_no}",
    "nominations-finished": "/department/nominations",
    "choice-escalated": "/supervisor/notices/{notice_no}",
    **dict.fromkeys(("beacon-needed", "beacon-reminder"), "/supervisor/beacon"),
    **dict.fromkeys(
        ("award-to-accept", "acceptance-warning", "explanation-asked", "you-are-selected"),
        "/agency/awards/{notice_no}",
    ),
    **dict.fromkeys(
        (
            "you-are-named", "you-may-enter", "selection-result", "substitution-result",
            "first-place-lost", "reserve-passed-over",
        ),
        "/agency/notices/{notice_no}",
    ),
    "owner-held-up-signing": "/supervisor/notices/{notice_no}",
    "award-result": "/notices/{notice_no}/award",
    **dict.fromkeys(
        (
            "signing-warning", "contract-to-confirm", "contract-reminder", "contract-returned",
            "contract-in-force", "contract-published", "contract-filed", "filing-missed", "change-proposed",
            "payment-recorded", "payment-received", "payment-overdue",
            "change-declined", "contract-changed", "contract-terminated", "result-to-review",
            "delivery-missed", "result-reminder", "result-returned", "result-disputed", "dispute-to-settle",
            "result-accepted",
            "evaluation-open", "evaluation-open-department", "evaluation-open-centre", "evaluated",
            "opinion-given", "evaluation-replied", "objection-to-decide", "objection-decided",
        ),
        "/workbench/contracts/{notice_no}",
    ),
    **dict.fromkeys(CONDUCT_MESSAGES, "/cases/{case_id}"),
    **dict.fromkeys(ORDER_MESSAGES, "/orders/{order_id}"),
    **dict.fromkeys(ITEM_MESSAGES, "/hotline/{item_id}"),
    **dict.fromkeys(PROBLEM_MESSAGES, "/hotline/problems/{problem_id}"),
    **dict.fromkeys(MEASURE_MESSAGES, "/supervision/{measure_id}"),
    **dict.fromkeys(REVIEW_MESSAGES, "/staff/ratings/signals/{rating_id}"),
    **dict.fromkeys(LIST_MESSAGES, "/conduct/{number}"),
    **dict.fromkeys(
        (
            "todo:registration-closes", "todo:question-price", "todo:choose", "todo:approve-choice",
            "todo:decide-price",
        ),
        _OWNER_NOTICE,
    ),
    **dict.fromkeys(("todo:explain-price", "todo:accept-award"), "/agency/awards/{notice_no}"),
    **dict.fromkeys(
        (
            "todo:sign-contract", "todo:confirm-contract", "todo:file-contract", "todo:answer-change",
            "todo:review-result", "todo:evaluate", "todo:deliver-result", "todo:await-result",
            "todo:pay-instalment",
        ),
        "/workbench/contracts/{notice_no}",
    ),
    "todo:check-agency": "/desk/agencies/{uscc}",
    "todo:review-agency": "/department/agencies/{uscc}",
    **dict.fromkeys(("todo:answer-case", "todo:handle-case"), "/cases/{case_id}"),
}  # fmt: skip
"""Where a message leads; any other about a notice leads to its public page."""


MESSAGE_GROUPS: Final = {
    "todo": _("待办与期限"),
    "decision": _("结果与决定"),
    "matching": _("机会提醒"),
    "other": _("其他"),
}
MESSAGE_GROUP_HINTS: Final = {
    "todo": _("需要您办理的事项、期限前的提醒和催告。"),
    "decision": _("选取结果、公告的变化、对您单位的决定。"),
    "matching": _("您单位可以报名的新公告。"),
    "other": _("进展通知。"),
}
LABELS: Final[Mapping[str, Mapping[str, str]]] = {
    "message-group": MESSAGE_GROUPS,
    "message-group-hint": MESSAGE_GROUP_HINTS,
}


def message_text(message: Mapping[str, Any], locale: str = CHINESE) -> str:
    """Return the sentence of a stored message; a code without words is shown as it is."""
    code, figures = str(message["code"]), readable_figures(dict(message.get("params", {})), locale)
    for name, words in (
        ("code", FAILURES),
        ("left_code", DROPOUTS),
        ("basis", VIOLATIONS),
        ("todo", REMINDED),
    ):
        if figures.get(name) in words:
            figures[name] = translate(words[str(figures[name])], locale)
    return translate(MESSAGES[code], locale, figures) if code in MESSAGES else code


def message_address(message: Mapping[str, Any]) -> str | None:
    """Return where a message leads, or None when it has no page of its own or lacks what names it."""
    params: Mapping[str, Json] = message.get("params", {})
    code = f"todo:{params['todo']}" if "todo" in params else str(message["code"])
    pattern = ADDRESSES.get(code, _PUBLIC_NOTICE)
    try:
        return pattern.format_map(dict(params))
    except KeyError:
        return _PUBLIC_NOTICE.format_map(dict(params)) if "notice_no" in params else None
