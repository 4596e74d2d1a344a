"""Words of registrations, quotes and their outcome (docs/rules.md §2.3)."""

from chalicelib.web.i18n import marked as _

QUOTE_STATES = {
    "REGISTERED": _("已报名，尚未报价"),
    "QUOTED": _("已报名，报价已密封"),
    "CANCELLED": _("已撤回"),
    "OPENED": _("已开启，等待选取"),
    "INVALID": _("报价无效"),
    "CANDIDATE": _("中选候选"),
    "SELECTED": _("中选"),
    "NOT_SELECTED": _("未中选"),
    "RESERVE": _("备选"),
    "ACCEPTED": _("已确认中选"),
    "ABANDONED": _("已放弃中选"),
    "REFUSED": _("业主拒绝中选"),
    "UNOPENED": _("公告已撤销，报价不再开启"),
}
QUOTE_TONES = {
    "REGISTERED": "info",
    "QUOTED": "success",
    "CANCELLED": "quiet",
    "OPENED": "info",
    "INVALID": "danger",
    "CANDIDATE": "info",
    "SELECTED": "success",
    "NOT_SELECTED": "neutral",
    "RESERVE": "info",
    "ACCEPTED": "success",
    "ABANDONED": "quiet",
    "REFUSED": "danger",
    "UNOPENED": "quiet",
}
STEPS = {
    "registered": _("已报名"),
    "quoted": _("已报价"),
    "opened": _("已开启"),
    "result": _("出结果"),
    "publicity": _("结果公示"),
    "award": _("确认中选"),
    "contract": _("签合同"),
    "service": _("履约"),
    "done": _("完成"),
}
OUTCOME_REASONS = {
    "agency-unknown": _("开启时没有查到贵机构的入驻登记。"),
    "intercepted": _("截止时被列入名单，系统拦截。"),
    "out-of-range": _("报价不在公告规定的范围内。"),
    "receipt-differs": _("开启的内容与回执摘要不一致。"),
    "listing-active": _("截止时不在入驻状态。"),
    "qualifications": _("截止时资质不符合要求。"),
    "practitioners": _("截止时执业人员不符合要求。"),
    "not-excluded": _("在业主的回避名单中。"),
    "unrelated-to-owner": _("与业主有利害关系。"),
    "unrelated-to-registrants": _("与其他报名机构有关联，相关机构全部退出。"),
    "no-prior-project-role": _("参与过本项目前期工作。"),
    "drawn": _("由公开随机抽取决定名次，任何人都可以复算。"),
    "lowest-price": _("有效报价中最低。"),
    "higher-price": _("报价高于前一名次。"),
    "tie-decided-by-credit": _("报价相同，按信用得分排序。"),
    "tie-decided-by-draw": _("报价和信用得分相同，由公开随机抽取排序。"),
    "named-by-owner": _("直接选取只看业主写明的机构，理由见公告。"),
    "on-small-list": _("公开抽取进入小名单。"),
    "chosen-by-owner": _("业主从小名单中选定，理由公开。"),
    "cut-from-big-list": _("信用得分排在大名单之外。"),
    "not-drawn-for-small-list": _("在大名单中，没有被抽入小名单。"),
    "highest-total": _("方案总分最高。"),
    "lower-total": _("方案总分低于第一名。"),
    "tie-decided-by-price": _("总分相同，报价低者在前。"),
    "nearest-to-mean": _("最接近有效报价的平均值。"),
    "farther-from-mean": _("离平均值比第一名远。"),
    "tie-decided-by-lower-quote": _("离平均值同样远，报价低者在前。"),
    "trimmed-extreme": _("最高或最低的一个报价，按规则不计入平均值，也不能中选。"),
    "missing-plan": _("没有提交方案文件，或者文件无法读取。"),
    "abnormally-low": _("报价明显低于其他报价，需要书面说明。"),
    "abnormally-low-rejected": _("异常低价的说明没有被业主接受。"),
}

STANDINGS = {
    "candidate": _("中选候选机构"),
    "awarded": _("中选机构"),
    "former": _("原中选候选机构"),
    "former-winner": _("原中选机构"),
    "nobody": _("没有中选机构"),
}
AWARD_OUTCOMES = {
    "to-accept": _("待机构确认"),
    "accepted": _("机构已确认"),
    "abandoned": _("机构放弃"),
    "acceptance-lapsed": _("逾期未确认，视为放弃"),
    "intercepted": _("被列入名单，已取消"),
    "ineligible": _("不再符合条件，已取消"),
    "owner-refused": _("业主拒绝"),
    "signing-lapsed": _("逾期未签订合同"),
    "signing-held-up": _("业主逾期未办理，合同没有签成"),
    "cancelled": _("已取消"),
}
AWARD_TONES = {
    "to-accept": "info",
    "accepted": "success",
    **dict.fromkeys(tuple(AWARD_OUTCOMES)[2:], "danger"),
}
FLAGS = {
    "phone": _("同一联系电话"),
    "person": _("同一业务授权人"),
    "document": _("同一份文件"),
    "device": _("同一设备"),
}

PRICE_VERDICTS = {"open": _("尚未决定"), "accepted": _("接受报价"), "rejected": _("不接受报价")}

LABELS = {
    "price-verdict": PRICE_VERDICTS,
    "standing": STANDINGS,
    "award-outcome": AWARD_OUTCOMES,
    "award-tone": AWARD_TONES,
    "flag": FLAGS,
    "quote-state": QUOTE_STATES,
    "entry-step": STEPS,
    "quote-tone": QUOTE_TONES,
    "outcome-reason": OUTCOME_REASONS,
}
