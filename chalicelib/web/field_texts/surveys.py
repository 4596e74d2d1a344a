"""Sentences for the codes of questionnaires, campaigns and answers (evaluation.md §2.6, §4)."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "bounds-not-for-kind": _("只有数字题有最小值和最大值，请清空。"),
    "high-below-low": _("最大值不能小于最小值。"),
    "mark-not-for-kind": _(
        "这种题型不能有这个用途：总体满意度用五级满意度，分组用单选，廉洁问题用单选或者文字。"
    ),
    "mark-on-personal": _("个人信息不能统计，也不能用来分组。"),
    "options-count": _("请填写 %(min)s 至 %(max)s 个选项。"),
    "options-not-for-kind": _("只有单选和多选有选项，请清空。"),
    "options-twice": _("有两个选项相同，请改成不同的。"),
    "overall-twice": _("一份问卷只有一道总体满意度题。"),
    "skip-answer-twice": _("同一个回答只能跳到一题。"),
    "skip-answer-unknown": _("跳题的回答不在选项里。"),
    "skip-not-forward": _("只能跳到后面的题，请检查第 %(question)s 题。"),
    "without-template": _("空白问卷要选择用途并填写名称，或者选择从哪一份现成的问卷开始。"),
    "questionnaire-of-kind": _("请选择一份相同用途的问卷。"),
    "unknown-question": _("问卷里没有这一题。"),
    "unknown-option": _("请从列出的选项里选择。"),
    "not-on-scale": _("请从列出的分值里选择。"),
    "out-of-bounds": _("请填写 %(min)s 至 %(max)s 的整数。"),
    "not-a-figure": _("请填写整数。"),
    "not-a-month": _("请填写已经开始的月份，例如 2026-11。"),
    "too-many-months": _("最多 %(max)s 个月。"),
    "months-not-over": _("开始时这个月还没有过完，会漏掉后来办事的人。请换一个月，或者推迟开始日期。"),
    "unknown-unit": _("没有这个单位，请从列出的单位里选择。"),
    "ends-before-begins": _("结束日期必须晚于开始日期。"),
    "in-the-past": _("开始日期必须晚于今天。"),
    "not-a-semi-month": _("半年度调查在 %(months)s 月开始。"),
    "semi-days": _("半年度调查持续 %(days)s 个自然日。"),
    "window-too-long": _("调查期最长 %(max)s 天。"),
    "unknown-mode": _("请从电话、短信、上门中选择，不能重复。"),
    "sample-size": _("请填写 1 至 %(max)s 的人数。"),
    "calls-first": _("打电话的调查从电话开始，打不通再发短信、上门；不打电话的只用短信。"),
    "strata-for-stratified": _("分层抽样要选择按什么分层，其他方法不选。"),
    "measures-for-policy": _("只有政策效果评估填写政策措施，请清空。"),
    "measures-count": _("请填写 1 至 %(max)s 项政策措施。"),
    "unknown-measure": _("这次调查没有这项措施。"),
    "skips-not-for-kind": _("只有单选和评分题可以跳题。"),
}
