"""Problems of items of the hotline and the windows (evaluation.md §2.7)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

_REFRESH = _("请刷新页面查看最新状态。")

PROBLEMS: Final = {
    "about-this-unit": ProblemText(
        409,
        _("不能派给被举报的单位"),
        _("举报一律保密，不派给被举报的单位。"),
        _("请派给有权核查的其他单位。"),
    ),
    "callback-owed": ProblemText(
        409,
        _("还没有回访"),
        _("诉求人留了电话的，答复后先回访，再办结。"),
        _("请记录回访结果，或者记录规定次数的未能联系上。"),
    ),
    "confidential-item": ProblemText(
        409,
        _("举报不并入问题"),
        _("举报一律保密，不与别的诉求比较，也不公开。"),
        _("请单独办理。"),
    ),
    "no-reply-clock": ProblemText(
        409,
        _("不需要延期"),
        _("疑难事项没有答复期限，要定期告知进展，跟踪到底。"),
        _("请告知诉求人进展。"),
    ),
    "not-of-this-door": ProblemText(
        409, _("不需要分类"), _("只有“办不成事”的诉求要分简单、一般、疑难。"), _("请直接派单或者答复。")
    ),
    "not-redispatched-yet": ProblemText(
        409, _("还没有重办"), _("诉求人不满意的，先退回重办一次。"), _("请先由热线退回重办。")
    ),
    "not-simple": ProblemText(
        409,
        _("不能当场答复"),
        _("一般和疑难的事项要派给单位办理，不能当场答复了事。"),
        _("请派单，或者重新分类。"),
    ),
    "not-your-item": ProblemText(
        403,
        _("不是您登记的诉求"),
        _("回执上有诉求人的网址，只有登记的人能打印。"),
        _("请由登记这件诉求的同事打印。"),
    ),
    "nothing-to-report": ProblemText(
        409, _("没有要报告的督办意见"), _("每一条督办意见报告一次办理情况。"), _REFRESH
    ),
    "office-calls": ProblemText(
        409,
        _("由热线联系"),
        _("诉求人没有同意承办单位直接联系。"),
        _("请由热线受理人员联系诉求人。"),
    ),
    "redispatched-once": ProblemText(
        409, _("已经重办过一次"), _("一件诉求只重办一次。"), _("请由监管人员决定是否办结。")
    ),
    "refused-items-are-sent": ProblemText(
        409,
        _("不能当场答复"),
        _("曾被窗口拒绝登记的诉求，不能由窗口答复了事。"),
        _("请派给单位办理，由监管人员督办。"),
    ),
    "reopened-before": ProblemText(
        409,
        _("已经重新打开过一次"),
        _("一件诉求只能重新打开一次。"),
        _("问题仍在的，请重新提交诉求。"),
    ),
    "reopening-lapsed": ProblemText(
        409,
        _("重新打开的期限已过"),
        _("办结后 30 天内可以要求重新打开一次。"),
        _("问题仍在的，请重新提交诉求。"),
    ),
    "too-few-alike": ProblemText(
        409, _("至少要两件"), _("至少两件诉求或者差评说的是同一件事，才合并为问题。"), _("请再选一件。")
    ),
    "triage-first": ProblemText(
        409, _("还没有分类"), _("“办不成事”的诉求先分简单、一般、疑难，再派单。"), _("请先分类。")
    ),
}
