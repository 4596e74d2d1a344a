"""Problems of registrations and sealed quotes (docs/rules.md §2.3)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

PROBLEMS: Final = {
    "agency-not-listed": ProblemText(
        409,
        _("贵机构还没有入驻"),
        _("只有已经入驻的机构可以报名和报价。"),
        _("请先在“机构入驻”中提交申请，审核通过后再报名。"),
    ),
    "receipt-gone": ProblemText(
        404,
        _("回执文件已经不能下载"),
        _("回执随机数只在提交后的 15 分钟内、在提交所用的浏览器中可以取得，系统不保存。"),
        _("截止之前可以更换报价，取得新的回执；没有保存随机数不影响报价的效力。"),
    ),
}
