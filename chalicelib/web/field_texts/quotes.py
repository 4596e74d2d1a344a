"""Sentences for the fields of registrations, quotes and award responses (docs/rules.md §2.3, §4.5)."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "confirm-abandoning": _("请勾选确认：放弃后不能恢复。"),
    "confirm-cancelling": _("请勾选确认撤回。"),
    "only-one-value": _("公告已经定好，只能填写 %(only)s。"),
    "envelope-full": _("声明和人员名单合计太长，密封信封装不下，请减少关联机构或服务人员的数量。"),
}
