"""Words of contracts, results and evaluations (docs/rules.md §2.4, §2.6, §4.5)."""

from chalicelib.web.i18n import marked as _

SIDES = {"owner": _("项目业主"), "agency": _("机构"), "both": _("双方"), "supervisor": _("监督部门")}
CHANGE_KINDS = {"supplement": _("追加采购"), "extension": _("延期"), "termination": _("中止合同")}
FAULTS = {
    "nobody": _("双方都没有责任"),
    "owner": _("责任在项目业主"),
    "agency": _("责任在中介机构"),
    "both": _("双方都有责任"),
}
PARTIES = {"owner": _("项目业主"), "department": _("行业主管部门"), "centre": _("运营中心")}
DIMENSIONS = {
    "quality": _("服务质量"),
    "timeliness": _("服务时效"),
    "attitude": _("服务态度"),
    "fee": _("收费合理"),
    "standardisation": _("行为规范"),
    "overall": _("总体印象"),
}
SCORES = {
    "5": _("5 分，很好"),
    "4": _("4 分，好"),
    "3": _("3 分，一般"),
    "2": _("2 分，差"),
    "1": _("1 分，很差"),
}
OUTCOMES = {"kept": _("维持评价"), "set-aside": _("撤销评价，不计入结果")}
DONE = {
    "contract": _("合同已上传，等待对方确认。"),
    "confirmation": _("合同已生效。"),
    "return": _("合同已退回，对方会收到您的意见。"),
    "publication": _("合同已公开。"),
    "filing": _("已登记合同副本备案。"),
    "payment": _("付款已登记，机构会收到通知，请它确认到账。"),
    "receipt": _("已确认到账。"),
    "supplement": _("追加采购已提出，等待对方答复。"),
    "extension": _("延期申请已提出，等待对方答复。"),
    "termination": _("中止合同已提出，对方同意后生效。"),
    "ended": _("合同已中止。"),
    "agreement": _("已同意，变更从现在起生效。"),
    "refusal": _("变更没有生效，合同照旧履行。"),
    "result": _("成果已提交，等待业主审核。"),
    "acceptance": _("成果已通过，可以开始评价。"),
    "result-return": _("成果已退回，机构会收到您的理由。"),
    "dispute": _("争议已提交，监督部门会收到通知。"),
    "evaluation": _("评价已提交，谢谢。"),
    "reply": _("回复已公开。"),
    "objection": _("异议已提交，由行业主管部门决定。"),
    "decision": _("异议已决定，理由对外公开。"),
    "not-now": _("这一步现在不能办理，请看下面的办理情况。"),
}
ACTS = {
    "contract": _("上传合同"),
    "confirmation": _("确认合同"),
    "return": _("退回合同"),
    "publication": _("现在公开"),
    "filing": _("登记备案"),
    "payment": _("登记付款"),
    "receipt": _("确认到账"),
    "supplement": _("追加采购"),
    "extension": _("申请延期"),
    "termination": _("中止合同"),
    "agreement": _("同意"),
    "refusal": _("不同意"),
    "result": _("提交成果"),
    "acceptance": _("通过成果"),
    "result-return": _("退回成果"),
    "dispute": _("提交争议"),
    "evaluation": _("评价服务"),
    "reply": _("回复评价"),
    "objection": _("提出异议"),
    "decision": _("决定异议"),
}
EVENTS = {
    "signing_warned": _("提醒签订合同"),
    "contract_uploaded": _("上传合同"),
    "contract_returned": _("退回合同"),
    "contract_reminded": _("提醒确认合同"),
    "contract_confirmed": _("合同生效"),
    "contract_published": _("合同公开"),
    "contract_filed": _("合同副本备案"),
    "filing_missed": _("合同副本逾期没有备案"),
    "payment_recorded": _("登记付款"),
    "payment_received": _("确认到账"),
    "payment_overdue": _("付款逾期"),
    "change_proposed": _("提出合同变更"),
    "change_declined": _("合同变更没有达成"),
    "supplemented": _("追加采购"),
    "extended": _("延长服务时限"),
    "terminated": _("中止合同"),
    "result_uploaded": _("提交成果"),
    "delivery_missed": _("服务截止日已过，没有提交成果"),
    "result_returned": _("退回成果"),
    "result_reminded": _("提醒审核成果"),
    "result_disputed": _("成果争议"),
    "result_accepted": _("成果通过"),
    "opinion_given": _("提交评价"),
    "evaluated": _("评价完成"),
    "evaluation_closed": _("评价期结束"),
    "evaluation_replied": _("机构回复评价"),
    "evaluation_objected": _("机构对评价提出异议"),
    "objection_decided": _("决定评价异议"),
}
TODOS = {
    "sign-contract": _("签订并上传合同"),
    "confirm-contract": _("确认或者退回合同"),
    "file-contract": _("合同副本报监督部门备案"),
    "answer-change": _("答复合同变更"),
    "deliver-result": _("完成服务并提交成果"),
    "review-result": _("审核服务成果"),
    "evaluate": _("评价服务"),
    "decide-objection": _("决定评价异议"),
    "settle-dispute": _("处理成果争议"),
    "demand-filing": _("督促业主备案合同副本"),
    "pay-instalment": _("按合同付款并登记"),
    "confirm-receipt": _("确认合同款到账"),
}
NEXTS = {
    "in-service": _("机构正在提供服务。服务截止："),
    "review-result": _("请审核机构提交的成果；不处理视为通过。期限："),
    "disputed": _("成果争议由监督部门处理，系统不会自动通过。"),
    "evaluate": _("请评价这次服务。期限："),
    "evaluated": _("采购已经完成并评价。"),
    "terminated": _("合同已经中止。"),
    "archived": _("采购已经归档，只供查阅。"),
}
DOCUMENTS = {
    "offer": _("待确认的合同"),
    "offer-public": _("待确认合同的公开版"),
    "contract": _("合同全文"),
    "contract-public": _("合同公开版"),
}

LABELS = {
    "contract-side": SIDES,
    "change-kind": CHANGE_KINDS,
    "fault": FAULTS,
    "evaluator": PARTIES,
    "dimension": DIMENSIONS,
    "score": SCORES,
    "objection-outcome": OUTCOMES,
    "contract-done": DONE,
    "contract-act": ACTS,
    "contract-document": DOCUMENTS,
}
"""What this module adds to the labels of the house."""
