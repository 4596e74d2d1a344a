"""Words of flagged ratings and of their review (evaluation.md §2.2, §7.15, §7.16)."""

from collections.abc import Mapping

from chalicelib.web.i18n import marked as _

STATES: Mapping[str, str] = {
    "OPEN": _("待复核"),
    "UNMARKED": _("已取消标记"),
    "KEPT": _("复核后照常计入"),
    "INVALIDATED": _("复核认定无效"),
    "OBJECTED": _("认定无效，评价人有异议"),
    "CONFIRMED": _("认定无效，异议不成立"),
    "OVERTURNED": _("异议成立，恢复有效"),
}
TONES: Mapping[str, str] = {
    "OPEN": "warning",
    "KEPT": "success",
    "INVALIDATED": "danger",
    "OBJECTED": "warning",
    "CONFIRMED": "danger",
    "OVERTURNED": "success",
}
FACETS: Mapping[str, str] = {
    "open": _("待复核"),
    "settled": _("已了结"),
    "invalidated": _("已认定无效"),
    "all": _("全部"),
}
MARKS: Mapping[str, str] = {
    "COAXED": _("疑似诱导好评"),
    "BRUSHED": _("疑似刷评"),
    "MALICIOUS": _("疑似恶意评价"),
    "MISTAKEN": _("疑似误评"),
    "REPORTED": _("收到投诉举报"),
}
STEPS: Mapping[str, str] = {
    "mark": _("标记为待复核"),
    "unmark": _("取消标记"),
    "vote": _("提交复核意见"),
    "decide-objection": _("对异议作最终决定"),
}
DECISIONS: Mapping[str, str] = {
    "keep": _("照常计入"),
    "invalidate": _("认定无效"),
}
EVENTS: Mapping[str, str] = {
    "flagged": _("系统发现信号"),
    "marked": _("监管人员标记"),
    "unmarked": _("监管人员取消标记"),
    "voted": _("一名复核人提出意见"),
    "kept": _("复核后照常计入"),
    "settled": _("申诉已有结论，信号了结"),
    "invalidated": _("认定无效"),
    "objected": _("评价人提出异议"),
    "confirmed": _("异议不成立，维持"),
    "reinstated": _("评价恢复有效"),
    "withdrawn": _("评价人撤回"),
    "followed_up": _("评价人追加评价"),
    "photo_added": _("评价人添加照片"),
    "photo_removed": _("评价人删除照片"),
}
REVIEW_MESSAGES: Mapping[str, str] = {
    "rating-to-review": _("一条评价有异常信号或者被标记，等待复核。"),
    "rating-objection-to-judge": _("一条被认定无效的评价，评价人提出异议，等待最终决定。"),
}
OUTCOME_MESSAGES: Mapping[str, str] = {
    "rating-kept": _("对您单位的一条有信号的评价，复核后照常计入。"),
    "rating-invalidated": _("对您单位的一条有信号的评价，复核后认定无效，不再计入。"),
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "review-state": STATES,
    "review-facet": FACETS,
    "review-mark": MARKS,
    "review-step": STEPS,
    "review-decision": DECISIONS,
    "review-event": EVENTS,
}
