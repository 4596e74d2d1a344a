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
    "TOO_LATE": _("已过评价期"),
}
LABELS: Mapping[str, Mapping[str, str]] = {"rating-level": LEVELS, "suppression": SUPPRESSIONS}
