"""Problems of violation cases, sanctions and lists (docs/rules.md §2.6)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

_REFRESH = _("请刷新页面查看最新状态。")
_OTHER_PERSON = _("请由另一位有权限的同事登录办理。")

PROBLEMS: Final = {
    "already-corrected": ProblemText(409, _("处理决定已经更正"), _("同一项处理决定只更正一次。"), _REFRESH),
    "answer-lapsed": ProblemText(
        409,
        _("陈述申辩的期限已过"),
        _("期限结束后案件自动进入决定环节。"),
        _("决定生效后，可以在期限内提出异议。"),
    ),
    "objection-lapsed": ProblemText(
        409,
        _("提出异议的期限已过"),
        _("决定生效后五个工作日内可以提出异议。"),
        _("请联系主管部门了解其他救济途径。"),
    ),
    "same-person-decided": ProblemText(
        403, _("作出决定的人不能处理对它的异议"), _("异议由另一人处理。"), _OTHER_PERSON
    ),
    "same-person-staged": ProblemText(
        403, _("上传名单的人不能自己确认"), _("名单由另一人核对后确认才生效。"), _OTHER_PERSON
    ),
    "same-person-opened": ProblemText(
        403, _("经办人不能作出决定"), _("举报、调查或告知本案的人不能作出决定。"), _OTHER_PERSON
    ),
}
