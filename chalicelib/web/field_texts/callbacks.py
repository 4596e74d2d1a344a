"""Sentences for what an agent enters about a call."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "level-said": _(
        "已经选了满意程度：对方说过的，请选“中途挂断，已有总体评价”或者“接通，问完”；点错了的，请勾选下面的确认。"
    ),
    "answers-missing": _("通话完成要有总体评价和必答题的回答。"),
    "appointment-too-far": _("预约时间太远，要在 %(until_at)s 之前。"),
    "nobody-spoke": _("没有接通的通话没有通话时长，请填 0 或者改选结果。"),
    "not-in-future": _("预约时间要在现在以后。"),
    "outside-calling-hours": _(
        "这个时间不能打电话：上午 9:00–11:45，下午 14:00–17:45，再次拨打可在晚上 18:30–20:00，"
        "周末只在下午，节假日不打。"
    ),
    "two-visitors": _("走访要两个人同行，填写两个不同的工号，其中一个是您本人。"),
    "rang-too-short": _("记为无人接听要至少响铃 %(min)s 秒。"),
}
