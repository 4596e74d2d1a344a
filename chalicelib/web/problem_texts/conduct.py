"""Problems of violation cases, sanctions and lists (docs/rules.md §2.6)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

_REFRESH = _("请刷新页面查看最新状态。")

PROBLEMS: Final = {
    "already-corrected": ProblemText(409, _("处理决定已经更正"), _("同一项处理决定只更正一次。"), _REFRESH),
}
