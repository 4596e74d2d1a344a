"""Words of the draw page: what each field of a record is called and what each state means."""

from chalicelib.web.i18n import marked as _

DRAW_STATES = {
    "committed": _("已承诺，等待报名截止"),
    "closed": _("报名已截止，等待开启报价"),
    "not-needed": _("没有需要抽取的同价，未经抽取选出"),
    "ended": _("未经抽取即告结束"),
    "frozen": _("名单已冻结，等待公共随机数"),
    "drawn": _("已抽取，可复算"),
}
DRAW_METHODS = {"random": _("随机抽取"), "weighted": _("加权抽取"), "tie": _("同价抽取")}
DRAW_FIELDS = {
    "format": _("格式"),
    "notice_no": _("公告编号"),
    "status": _("阶段"),
    "method": _("方法"),
    "commitment": _("种子承诺"),
    "beacon.kind": _("随机源种类"),
    "beacon.commitment": _("随机源承诺"),
    "beacon.round": _("随机源轮次（从承诺到随机数的链节数）"),
    "beacon.value": _("公共随机数"),
    "ids": _("参加抽取的机构"),
    "tickets": _("签数"),
    "root": _("名单指纹"),
    "secret": _("种子原文"),
    "seed": _("抽取种子"),
    "take": _("抽取数量"),
    "order": _("抽取顺序"),
}
DROPOUTS = {
    "abandoned": _("已放弃中选"),
    "acceptance-lapsed": _("逾期未确认，视为放弃"),
    "intercepted": _("被列入名单，系统拦截"),
    "ineligible": _("复核时不再符合条件"),
    "price-rejected": _("报价被认定异常低"),
    "signing-lapsed": _("逾期未签订合同"),
    "signing-held-up": _("业主逾期未办理，合同没有签成"),
    "owner-refused": _("业主拒绝中选结果"),
}
