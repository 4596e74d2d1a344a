"""Words of callback tasks: states, outcomes, day-parts, why nobody is asked (§2.5, §3.4)."""

from collections.abc import Mapping

from chalicelib.web.i18n import marked as _

STATES: Mapping[str, str] = {
    "QUEUED": _("待拨打"),
    "ASSIGNED": _("办理中"),
    "RETRY": _("待再次拨打"),
    "DONE": _("已完成回访"),
    "UNREACHED": _("未能接通"),
    "REFUSED": _("拒访"),
    "BAD_NUMBER": _("号码有误"),
    "CLOSED_INELIGIBLE": _("不属于回访对象"),
    "SUPPRESSED": _("不再打扰"),
    "SMS_FALLBACK": _("已改发短信"),
    "VISIT": _("待上门走访"),
    "VISIT_FAILED": _("上门未能访到"),
    "CLOSED_NOT_TRIED": _("到期未拨打"),
}
TONES: Mapping[str, str] = {
    "ASSIGNED": "warning",
    "DONE": "success",
    "BAD_NUMBER": "danger",
    "REFUSED": "quiet",
    "SUPPRESSED": "quiet",
    "CLOSED_INELIGIBLE": "quiet",
    "CLOSED_NOT_TRIED": "danger",
}
OUTCOMES: Mapping[str, str] = {
    "COMPLETE": _("接通，问完"),
    "PARTIAL": _("中途挂断，已有总体评价"),
    "REFUSED": _("明确拒访"),
    "BREAKOFF": _("接通后直接挂断"),
    "CALL_LATER": _("约定再打"),
    "OTHER_PERSON": _("他人接听，本人不便"),
    "LANGUAGE": _("方言不通"),
    "HEARING": _("听力不便"),
    "DECEASED": _("已故"),
    "NO_ANSWER": _("无人接听"),
    "BUSY": _("始终占线"),
    "OFF": _("关机"),
    "BLOCKED": _("呼叫被拦截"),
    "NOT_TRIED": _("未拨打"),
    "DEAD_NUMBER": _("空号或停机"),
    "WRONG_PERSON": _("号码不是本人"),
    "DUPLICATE": _("同一人已访"),
}
PARTS: Mapping[str, str] = {"AM": _("上午"), "PM": _("下午"), "EVE": _("晚上")}
REASONS: Mapping[str, str] = {
    "RATED": _("您本月已评价，不再打扰"),
    "OPTED_OUT": _("已拒收回访"),
    "REFUSED": _("本半年已拒访"),
    "WRONG_NUMBER": _("号码不是本人"),
    "CAP_REACHED": _("三十天内已联系过"),
    "OBJECTED": _("办理时表示不愿被联系"),
    "MINOR": _("未成年人"),
    "PROXY": _("由中介代办"),
    "NO_NUMBER": _("没有留下电话"),
}
FUNNEL: Mapping[str, str] = {
    "served": _("办过事的人"),
    "eligible": _("可以回访的人"),
    "to_ask": _("没有评价过、要回访的人"),
    "tried": _("尝试过的人"),
    "reached": _("接通过的人"),
    "answered": _("回答了回访的人"),
}
VISIT_GROUPS: Mapping[str, str] = {
    "visit": _("待走访"),
    "first": _("老年人、残疾人等，优先走访"),
    "unreached": _("未接通，可以安排走访"),
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "callback-state": STATES,
    "call-outcome": OUTCOMES,
    "day-part": PARTS,
    "not-asked": REASONS,
    "funnel-step": FUNNEL,
    "visit-group": VISIT_GROUPS,
}
