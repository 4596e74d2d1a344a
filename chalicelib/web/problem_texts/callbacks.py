"""Problems of callback tasks (evaluation.md §2.5)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

_NEXT = _("请领取下一个任务。")

PROBLEMS: Final = {
    "campaign-paused": ProblemText(
        409,
        _("活动已经暂停"),
        _("暂停期间不领取任务，不拨打，不安排走访。已经说过的内容仍可以记下。"),
        _("恢复以后再继续，手上的任务和填过的内容都保留着。"),
    ),
    "correction-over": ProblemText(
        409,
        _("不能再更正"),
        _("回访记录只能更正一次，通话后 24 小时内有效。"),
        _("如有新的情况，请拨打 12345。"),
    ),
    "no-call-bridge": ProblemText(
        503,
        _("没有接入外呼平台"),
        _("系统现在不能接通电话，已经填写的内容都保留着。"),
        _("请用话务系统拨打，或者稍后再试。"),
    ),
    "nobody-to-call": ProblemText(
        409,
        _("现在没有要打的电话"),
        _("只有要联系群众或者要回访的时候，由该打电话的人拨打；没有留电话的免回访。"),
        _NEXT,
    ),
    "not-to-be-called-now": ProblemText(
        409,
        _("现在不能拨打这个任务"),
        _("任务由别人办理，或者现在不是合适的时段。午休、公休日和晚上的首次拨打都不合适。"),
        _NEXT,
    ),
    "period-over": ProblemText(
        409, _("回访期已经结束"), _("活动结束后的通话不再计入。"), _("请回到工作台选择进行中的活动。")
    ),
    "task-held": ProblemText(
        409, _("您还有一个没有办完的任务"), _("每人同时只办理一个任务。"), _("请先办完或者退回手上的任务。")
    ),
    "task-not-yours": ProblemText(
        409, _("任务不在您手上"), _("办理时间已过，任务由别人领取，或者已经办完。"), _NEXT
    ),
}
