"""Problems of questionnaires, campaigns and their answers (evaluation.md §2.6)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

PROBLEMS: Final = {
    "question-skipped-to": ProblemText(
        409,
        _("有题目跳到这一题"),
        _("跳题只能往后，被跳到的题不能删除，也不能移到前面。"),
        _("请先改掉前面题目的跳题。"),
    ),
    "questions-max": ProblemText(
        409, _("题目太多"), _("题数已经到了上限，太长的问卷没有人答完。"), _("请先删掉一些题目。")
    ),
    "questionnaire-empty": ProblemText(
        409, _("问卷还没有题目"), _("调查用的问卷至少有一题。"), _("请先在问卷里添加题目。")
    ),
    "overall-missing": ProblemText(
        409,
        _("问卷没有总体满意度题"),
        _("每月回访和半年度调查必须问总体满意度，否则没有完整的回答。"),
        _("请在问卷里添加一道五级满意度题，用途选“总体满意度”。"),
    ),
    "frame-missing": ProblemText(
        409,
        _("还没有试算"),
        _("提交审批前要抽取名单并试算人数、工作量、费用和误差。"),
        _("请先点“抽取名单并试算”，等它完成后再提交。"),
    ),
    "months-not-over": ProblemText(
        409,
        _("这个月还没有过完"),
        _("每月回访的名单要等月份过完再抽取，不然之后来办事的人会被漏掉。"),
        _("请在下个月的第一天以后抽取名单并试算。"),
    ),
    "nobody-to-ask": ProblemText(
        409,
        _("名单里没有人"),
        _("所选的月份、单位和大厅没有留了电话并且可以询问的人。"),
        _("请放宽范围后重新试算。"),
    ),
    "window-begun": ProblemText(
        409,
        _("调查的开始时间已过"),
        _("提交和批准都要在开始之前，名单里的人才有完整的时间回答。"),
        _("请把开始日期改到今天以后。"),
    ),
    "already-answered": ProblemText(
        409,
        _("这个链接已经回答过"),
        _("一个链接只回答一次，先提交的有效。"),
        _("谢谢您，不用再做什么。"),
    ),
    "suggestion-answered": ProblemText(
        409,
        _("这条建议已经答复"),
        _("答复公开以后不再改动。"),
        _("请刷新页面查看答复。"),
    ),
}
