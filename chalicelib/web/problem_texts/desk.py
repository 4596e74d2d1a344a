"""Problems of claims and absence at the desks (ADR 0065), and of days of the ledger."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

PROBLEMS: Final = {
    "absence-registered": ProblemText(
        409,
        _("已经登记了请假"),
        _("同一时间只能登记一次请假。"),
        _("请先在“请假和代办”中结束已经登记的请假，再登记新的日期。"),
    ),
    "claimed-by-another": ProblemText(
        409,
        _("这一件正由同事办理"),
        _("工号 %(badge)s 正在办理这一件，至 %(until_at)s。为避免重复办理，其他人现在不能领取或者决定。"),
        _("请等对方办结或者退还；时间到了以后可以领取接手，对方登记请假后也可以领取接手。"),
    ),
    "day-not-closed": ProblemText(
        404,
        _("这一天还没有封账"),
        _("%(day_on)s的账还没有封，当天的摘要在 %(closes_at)s 封账以后公布。"),
        _("请在那以后再打开这个地址，或者先在账本页面查看已经封账的日子。"),
    ),
    "nothing-waits": ProblemText(
        409,
        _("这一件已经不在待办中"),
        _("这一件已经办结、退回，或者转到了下一个环节，不需要领取。"),
        _("请回到待办列表选择其他事项。"),
    ),
    "too-many-claims": ProblemText(
        409,
        _("领取的件数已满"),
        _("一个人同时最多领取 %(max)s 件。"),
        _("请先办结或者退还已经领取的事项。"),
    ),
}
