"""Words of conduct: violations, measures, states of a case, grades (docs/rules.md §2.6)."""

from collections.abc import Mapping

from chalicelib.kernel.canonical import Json
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate

VIOLATIONS = {
    "absent": _("报名后未报价也未取消"),
    "abandoned": _("无正当理由放弃中选"),
    "unsigned": _("未按时签订或上传合同"),
    "late-delivery": _("逾期提交服务成果"),
    "subcontracting": _("转包或擅自变更"),
    "false-materials": _("提供虚假材料"),
    "collusion": _("串通报价"),
    "bribery": _("行贿"),
    "inspection-refused": _("拒绝检查或提供虚假情况"),
    "false-report": _("出具虚假证明或报告"),
    "illegal-fees": _("违规收费"),
    "non-performance": _("严重不履行合同"),
    "malicious-complaint": _("捏造事实恶意投诉"),
    "serious-dishonesty": _("列入严重失信名单"),
    "grade-d": _("信用等级为 D"),
}
MEASURES = {
    "restriction": _("限制一类服务"),
    "suspension": _("暂停参加采购"),
    "removal": _("清退"),
    "blacklist": _("严重失信名单"),
    "grade": _("暂停报名"),
    "points": _("扣信用分"),
}
CASE_STATES = {
    "REPORTED": _("待调查"),
    "INVESTIGATING": _("调查中"),
    "NOTIFIED": _("已告知，等待申辩"),
    "HEARD": _("待决定"),
    "DECIDED": _("已决定，待送达"),
    "IN_FORCE": _("已生效"),
    "OBJECTION": _("异议处理中"),
    "UPHELD": _("异议不成立，维持"),
    "CORRECTED": _("已更正"),
    "DISMISSED": _("不予处理"),
    "EXPIRED": _("已生效，公示期满"),
}
CASE_TONES = {
    "REPORTED": "warning",
    "NOTIFIED": "warning",
    "HEARD": "warning",
    "DECIDED": "warning",
    "OBJECTION": "warning",
    "IN_FORCE": "danger",
    "UPHELD": "danger",
    "INVESTIGATING": "neutral",
    "CORRECTED": "success",
    "DISMISSED": "quiet",
    "EXPIRED": "quiet",
}
CASE_STEPS = {
    "report": _("举报内容"),
    "notice": _("告知内容"),
    "answer": _("陈述申辩"),
    "facts": _("查明的事实"),
    "objection": _("异议内容"),
    "reply": _("处理答复"),
}
PHASES = {"running": _("执行中"), "ended": _("已结束")}
SOURCES = {"case": _("主管部门决定"), "automatic": _("系统自动扣分"), "list": _("名单导入")}
CONDUCT_MESSAGES = {
    "case-to-investigate": _("收到违规举报 %(case_no)s，请在 %(due_at)s 前调查。"),
    "case-overdue": _("违规案件 %(case_no)s 已超过办理期限，请尽快办理。"),
    "case-notified": _("您单位涉嫌违规（%(basis)s），请在 %(due_at)s 前陈述申辩。"),
    "case-to-decide": _("违规案件 %(case_no)s 可以作出决定，决定人不能是经办人。"),
    "decision-to-deliver": _("违规案件 %(case_no)s 已作出决定 %(number)s，请送达机构。"),
    "case-dismissed": _("违规案件 %(case_no)s 经调查不予处理，理由见案件页面。"),
    "decision-in-force": _("处理决定 %(number)s 已送达并生效，可以在五个工作日内提出异议。"),
    "case-decided": _("您举报的案件 %(case_no)s 已作出处理决定 %(number)s，可以在信用公示中查看。"),
    "points-deducted": _("系统已因“%(basis)s”自动扣信用分，记录号 %(number)s，可以在五个工作日内提出异议。"),
    "objection-to-handle": _("机构对决定 %(number)s 提出异议，请在 %(due_at)s 前处理。"),
    "decision-upheld": _("您单位对决定 %(number)s 的异议不成立，决定维持。"),
    "decision-corrected": _("决定 %(number)s 已更正，扣分和限制同时解除。"),
}
LIST_MESSAGES = {
    "list-entered": _(
        "您单位已列入严重失信名单，从现在起不能参加采购；记录号 %(number)s，决定和截止日期见信用公示。"
    ),
    "list-moved": _("您单位严重失信名单记录 %(number)s 的截止日期有变化，请查看信用公示。"),
    "list-ended": _("您单位严重失信名单记录 %(number)s 已经结束，不再因此受到限制。"),
}
LIST_STATES = {
    "REJECTED": _("表中有错误"),
    "STAGED": _("等待另一人确认"),
    "CONFIRMED": _("已确认"),
    "DISCARDED": _("已放弃"),
}
LIST_CHANGES = {
    "new": _("新列入"),
    "same": _("没有变化"),
    "moved": _("截止日期有变化"),
    "over": _("已经过期，不写入"),
}
LABELS: dict[str, Mapping[str, str]] = {
    "list-state": LIST_STATES,
    "list-change": LIST_CHANGES,
    "violation": VIOLATIONS,
    "measure": MEASURES,
    "case-state": CASE_STATES,
    "case-tone": CASE_TONES,
    "case-step": CASE_STEPS,
    "sanction-phase": PHASES,
    "sanction-source": SOURCES,
}

_WITH_END = _("原因：%(measure)s（%(basis)s），决定文号 %(document_no)s，到 %(ends_at)s 期满。")
_WITHOUT_END = _("原因：%(measure)s（%(basis)s），决定文号 %(document_no)s，没有写明终止日期。")
_GRADE = _("原因：信用等级为 D，暂停新的报名，扣分到期、等级回到 C 以后自动恢复。")


def interception_words(params: Mapping[str, Json]) -> tuple[str, dict[str, str]]:
    """Return the sentence for an interception and the marked words in it; its figures are in the params."""
    reason, basis = str(params.get("reason", "")), str(params.get("basis", ""))
    text = _WITH_END if "ends_at" in params else _WITHOUT_END
    words = {"measure": MEASURES.get(reason, reason), "basis": VIOLATIONS.get(basis, basis)}
    return _GRADE if reason == "grade" else text, words


def why_intercepted(figures: Mapping[str, Json], locale: str) -> str:
    """Say why an agency is kept away, by which decision and until when."""
    text, marked_words = interception_words(figures)
    words = {name: translate(word, locale) for name, word in marked_words.items()}
    return translate(text, locale, {**figures, **words})
