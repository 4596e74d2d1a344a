"""Words of service items: states, the ten elements and the further fields, the six forbidden kinds (§4.3)."""

from chalicelib.web.i18n import marked as _

STATES = {
    "DRAFT": _("起草中"),
    "PROPOSED": _("待发布"),
    "PUBLISHED": _("已发布"),
    "RETIRED": _("已停用"),
}
STANDINGS = {
    "in-force": _("正在执行"),
    "scheduled": _("尚未生效"),
    "ended": _("已被替代或停用"),
}
KINDS = {
    "approval": _("行政审批必须委托的服务"),
    "voluntary": _("自愿委托的服务"),
}
BASIS_RANKS = {
    "law": _("法律"),
    "regulation": _("行政法规"),
    "state_council_decision": _("国务院决定"),
    "other": _("其他文件"),
}
LEVELS = {
    "state": _("国家级"),
    "province": _("省级"),
    "city": _("市级"),
    "county": _("县级"),
}
AUDIENCES = {
    "natural_person": _("自然人"),
    "enterprise": _("企业"),
    "public_institution": _("事业单位"),
    "administrative_organ": _("行政机关"),
    "social_organisation": _("社会组织"),
}
BODY_NATURES = {
    "any": _("不限性质"),
    "enterprise": _("企业"),
    "public_institution": _("事业单位"),
    "social_organisation": _("社会组织"),
}
FEE_TYPES = {
    "market": _("市场调节价"),
    "guided": _("政府指导价"),
    "set": _("政府定价"),
}
ELEMENTS = {
    "name": _("事项名称"),
    "code": _("事项编码"),
    "kind": _("事项类型"),
    "legal_bases": _("设定依据"),
    "levels": _("行使层级"),
    "conditions": _("受理条件"),
    "audience": _("服务对象"),
    "materials": _("申请材料"),
    "time_limit": _("办理时限"),
    "fee_type": _("收费项目"),
    "fee_standard": _("收费标准"),
    "department": _("行业主管部门"),
    "is_approval_condition": _("作为办理审批的条件"),
    "linked_approvals": _("关联审批事项"),
    "body_nature": _("实施主体性质"),
    "deliverable": _("服务成果"),
    "procedure": _("办理流程"),
    "service_types": _("服务类型"),
    "qualification_note": _("所需资质"),
}
FORBIDDEN_KINDS = {
    "solvable_by_supervision": _("通过征求部门意见或者加强监管就能解决"),
    "owner_can_do": _("申请人按要求自己就能完成"),
    "cancelled_approval": _("由已经取消的审批事项转化而来"),
    "split_service": _("把一项服务拆分成多项"),
    "designated_agency": _("指定或者变相指定中介服务机构"),
    "cost_to_owner": _("把部门自身技术服务的费用转嫁给申请人"),
}
FORBIDDEN_HINTS = {
    "solvable_by_supervision": _("例如向其他部门核实、事中事后检查就能查清的情况。"),
    "owner_can_do": _("例如申请人自行编制申请材料即可，不需要特定资质。"),
    "cancelled_approval": _("审批已经取消的，不得改名作为中介服务保留。"),
    "split_service": _("能由一家机构一次完成的，不得分成几项分别委托。"),
    "designated_agency": _("包括只留一家符合条件的机构，或者推荐名单之外不予认可。"),
    "cost_to_owner": _("部门审批所需的技术评审、评估，费用由部门承担。"),
}

LABELS = {
    "item-state": STATES,
    "item-standing": STANDINGS,
    "item-kind": KINDS,
    "basis-rank": BASIS_RANKS,
    "exercise-level": LEVELS,
    "audience": AUDIENCES,
    "body-nature": BODY_NATURES,
    "fee-type": FEE_TYPES,
    "item-element": ELEMENTS,
    "forbidden-kind": FORBIDDEN_KINDS,
    "forbidden-kind-hint": FORBIDDEN_HINTS,
}
"""What this module adds to the labels of the house."""
