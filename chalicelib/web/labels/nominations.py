"""Words of nominations: states, what happens to an agency, and what each column asks for."""

from typing import Final

from chalicelib.web.i18n import marked as _

STATES: Final = {
    "STAGED": _("待确认"),
    "ACCEPTED": _("已确认，等待导入"),
    "APPLYING": _("正在导入"),
    "APPLIED": _("已导入"),
    "UNDOING": _("正在撤回"),
    "UNDONE": _("已撤回"),
    "REJECTED": _("有错误，未导入"),
}
EFFECTS: Final = {
    "new": _("新增"),
    "changed": _("补充"),
    "unchanged": _("没有变化"),
    "deferred": _("暂不能写入"),
}
EFFECT_HINTS: Final = {
    "new": _("平台还没有这家机构的资料，将为它建立草稿"),
    "changed": _("在机构草稿中补充服务或资质"),
    "unchanged": _("推荐的内容机构都已经有"),
    "deferred": _("机构正在核查中或处于限制状态，将跳过"),
}
COLUMN_HINTS: Final = {
    "uscc": _("18 位；同一家机构可以占多行，每行推荐不同的服务。"),
    "name": _("与营业执照一致，最多 200 字。"),
    "kind": _("填写：企业、事业单位、社会组织、个体工商户。"),
    "division": _("6 位行政区划代码；全国各地的机构都可以推荐。"),
    "address": _("可以留空，由机构补充。"),
    "legal_representative": _("只用于预填，加密保存；身份证号由机构自己填写。"),
    "contact": _("只用于预填，加密保存。"),
    "mobile": _("11 位手机号码，加密保存。"),
    "service_types": _("本部门主管的服务类型代码，多个用分号隔开。"),
    "qualification_kind": _("资质类别代码；没有资质时，资质各列都留空。"),
    "qualification_level": _("等级代码；该类资质不分级时留空。"),
    "qualification_number": _("按证书填写。"),
    "qualification_issuer": _("按证书填写。"),
    "qualification_issued_on": _("例如 2023-07-01，也可以写成 2023/7/1 或 2023年7月1日。"),
    "qualification_expires_on": _("不能早于今天。"),
}
SKIP_REASONS: Final = {
    "under-check": _("正在核查中"),
    "agency-intercepted": _("处于失信或清退限制期间"),
    "nomination-in-use": _("已经在推荐的基础上提交申请，不能撤回"),
    "not-a-department": _("推荐人已不是主管部门人员"),
    "not-the-responsible-department": _("这类服务已不由本部门主管"),
    "own-affair": _("推荐人属于这家机构"),
}

LABELS = {
    "nomination-state": STATES,
    "nomination-effect": EFFECTS,
    "nomination-effect-hint": EFFECT_HINTS,
    "nomination-column": COLUMN_HINTS,
    "skip-reason": SKIP_REASONS,
}
"""What this module adds to the labels of the house."""
