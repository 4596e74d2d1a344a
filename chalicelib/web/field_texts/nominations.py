"""Sentences for the lines of a nomination table; the other codes are those of forms."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "contradicts-row": _("与第 %(row)s 行写的不一致，同一家机构的这一列必须相同。"),
    "duplicate-of-row": _("第 %(row)s 行已经推荐了同一家机构的服务 %(service_type)s，请只保留一行。"),
    "too-many-cells": _("这一行的单元格比表头多，请检查是否多了逗号或引号不成对。"),
    "unknown-level": _("这种资质没有这个等级，请填写等级代码。"),
}
