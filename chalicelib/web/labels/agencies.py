"""Words of agencies: states, sections, fields, documents, conditions, reasons (docs/rules.md §2.2, §4.2)."""

from chalicelib.web.i18n import marked as _

STATES = {
    "DRAFT": _("填写中"),
    "FORM_CHECK": _("形式核对中"),
    "DEPT_REVIEW": _("部门核查中"),
    "ACTIVE": _("已入驻"),
    "REJECTED": _("未通过"),
    "RESTRICTED": _("受限"),
    "SUSPENDED": _("暂停"),
    "REMOVED": _("已清退"),
    "WITHDRAWN": _("已退出"),
    "BLOCKED": _("失信限制"),
}
STATE_HINTS = {
    "DRAFT": _("请完成全部部分后提交。"),
    "FORM_CHECK": _("运营机构正在核对材料是否齐全、清楚，有问题会一次性列出。"),
    "DEPT_REVIEW": _("主管部门正在核查资质和人员，逾期会提醒部门，不会自动通过。"),
    "ACTIVE": _("可以报名这类服务的采购。"),
    "REJECTED": _("主管部门没有通过，理由见下方。补齐后可以重新申请。"),
    "RESTRICTED": _("资质或人员已不满足要求，暂时不能报名。更新证书并提交后，由主管部门恢复。"),
    "SUSPENDED": _("主管部门决定暂停，到期自动恢复。"),
    "REMOVED": _("主管部门决定清退，限制期满后可以重新申请。"),
    "WITHDRAWN": _("已经退出这类服务，可以随时重新申请。"),
    "BLOCKED": _("机构在严重失信名单期限内，到期自动恢复原来的状态。"),
}
SECTIONS = {
    "organisation": _("机构基本信息"),
    "legal_representative": _("法定代表人"),
    "contact": _("业务联系人"),
    "services": _("申请的服务类型"),
    "qualifications": _("资质证书"),
    "practitioners": _("执业人员"),
    "agents": _("业务授权人"),
    "documents": _("证明文件"),
    "commitment": _("入驻承诺书"),
}
SECTION_HINTS = {
    "organisation": _("与营业执照或登记证书一致，并申报关联关系"),
    "legal_representative": _("姓名、身份证号和身份证正反面"),
    "contact": _("通过核对后对外公开，方便业主联系"),
    "services": _("每类服务都要公开服务条件、流程、时限和收费标准"),
    "qualifications": _("法律要求资质的服务才需要"),
    "practitioners": _("注册在本机构的执业人员，一人只能在一家机构"),
    "agents": _("代表机构报名和报价的人员"),
    "documents": _("营业执照等扫描件"),
    "commitment": _("签字并加盖公章的承诺书"),
}
FIELDS = {
    "name": _("名称"),
    "person_name": _("姓名"),
    "licence_name": _("证照上的名称"),
    "kind": _("机构类型"),
    "division": _("注册地行政区划"),
    "functional_zone": _("功能区"),
    "address": _("注册地址"),
    "affiliations": _("主管或隶属单位"),
    "related_agencies": _("关联机构"),
    "id_number": _("身份证号"),
    "mobile": _("手机号码"),
    "conditions": _("服务条件"),
    "procedure": _("服务流程"),
    "time_limit": _("服务时限"),
    "fee_standard": _("收费标准"),
    "qualification_kind": _("资质类别"),
    "level": _("等级"),
    "number": _("证书编号"),
    "issuer": _("发证机关"),
    "issued_on": _("发证日期"),
    "expires_on": _("有效期至"),
    "certificate": _("执业证书"),
    "registration_number": _("注册编号"),
    "registered_until_on": _("注册有效期至"),
    "document_kind": _("文件种类"),
    "signed_on": _("签署日期"),
    "is_sealed": _("签字盖章"),
    "commitments": _("承诺内容"),
    "id_front_file": _("身份证人像面"),
    "id_back_file": _("身份证国徽面"),
    "scan_file": _("证书扫描件"),
    "certificate_file": _("执业证书扫描件"),
    "social_insurance_file": _("社保缴费证明"),
    "insured_month": _("社保缴费证明截至月份"),
    "power_of_attorney_file": _("加盖公章的授权书"),
    "letter_file": _("承诺书扫描件"),
    "file": _("文件"),
    "person": _("本人信息"),
    "relations": _("关联关系申报"),
    "licence": _("营业执照或登记证书"),
    "service_type": _("服务类型"),
    "certificates": _("执业证书"),
}
KINDS = {
    "enterprise": _("企业"),
    "public_institution": _("事业单位"),
    "social_organisation": _("社会组织"),
    "individual_business": _("个体工商户"),
}
DOCUMENTS = {
    "licence": _("营业执照或登记证书"),
    "tax_record": _("纳税证明"),
    "social_insurance_record": _("社会保险缴纳证明"),
    "other": _("其他证明"),
}
CONDITIONS = {
    "civil_liability": _("能够独立承担民事责任"),
    "qualified_by_law": _("具备法律法规要求的资质"),
    "tax_and_social_insurance": _("依法纳税和缴纳社会保险，记录良好"),
    "no_legal_prohibition": _("没有法律法规禁止从事该项服务的情形"),
    "other_legal_conditions": _("符合法律法规规定的其他条件"),
}
REASONS = {
    "identity-check": _("核对身份证件"),
    "certificate-check": _("核对执业证书"),
    "contact": _("联系本人"),
    "complaint": _("办理投诉举报"),
}
BADGES = {"valid": _("有效"), "soon": _("即将到期"), "expired": _("已过期")}
SCANS = {"SCANNING": _("正在安全检查"), "CLEAN": _("已通过安全检查"), "INFECTED": _("没有通过安全检查")}
STATUSES = {"added": _("新增"), "changed": _("修改"), "removed": _("删除"), "same": _("未变化")}
WARNINGS = {
    "organisation-code-check": _("统一社会信用代码中的组织机构代码校验位对不上，请与登记证照核对。"),
    "same-file-twice": _("同一个文件上传了两次，请核对是否传错。"),
}
YES_NO = {"yes": _("是"), "no": _("否")}

LABELS = {
    "listing-state": STATES,
    "listing-hint": STATE_HINTS,
    "agency-section": SECTIONS,
    "agency-section-hint": SECTION_HINTS,
    "agency-field": FIELDS,
    "agency-kind": KINDS,
    "document-kind": DOCUMENTS,
    "entry-condition": CONDITIONS,
    "access-reason": REASONS,
    "expiry-badge": BADGES,
    "scan-state": SCANS,
    "entry-status": STATUSES,
    "review-warning": WARNINGS,
    "yes-no": YES_NO,
}
"""What this module adds to the labels of the house."""
