"""Sentences for the codes of ratings (evaluation.md §3)."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "case-not-rated": _("这个办件没有评价，请核对办件编号和服务序号。"),
    "example-line": _("这是模板里的示例行，请删去或者改成真实的办件。"),
    "case-stands-in-row": _("第 %(row)s 行已经有同一个办件的同一项服务，请只保留一行。"),
    "not-a-region": _("请填写 6 位、9 位或者 12 位的行政区划代码。"),
    "not-a-serial": _("请填写 1 到 9999 的序号。"),
    "not-yes-or-no": _("请填写“是”或者“否”，或者留空。"),
    "before-accepted": _("办结时间不能早于受理时间。"),
    "case-missing": _("本地没有这个办件，请把办件的各栏也填上。"),
    "day-out-of-range": _("请填写 %(first_on)s 到 %(last_on)s 之间的日期。"),
    "default-follow-up": _("系统默认评价没有追评，请核对评价次数。"),
    "differs-from-row": _("与评价所写的办件编号或者服务序号不同，请核对。"),
    "no-first-rating": _("没有可以追评的首次评价，请把首次评价放在同一张表里，或者先导入它。"),
    "in-the-future": _("时间不能晚于现在。"),
    "code-system-undeclared": _("必须写明代码出自哪一套编码，系统不会猜测；请填写一个已登记的编码名称。"),
    "indicator-of-another-level": _("这个评价指标不属于所选的等级，请选择该等级下的指标。"),
    "finding-deadline": _("请填写将来的一个工作日，最多 %(max)s 个工作日以后，例如 2026-09-30。"),
    "finding-row-indicator": _("第 %(row)s 行的指标代码不对：填 BE01 至 BE18。"),
    "finding-row-policy-measure": _("第 %(row)s 行的改革举措：请填写，不超过 %(max)s 个字。"),
    "finding-row-unit": _("第 %(row)s 行的承办单位不对：填统一社会信用代码，要有办件，不能是您自己的单位。"),
    "finding-row-said": _("第 %(row)s 行的问题太短或者太长：至少 %(min)s 个字，不超过 %(max)s 个字。"),
    "finding-row-deadline": _(
        "第 %(row)s 行的整改期限不对：填将来的一个工作日，写成 2026-09-30 这样，最多 %(max)s 个工作日之后。"
    ),
    "finding-row-cells": _("第 %(row)s 行的格子太多：每行五格。文字里有逗号的，请给这一格加上英文双引号。"),
    "ground-not-there": _("没有找到这件事，或者与所选的单位、依据不符，请核对。"),
    "guide-unchanged": _("修改前后的原文相同，请填写修改后的原文。"),
    "measure-alike": _("这次的措施与本单位以前的有 %(percent)s%% 相同。确实如此的，请勾选确认。"),
    "measure-copied": _("这次的措施与本单位以前的完全相同，请写明这一次做了什么。"),
    "month-not-frozen": _("这个月还没有封存，请填写已封存的月份，例如 2026-03。"),
    "no-code-for-it": _("编码 %(system)s 无法表示这个值，请换用另一套编码。"),
    "photo-too-large": _("照片超过 %(max_megabytes)s MB，请选择较小的照片，或者用截图代替。"),
    "photo-too-many-pixels": _("照片的像素太多，请缩小后再发送。"),
    "photo-type-not-allowed": _("只能发送 JPEG、PNG 或者 WebP 照片，以文件的实际内容为准。"),
    "photo-unreadable": _("照片文件有损坏，或者含有无法去掉的信息，请换一张，或者用截图代替。"),
    "not-for-this-measure": _("这个依据不适用于所选的类别，请换一个依据。"),
    "page-too-old": _("这个页面打开太久了，请再提交一次。"),
    "public-number": _(
        "公开的文字里不能有电话号码、证件号码等长数字，请删去；日期请写成“2026 年 9 月 30 日”这样。"
    ),
    "ranking-not-frozen": _("这个半年还没有封存，请填写已封存的半年，例如 2026-H1。"),
    "retired-indicator": _("这个评价指标已经停用，请选择现行指标。"),
    "rows-out-of-range": _("请粘贴 1 到 %(max)s 行。"),
    "same-device-too-few": _(
        "系统查到同一设备对没有接受的服务评价了 %(count)s 次，不到 %(min)s 次，不能以此认定恶意。"
    ),
    "text-digits-missing": _("请写明回复 5、4、3、2、1 各代表什么。"),
    "text-foreign-address": _("%(host)s 不是本单位的网址，短信里只能用本单位的网址，不能用短链接。"),
    "text-long-number": _("短信里不能写电话、证件号码等长数字，发给所有人的内容里没有某个人的号码。"),
    "text-names-person": _("短信里不能写姓名和称呼，发给所有人的内容里没有某个人。"),
    "text-loose-brace": _("花括号里只能是一个占位符，例如 {link}。"),
    "text-no-opt-out": _("结尾要写明怎样拒收，例如“拒收回R”。"),
    "text-place-missing": _("缺少占位符 {%(name)s}。"),
    "text-signature-first": _("必须以签名开头：【{signature}】，后面不能再有【】。"),
    "text-two-segments": _("这条短信要按 %(segments)s 段计费。确实需要的，请勾选确认。"),
    "text-unknown-place": _("没有占位符 {%(name)s}，可以用的是：%(allowed)s。"),
    "two-problems": _("选中的诉求已经分属两个问题，请分开合并。"),
    "unit-not-in-group": _("这个半年里该单位不在相应的靠前或者靠后之列，不能以排名为依据。"),
    "unit-without-cases": _("这个单位近一年没有办件，不能派单；请选择有办件的单位。"),
    "unknown-code": _("编码 %(system)s 中没有这个代码，请核对后重新填写。"),
    "unknown-indicator": _("没有这个评价指标，请从名单中选择。"),
}
