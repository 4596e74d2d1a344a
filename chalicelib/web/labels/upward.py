"""Words of the reports to the provincial system."""

from collections.abc import Mapping

from chalicelib.web.i18n import marked as _

FACTS: Mapping[str, str] = {
    "RATED": _("评价"),
    "FOLLOWED_UP": _("追评"),
    "WITHDRAWN": _("撤回评价"),
    "INVALIDATED": _("评价无效"),
    "REINSTATED": _("恢复评价"),
}
STATES: Mapping[str, str] = {
    "PENDING": _("等待上报"),
    "RETRYING": _("等待重报"),
    "ACCEPTED": _("省级系统已接收"),
    "REFUSED": _("省级系统退回"),
    "KEPT_HERE": _("不上报"),
}
ERRORS: Mapping[str, str] = {
    "no-case": _("没有对应的办件编号"),
    "taken-there": _("来自省级页面，省里已有"),
    "no-service": _("不针对某一次办事"),
    "try-again-later": _("省级系统没有应答"),
    "no-receipt": _("省级系统没有给回执"),
}
DIFFERENCES: Mapping[str, str] = {
    "missing-there": _("本地已接收回执，省里没有"),
    "unknown-here": _("省里有，本地没有"),
    "different": _("两边的等级不同"),
    "not-yet-there": _("尚未被省里接收"),
    "unanswered": _("省里已有，本地未收到回执"),
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "telling": FACTS,
    "telling-state": STATES,
    "telling-error": ERRORS,
    "upward-difference": DIFFERENCES,
}
