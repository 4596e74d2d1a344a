"""Words of items: doors, types, states, steps, clocks, reasons, messages (evaluation.md §2.7)."""

from collections.abc import Mapping

from chalicelib.web.i18n import marked as _

DOORS: Mapping[str, str] = {"HOTLINE": _("咨询投诉"), "GRIPE": _("吐槽找茬"), "STUCK": _("办不成事")}
DOOR_HINTS: Mapping[str, str] = {
    "HOTLINE": _("问政策、求助、投诉、举报、提建议、表扬，都走这里。"),
    "GRIPE": _("办事流程、指南、大厅、网站哪里不好用，直接说。"),
    "STUCK": _("线上线下办不了、跑了几趟没结果、对结果有疑问。诉讼和报警请找法院和公安。"),
}
SOURCES: Mapping[str, str] = {
    "PHONE": _("电话"), "WEB": _("网上"), "WINDOW": _("窗口"), "SMS": _("短信"), "RATING": _("好差评"),
    "CALLBACK": _("回访"), "SURVEY": _("满意度调查"),
}  # fmt: skip
TYPES: Mapping[str, str] = {
    "CONSULT": _("咨询"),
    "HELP": _("求助"),
    "COMPLAINT": _("投诉"),
    "REPORT": _("举报（一律保密）"),
    "SUGGESTION": _("建议"),
    "PRAISE": _("表扬"),
}
STATES: Mapping[str, str] = {
    "RECEIVED": _("已受理"),
    "ANSWERED": _("已当场答复"),
    "DISPATCHED": _("办理中"),
    "RETURNED": _("单位退回，待改派"),
    "REPLIED": _("已答复，待回访"),
    "SATISFIED": _("已回访，满意"),
    "UNSATISFIED": _("已回访，不满意"),
    "UNREACHED": _("回访未联系上"),
    "CLOSED": _("已办结"),
    "REOPENED": _("重新打开，待派单"),
}
TONES: Mapping[str, str] = {
    "RECEIVED": "warning",
    "RETURNED": "warning",
    "REOPENED": "warning",
    "UNSATISFIED": "danger",
    "SATISFIED": "success",
    "ANSWERED": "success",
    "CLOSED": "success",
}
STEPS: Mapping[str, str] = {
    "triage": _("分类"),
    "answer": _("当场答复"),
    "dispatch": _("派单"),
    "return": _("退回"),
    "contact": _("记录已联系"),
    "reply": _("答复诉求人"),
    "progress": _("告知进展"),
    "ask-extension": _("申请延期"),
    "grant-extension": _("同意延期"),
    "refuse-extension": _("不同意延期"),
    "callback": _("记录回访结果"),
    "failed-callback": _("记录回访未联系上"),
    "close": _("办结"),
    "redispatch": _("不满意，重办一次"),
    "close-unresolved": _("未达成一致，办结"),
    "urge": _("催办"),
    "instruct": _("写督办意见"),
    "report-back": _("报告督办意见的办理情况"),
    "outcome": _("说说是否解决"),
    "reopening": _("重新打开"),
}
HINTS: Mapping[str, str] = {
    "triage": _("简单：当场办结；一般：2 个工作日有结果；疑难：联席会商，每 5 个工作日告知进展，跟踪到底。"),
    "answer": _("诉求人会看到这段答复。30 天内不满意可以要求重新打开。"),
    "dispatch": _("当天派出。单位应当在期限内答复诉求人。"),
    "return": _("请写明不属于本单位的理由和应当办理的单位。派出后 2 个工作日内可以退回，办理期限不停。"),
    "reply": _("诉求人会看到这段答复，请用平实的话写明查清了什么、怎么解决。不要写姓名和电话。"),
    "progress": _("诉求人会看到这段进展。"),
    "ask-extension": _("要在到期前申请，只能一次。诉求人会被告知延长到哪一天和理由。"),
    "callback": _("照实记录，不暗示、不劝说。只要没有全部解决，或者对服务不满意，就是不满意。"),
    "redispatch": _("只重办一次，重新计算 5 个工作日。"),
    "instruct": _("写明要求单位做什么、什么时候完成。"),
    "report-back": _("写明按督办意见做了什么、结果怎样。监管人员会收到，诉求人也会看到；不要写姓名和电话。"),
}
CLOCKS: Mapping[str, str] = {
    "dispatch": _("派单或当场答复"),
    "returning": _("退回"),
    "reply": _("答复"),
    "progress": _("告知进展"),
    "callback": _("回访"),
}
TRIAGES: Mapping[str, str] = {
    "SIMPLE": _("简单，当场办结"),
    "GENERAL": _("一般，2 个工作日有结果"),
    "COMPLEX": _("疑难，会商并跟踪到底"),
}
SOLVED: Mapping[str, str] = {"YES": _("解决了"), "PARTLY": _("解决了一部分"), "NO": _("没有解决")}
REASONS: Mapping[str, str] = {
    "OVERDUE": _("超过期限"),
    "UNSATISFIED": _("不满意"),
    "AGAIN_UNSATISFIED": _("重办后仍不满意"),
    "REFUSED_BY_WINDOW": _("窗口拒绝登记"),
    "BY_REGULATOR": _("监管人员提出"),
}
EVENTS: Mapping[str, str] = {
    "received": _("受理"),
    "triaged": _("分类"),
    "answered": _("当场答复"),
    "dispatched": _("派单"),
    "returned": _("退回"),
    "contacted": _("联系诉求人"),
    "progressed": _("告知进展"),
    "extension_asked": _("申请延期"),
    "extended": _("同意延期"),
    "extension_refused": _("不同意延期"),
    "replied": _("答复"),
    "callback_attempted": _("回访未联系上"),
    "called_back": _("回访"),
    "corrected": _("诉求人更正"),
    "redispatched": _("重办"),
    "closed": _("办结"),
    "closed_unresolved": _("未达成一致，办结"),
    "reopened": _("诉求人要求重新打开"),
    "instructed": _("督办意见"),
    "reported_back": _("报告督办意见的办理情况"),
    "supervised": _("列入督办"),
    "yellow_carded": _("黄牌"),
    "red_carded": _("红牌"),
    "urged": _("催办"),
    "criticised": _("书面通报"),
    "identity_disclosed": _("查看诉求人身份"),
    "person_forgotten": _("删除诉求人信息"),
    "joined": _("并入问题"),
    "unlike_noted": _("排除相似的诉求"),
    "dues_reckoned": _("按新公布的节假日重新计算期限"),
}
WORDS: Mapping[str, str] = {
    "content": _("诉求内容"),
    "wanted": _("希望的结果"),
    "place": _("地点"),
    "reply": _("答复"),
    "extension": _("延期的理由"),
    "extension-decision": _("不同意延期的理由"),
    "contact": _("联系记录"),
    "said": _("诉求人的意见"),
    "reopening": _("重新打开的理由"),
    "instruction": _("督办意见"),
    "report": _("督办意见的办理情况"),
    "closing": _("办结说明"),
}
NUMBERED: Mapping[str, str] = {
    "reply": _("第 %(number)s 次答复"),
    "progress": _("第 %(number)s 次进展"),
    "extension": _("第 %(number)s 次申请延期的理由"),
    "extension-decision": _("第 %(number)s 次不同意延期的理由"),
    "sent": _("第 %(number)s 次派单的说明"),
    "returned": _("第 %(number)s 次退回的理由"),
}
FACETS: Mapping[str, str] = {
    "open": _("办理中"),
    "late": _("已超期"),
    "supervised": _("督办"),
    "refused": _("窗口拒绝登记"),
    "closed": _("已办结"),
    "all": _("全部"),
    **DOORS,
}
MILESTONES: Mapping[str, str] = {
    "RECEIVED": _("受理"),
    "DISPATCHED": _("派给承办单位"),
    "REPLIED": _("答复您"),
    "CALLED_BACK": _("回访您"),
}
ITEM_TODOS: Mapping[str, str] = {
    "send-item": _("派单或当场答复"),
    "reply-item": _("办理并答复诉求"),
    "call-item-back": _("回访诉求人"),
    "close-item": _("办结诉求"),
    "redispatch-item": _("不满意，退回重办"),
    "close-item-unresolved": _("决定未达成一致的诉求"),
    "decide-item-extension": _("决定是否同意延期"),
    "supervise-item": _("写督办意见"),
    "report-item": _("报告督办意见的办理情况"),
}
PROBLEM_STATES: Mapping[str, str] = {
    "OPEN": _("待解决"),
    "CHANGED": _("已改，待公开"),
    "PUBLISHED": _("已公开"),
}
PROBLEM_DONE: Mapping[str, str] = {
    "joined": _("已合并"),
    "changed": _("已提交，等待核对公开"),
    "published": _("已公开"),
}
PROBLEM_MESSAGES: Mapping[str, str] = {
    "problem-to-change": _("多人反映同一个问题（%(problem_no)s），请研究解决并写明改了什么。"),
    "problem-to-publish": _("问题 %(problem_no)s 已写明改了什么，请核对后公开。"),
}
ITEM_MESSAGES: Mapping[str, str] = {
    "item-to-send": _("诉求 %(item_no)s 已受理，请当天派单或答复。"),
    "item-refused": _("诉求 %(item_no)s 曾被窗口拒绝登记，已登记并列入督办，请查看。"),
    "item-to-handle": _("诉求 %(item_no)s 已派给您单位，请在期限内办理并答复。"),
    "item-returned-by-unit": _("诉求 %(item_no)s 被承办单位退回，请当天改派。"),
    "item-extension-to-decide": _("承办单位申请延长诉求 %(item_no)s 的期限，请决定。"),
    "item-extension-decided": _("诉求 %(item_no)s 的延期申请已有决定，请查看。"),
    "item-to-call-back": _("诉求 %(item_no)s 已答复，请在下一个工作日回访。"),
    "item-again": _("诉求 %(item_no)s 的诉求人不满意，已退回重办，期限重新计算。"),
    "item-reopened": _("诉求 %(item_no)s 的诉求人要求重新打开，请当天派单。"),
    "item-instructed": _("诉求 %(item_no)s 有新的督办意见，请查看。"),
    "item-reported": _("承办单位报告了诉求 %(item_no)s 的督办意见办理情况，请查看。"),
    "item-due-near": _("诉求 %(item_no)s 有一步下一个工作日到期（黄牌），请尽快办理。"),
    "item-overdue": _("诉求 %(item_no)s 有一步已经超期（红牌），请立即办理。"),
    "item-urged": _("诉求 %(item_no)s 已被催办，请立即办理。"),
    "item-criticised": _("诉求 %(item_no)s 催办后仍未办理，已书面通报。"),
    "item-supervised": _("诉求 %(item_no)s 超期，已列入督办。"),
    "item-not-content": _("诉求 %(item_no)s 的诉求人不满意，已列入督办。"),
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "problem-state": PROBLEM_STATES,
    "problem-done": PROBLEM_DONE,
    "hotline-door": DOORS,
    "hotline-door-hint": DOOR_HINTS,
    "hotline-source": SOURCES,
    "hotline-type": TYPES,
    "hotline-state": STATES,
    "hotline-step": STEPS,
    "hotline-hint": HINTS,
    "hotline-clock": CLOCKS,
    "hotline-triage": TRIAGES,
    "hotline-solved": SOLVED,
    "hotline-reason": REASONS,
    "hotline-event": EVENTS,
    "hotline-words": WORDS,
    "hotline-numbered": NUMBERED,
    "hotline-facet": FACETS,
    "hotline-milestone": MILESTONES,
}
