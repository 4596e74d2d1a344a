"""Words of the roles (docs/rules.md §5), and of why access is ended."""

from chalicelib.web.i18n import marked as _

ROLES = {
    "owner_admin": _("业主单位管理员"),
    "owner_agent": _("业主单位经办人"),
    "agency_admin": _("中介机构管理员"),
    "agency_agent": _("中介机构业务授权人"),
    "operator_reviewer": _("运营机构审核人员"),
    "operator_publisher": _("运营机构发布人员"),
    "department": _("行业主管部门"),
    "supervisor": _("监督部门"),
    "sysadmin": _("系统管理员"),
    "clerk": _("窗口工作人员"),
    "unit_handler": _("承办单位经办人"),
    "unit_head": _("承办单位负责人"),
    "centre_supervisor": _("政务服务中心督导人员"),
    "regulator": _("好差评监管人员"),
    "appeal_reviewer": _("申诉复核人员"),
    "dpo": _("个人信息保护负责人"),
    "callback_agent": _("回访人员"),
    "callback_lead": _("回访组长"),
    "survey_designer": _("问卷设计人员"),
    "external_evaluator": _("第三方评估人员"),
    "hotline_operator": _("热线受理人员"),
}
END_REASONS = {
    "compromised": _("账号可能被他人使用"),
    "left": _("离职或者调离岗位"),
    "misuse": _("违反使用规定"),
    "other": _("其他原因"),
}
TASKS = {
    "notice": _("公告"),
    "agency": _("机构入驻"),
    "item": _("服务事项"),
    "nomination": _("机构推荐"),
}
LABELS = {"desk-task": TASKS, "role": ROLES, "end-reason": END_REASONS}
