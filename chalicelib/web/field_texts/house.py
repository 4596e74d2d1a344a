"""Sentences for the codes that form reading and JSON Schema give, whatever the command."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "before-the-first-day": _("结束的日期不能早于开始的日期 %(first_on)s。"),
    "control-characters": _("内容里有无法显示的控制字符，请删除后重新输入，不要从其他软件直接粘贴。"),
    "duplicate-items": _("有重复的内容，请只保留一项。"),
    "given-twice": _("这一项提交了两个不同的值，请只保留一个。"),
    "nested-too-deep": _("提交的数据层级过多，请按接口说明调整结构。"),
    "not-a-filter-value": _("这个筛选条件没有这个值，可以用的值：%(options)s。"),
    "not-a-month": _("请填写年份和月份，例如 2026-11。"),
    "not-a-date": _("请填写真实存在的日期，例如 2026-11-30。"),
    "not-a-multiple": _("请按规定的单位填写整数倍。"),
    "not-a-rate": _("请填写百分比数字，最多两位小数，例如 12.5。"),
    "not-above": _("请填写大于 %(min)s 的数。"),
    "not-allowed": _("不能填写这样的内容，请修改。"),
    "not-an-amount": _("请以元为单位填写金额，最多两位小数，例如 12000.50。"),
    "not-an-instant": _("请填写完整的日期和时间，例如 2026-11-30 17:30。"),
    "not-an-integer": _("请填写整数，例如 15。"),
    "not-below": _("请填写小于 %(max)s 的数。"),
    "not-one-of": _("请从给出的选项中选择一项。"),
    "reordering-characters": _("内容里有改变文字显示顺序的隐藏字符，请删除后手工输入。"),
    "required": _("此项为必填，请填写。"),
    "too-few-items": _("请至少填写 %(min)s 项。"),
    "too-large": _("不能大于 %(max)s。"),
    "too-long": _("内容过长，请缩短到 %(max)s 个字以内。"),
    "too-many-items": _("最多填写 %(max)s 项，请删去多余的。"),
    "too-short": _("内容过短，请至少填写 %(min)s 个字。"),
    "too-small": _("不能小于 %(min)s。"),
    "unknown-field": _("没有这个字段，请按接口说明检查名称。"),
    "unknown-parameter": _("没有这个查询参数，请按接口说明检查名称。"),
    "unreadable-name": _("有一个字段的名称含有无法显示的字符。"),
    "wrong-format": _("格式不正确，请对照填写说明检查。"),
    "wrong-type": _("数据类型不正确，请按接口说明修改。"),
    "wrong-value": _("填写的内容不符合要求，请检查后修改。"),
}
