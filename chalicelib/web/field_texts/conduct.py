"""Sentences for the fields of violation cases and lists (docs/rules.md §2.6)."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "differences-unseen": _("有 %(count)s 处机构名称与登记的名称不一致，请逐行核对后勾选确认。"),
    "ends-before-it-begins": _("截止日期不能早于列入日期。"),
    "not-for-this-violation": _("这种违规行为不能作这样的处理。"),
    "unknown-agency": _("没有找到这家机构，请核对统一社会信用代码。"),
    "unknown-notice": _("没有已发布的公告使用这个编号，请核对后重新填写，或者留空。"),
}
