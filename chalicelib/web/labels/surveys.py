"""Words of questionnaires, campaigns and their answers."""

from collections.abc import Mapping

from chalicelib.web.i18n import marked as _

KINDS: Mapping[str, str] = {
    "MONTHLY": _("每月回访"),
    "SEMI": _("半年度满意度调查"),
    "POLICY": _("政策效果评估"),
}
TEMPLATES: Mapping[str, str] = {
    "PHONE": _("每月电话回访"),
    "VISIT": _("上门走访表"),
    "SEMI": _("半年度满意度调查"),
    "POLICY": _("政策效果评估（逐项措施）"),
}
QUESTION_KINDS: Mapping[str, str] = {
    "SINGLE": _("单选"),
    "MULTI": _("多选"),
    "SCALE5": _("五级满意度"),
    "SCALE11": _("0 至 10 分"),
    "NUMBER": _("数字"),
    "TEXT": _("文字"),
    "DATE": _("日期"),
}
MARKS: Mapping[str, str] = {
    "OVERALL": _("总体满意度"),
    "GROUP": _("结果按这一题分组"),
    "INTEGRITY": _("廉洁问题，只转纪检"),
}
CAMPAIGN_STATES: Mapping[str, str] = {
    "DRAFT": _("草稿"),
    "IN_REVIEW": _("待审批"),
    "CHANGE_REQUESTED": _("要求修改"),
    "APPROVED": _("已批准，等待开始"),
    "FIELDING": _("调查进行中"),
    "PAUSED": _("已暂停"),
    "CLOSED": _("已结束，待分析"),
    "ANALYSED": _("已分析，待公布"),
    "PUBLISHED": _("已公布"),
    "ARCHIVED": _("已归档"),
    "CANCELLED": _("已取消"),
}
METHODS: Mapping[str, str] = {
    "CENSUS": _("全部询问"),
    "SRS": _("简单随机抽样"),
    "STRATIFIED": _("分层抽样"),
}
STRATA: Mapping[str, str] = {"UNIT": _("按单位分层"), "HALL": _("按大厅分层")}
MODES: Mapping[str, str] = {"CALL": _("电话"), "SMS": _("短信链接"), "VISIT": _("上门")}
ACTS: Mapping[str, str] = {
    "frame": _("抽取名单并试算"),
    "submit": _("提交审批"),
    "approve": _("批准"),
    "request-change": _("要求修改"),
    "pause": _("暂停调查"),
    "resume": _("继续"),
    "cancel": _("取消调查"),
    "archive": _("归档"),
    "publish": _("公布结果"),
}
ADOPTIONS: Mapping[str, str] = {
    "ADOPTED": _("采纳"),
    "PARTLY": _("部分采纳"),
    "DECLINED": _("不采纳"),
}
CAMPAIGN_STEPS: Mapping[str, str] = {
    "created": _("新建"),
    "edited": _("修改"),
    "submitted": _("提交审批"),
    "decided": _("审批"),
    "paused": _("已暂停"),
    "analysed": _("分析"),
    "published": _("公布"),
    "ended": _("结束"),
}
CAMPAIGN_OFFICES: Mapping[str, str] = {
    "AUTHOR": _("编写单位"),
    "REGULATOR": _("监管部门"),
    "SYSTEM": _("由系统自动生成"),
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "survey-kind": KINDS,
    "questionnaire-template": TEMPLATES,
    "question-kind": QUESTION_KINDS,
    "question-mark": MARKS,
    "campaign-state": CAMPAIGN_STATES,
    "sample-method": METHODS,
    "sample-strata": STRATA,
    "contact-mode": MODES,
    "campaign-act": ACTS,
    "campaign-step": CAMPAIGN_STEPS,
    "campaign-office": CAMPAIGN_OFFICES,
    "adoption": ADOPTIONS,
}
