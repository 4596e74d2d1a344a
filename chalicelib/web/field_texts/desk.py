"""Field errors of an absence (ADR 0065)."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "absence-ends-first": _("最后一天不能早于第一天。"),
    "absence-too-long": _("一次请假最多 %(max)s 天。"),
    "deputy-absent": _("代办人在这段时间也请了假，请换一位同事。"),
    "deputy-is-self": _("代办人不能是您自己。"),
    "deputy-unfit": _("代办人应当是本单位角色相同、权限正常的同事，请核对工号。"),
    "deputy-unknown": _("没有人使用这个工号，请向同事核对。"),
}
