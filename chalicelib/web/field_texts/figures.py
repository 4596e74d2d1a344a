"""Sentences for amounts, dates and identifiers that were typed; the kernel's readers give these codes."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "amount-too-large": _("金额过大，请检查小数点和单位。"),
    "future-date": _("不能是将来的日期。"),
    "impossible-date": _("号码中的日期不存在，请检查。"),
    "misplaced-comma": _("千位分隔符的位置不对，请写成 12,000.50，或不写逗号。"),
    "negative-amount": _("金额不能为负数。"),
    "not-a-badge": _("工号是 %(length)s 位字母和数字，请对照“登录情况”中的工号填写。"),
    "not-a-division": _("请填写六位行政区划代码，例如 370705。"),
    "not-a-telephone": _("请填写 11 位手机号码，或者座机号码。"),
    "not-a-mobile": _("请填写 11 位手机号码。"),
    "not-a-notice-number": _("这不是完整的公告编号，请对照公告标题下方的编号填写。"),
    "not-a-number": _("这不是完整的编号，请对照回执或页面上的编号填写。"),
    "not-a-project-code": _("请填写投资项目统一代码，例如 2601-370705-04-01-123456。"),
    "not-a-sha256": _("文件校验值不正确，请重新上传文件。"),
    "not-a-uscc": _("请填写 18 位统一社会信用代码，其中不含字母 I、O、S、V、Z。"),
    "not-a-workday": _("这一天不是工作日，请选择工作日。"),
    "not-an-identity-card": _("请填写 18 位居民身份证号。"),
    "not-an-organisation-code": _("请填写 9 位组织机构代码。"),
    "not-positive": _("请填写大于零的数。"),
    "out-of-range": _("请填写 %(min)s 到 %(max)s 之间的数。"),
    "too-far-ahead": _("日期太远，最晚可以填写 %(latest_on)s，请检查年份。"),
    "past-date": _("日期已经过去，请填写今天以后的日期。"),
    "rate-too-large": _("百分比不能超过 100%%。"),
    "too-many-decimals": _("最多写两位小数。"),
    "wrong-check-character": _("校验位对不上，请检查是否有一位写错，或两位写反了。"),
}
