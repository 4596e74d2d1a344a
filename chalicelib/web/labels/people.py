"""Words of the nine roles (docs/rules.md §5)."""

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
}
LABELS = {"role": ROLES}
