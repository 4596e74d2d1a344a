"""Words of ratings: levels, and why nobody was asked."""

from collections.abc import Mapping

from chalicelib.web.i18n import marked as _

LEVELS: Mapping[str, str] = {
    "5": _("非常满意"),
    "4": _("满意"),
    "3": _("基本满意"),
    "2": _("不满意"),
    "1": _("非常不满意"),
}
SUPPRESSIONS: Mapping[str, str] = {
    "NO_PHONE": _("没有留电话"),
    "INVALID_PHONE": _("留的不是手机号"),
    "OBJECTED": _("本人不同意被询问"),
    "OPTED_OUT": _("本人已退订"),
    "WRONG_NUMBER": _("号码不是本人的"),
    "MINOR": _("未成年人不询问"),
    "ALREADY_RATED": _("已经评价"),
    "COMPLAINT_OPEN": _("差评正在办理"),
    "AGENT_FREQUENT": _("同一号码本月办件过多，按代办处理"),
    "CAP_REACHED": _("30 天内已经询问过一次"),
    "NO_PROVIDER": _("没有接入短信服务"),
    "TOO_LATE": _("已过评价期"),
}
LEFT_OUT = _("另有 %(num)s 条没有列出")
"""What a table says of the rows that it does not hold."""
CHANNELS: Mapping[str, str] = {
    "1": _("电脑网页"),
    "2": _("手机应用"),
    "3": _("扫描二维码"),
    "4": _("大厅评价器"),
    "5": _("大厅自助终端"),
    "6": _("电话"),
    "7": _("短信"),
    "p": _("满意度评价表"),
    "v": _("上门走访"),
}
HALF_YEAR_GROUPS: Mapping[str, str] = {
    "TOP": _("靠前"),
    "BOTTOM": _("靠后"),
    "MIDDLE": _("居中"),
    "TOO_FEW": _("样本不足"),
    "HIDDEN": _("数量太少，不公布"),
}
WAYS: Mapping[str, str] = {
    "1": _("电脑网页"),
    "2": _("手机网页"),
    "3": _("扫描二维码"),
    "4": _("大厅评价器"),
    "5": _("大厅自助终端"),
    "p": _("满意度评价表"),
    "7": _("短信（链接或者回复数字）"),
    "6": _("电话回访"),
    "v": _("上门走访"),
}
WAY_REASONS: Mapping[str, str] = {
    "at-windows": _("办理窗口已登记评价点"),
    "no-window": _("没有窗口登记办理这个事项"),
    "no-provider": _("没有接入短信服务"),
    "asked": _("办结后邀请留了手机号的人"),
    "asked-once-served": _("有办件以后邀请留了手机号的人"),
    "not-yet": _("尚未作为评价渠道开通"),
}
KNOWN_BY: Mapping[str, str] = {
    "cases": _("有办件"),
    "windows": _("窗口登记"),
    "items": _("中介超市事项"),
}
SHORT_WAYS: Mapping[str, str] = {
    "1": _("电脑"),
    "2": _("手机"),
    "3": _("二维码"),
    "4": _("评价器"),
    "5": _("终端"),
    "p": _("评价表"),
    "7": _("短信"),
    "6": _("电话"),
    "v": _("上门"),
}
SHORT_OFFERS: Mapping[str, str] = {"open": _("有"), "missing": _("缺"), "not-yet": _("未开通")}
FIGURES: Mapping[str, str] = {
    "participation": _("主动评价率"),
    "satisfied": _("满意率（基本满意以上）"),
    "satisfied-low": _("满意率区间下限"),
    "satisfied-high": _("满意率区间上限"),
    "good": _("优良率（满意以上）"),
    "bad": _("差评率"),
    "mean": _("平均分（1–5）"),
    "rectified-on-time": _("差评按期整改率"),
    "rectified": _("差评整改率"),
    "revisit-tried": _("实名差评回访尝试率"),
    "revisit-reached": _("实名差评回访成功率"),
    "revisit-satisfied": _("回访满意率"),
    "follow-up-change": _("追评改善"),
    "appeals-upheld": _("申诉成立率"),
    "invalidated": _("无效率"),
    "invalidated-1": _("无效率：非常不满意"),
    "invalidated-2": _("无效率：不满意"),
    "invalidated-3": _("无效率：基本满意"),
    "invalidated-4": _("无效率：满意"),
    "invalidated-5": _("无效率：非常满意"),
    "csat": _("客户满意度（CSAT）"),
    "nps": _("净推荐值（NPS）"),
}
SIGNALS: Mapping[str, str] = {
    "device-per-day": _("同一设备一天内为多人评价（人）"),
    "staff-network": _("来自大厅工作人员网络"),
    "quick-same-text": _("停留极短且文字与他人相同（毫秒）"),
    "late-at-window": _("叫号结束很久后在窗口评价（秒）"),
    "intermediary-phone": _("同一号码本月办件过多（件）"),
    "failing-numbers": _("空号错号过多（个）"),
}
STAGES: Mapping[str, str] = {
    "CREATED": _("已立单"),
    "DISPATCHED": _("已派单"),
    "RETURN_REQUESTED": _("申请退回"),
    "SIGNED": _("已签收"),
    "CONTACTED": _("已联系本人"),
    "CONTACT_FAILED": _("未能联系本人"),
    "VERIFIED": _("已核实"),
    "RECTIFYING": _("整改中"),
    "EXPLAINED": _("已解释说明"),
    "RECTIFIED": _("已整改"),
    "FEEDBACK_SENT": _("已反馈"),
    "REVISITED": _("已回访"),
    "REOPENED": _("退回重办"),
    "CLOSED_OK": _("已办结"),
    "CLOSED_UNRESOLVED": _("未达成一致，转督办"),
    "ANNULLED": _("评价已撤回或无效"),
}
FATES: Mapping[str, str] = {"e": _("计入"), "i": _("已认定无效"), "w": _("本人已撤回")}
INVITATION_STATES: Mapping[str, str] = {
    "SUPPRESSED": _("没有询问"),
    "SCHEDULED": _("等待发送"),
    "SENDING": _("正在发送"),
    "SENT": _("已发送"),
    "DELIVERED": _("已送达"),
    "FAILED_TEMP": _("暂时没有发成，将再发"),
    "FAILED_PERM": _("没有发成"),
    "OPENED": _("已打开"),
    "REMINDED": _("已提醒"),
    "USED": _("已经评价"),
    "EXPIRED": _("过期未评"),
    "OPTED_OUT": _("本人已退订"),
    "REVOKED": _("已撤回"),
}
REVOCATIONS: Mapping[str, str] = {
    "case-withdrawn": _("办件撤回"),
    "wrong-phone": _("电话留错"),
    "sent-by-mistake": _("误发"),
}
TEXT_KINDS: Mapping[str, str] = {
    "LINK": _("链接邀请"),
    "DIGIT": _("数字邀请"),
    "REMINDER": _("提醒"),
    "WHICH": _("询问是哪一件"),
    "RECEIPT": _("差评回执"),
    "FEEDBACK": _("整改反馈"),
    "VERDICT": _("评价不再计入"),
    "ITEM_RECEIPT": _("诉求回执"),
    "ITEM_EXTENDED": _("诉求延期告知"),
    "ITEM_REPLIED": _("诉求答复告知"),
    "SUMMARY": _("回访记录，可以更正"),
    "FALLBACK": _("未接通后的数字评价"),
    "SURVEY": _("调查邀请"),
}
TEXT_PLACES: Mapping[str, str] = {
    "signature": _("短信签名"),
    "link": _("评价或者进度的链接"),
    "days": _("评价期的工作日数"),
    "said": _("回访中的评价"),
    "hours": _("可以更正的小时数"),
    "count": _("待评价的件数"),
    "services": _("字母和办件名称"),
    "wo_no": _("工单编号或者受理编号"),
    "unit": _("承办单位"),
    "due": _("期限"),
    "until": _("调查的最后一天"),
    "done": _("部门答复的开头"),
    "item_link": _("诉求的链接"),
}
TEXT_VERSION_STATES: Mapping[str, str] = {
    "PROPOSED": _("等待审批"),
    "APPROVED": _("已批准"),
    "DECLINED": _("未批准"),
    "WITHDRAWN": _("已撤回"),
}
TEXT_DECISIONS: Mapping[str, str] = {
    "proposed": _("已提交审批"),
    "approved": _("已批准，一分钟后或者在指定的时间生效"),
    "declined": _("已退回，原来的文本继续使用"),
    "withdrawn": _("已撤回"),
}
ORDER_TEXT_STATES: Mapping[str, str] = {
    "SCHEDULED": _("等待发送"),
    "SENDING": _("正在发送"),
    "SENT": _("已发送"),
    "DELIVERED": _("已送达"),
    "FAILED_TEMP": _("暂时没有发成，将再发"),
    "FAILED_PERM": _("没有发成，请由服务中心告知"),
    "WITHHELD": _("没有发送"),
}
TEXTS_WITHHELD: Mapping[str, str] = {
    "NO_PROVIDER": _("没有接入短信服务，请由服务中心告知"),
    "NO_NUMBER": _("没有可以发送的号码"),
    "NO_LINK": _("评价来自纸质表，没有进度页面，请由服务中心告知"),
    "WRONG_NUMBER": _("号码不是本人的"),
    "ORDER_ENDED": _("工单已经结束"),
    "COUNTS_AGAIN": _("评价已经恢复计入"),
    "CAMPAIGN_OVER": _("回访活动已经结束或者取消"),
    "TOLD_ALREADY": _("服务中心已经告知"),
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "half-year-group": HALF_YEAR_GROUPS,
    "order-text-state": ORDER_TEXT_STATES,
    "text-withheld": TEXTS_WITHHELD,
    "text-kind": TEXT_KINDS,
    "text-place": TEXT_PLACES,
    "text-version-state": TEXT_VERSION_STATES,
    "text-decision": TEXT_DECISIONS,
    "rating-level": LEVELS,
    "suppression": SUPPRESSIONS,
    "rating-channel": CHANNELS,
    "way": WAYS,
    "way-reason": WAY_REASONS,
    "way-short": SHORT_WAYS,
    "offer-short": SHORT_OFFERS,
    "known-by": KNOWN_BY,
    "rating-figure": FIGURES,
    "rating-signal": SIGNALS,
    "rating-fate": FATES,
    "order-stage": STAGES,
    "invitation-state": INVITATION_STATES,
    "revocation": REVOCATIONS,
}
