"""Words of the seven gates (docs/rules.md §3.0): what each one asks, why one said no, what to do about it."""

from chalicelib.web.i18n import marked as _

GATES = {
    "listing-active": _("入驻状态"),
    "qualifications": _("资质"),
    "practitioners": _("执业人员"),
    "not-excluded": _("不在回避名单"),
    "unrelated-to-owner": _("与业主没有利害关系"),
    "unrelated-to-registrants": _("与其他报名机构没有关联"),
    "no-prior-project-role": _("没有参与过本项目前期工作"),
    "filing": _("公告要求的备案"),
    "named-by-owner": _("公告直接选定的机构"),
    "not-intercepted": _("信用记录"),
}
GATE_ASKS = {
    "listing-active": _("截止时，贵机构在“%(service_type)s”服务类型下处于入驻状态，没有暂停、清退或被限制。"),
    "qualifications": _("持有公告要求的资质，等级符合，并且有效期覆盖承诺的服务结束日。"),
    "practitioners": _("执业人员的数量和证书符合要求，每人只登记在一家机构。"),
    "not-excluded": _("贵机构不在业主依法说明理由的回避名单中。"),
    "unrelated-to-owner": _(
        "近三年与业主没有雇佣、任职、监督或控制关系，不是其法定代表人的近亲属；不由审批部门及其协会举办。"
    ),
    "unrelated-to-registrants": _(
        "与其他报名机构不是同一负责人，没有控股或管理关系。有关联的机构全部退出，不择一保留。"
    ),
    "no-prior-project-role": _("没有为同一项目提供过整体设计、规范编制、项目管理、监理或检测。"),
    "named-by-owner": _("这份公告采用直接选取，只有业主写明的机构可以应邀，理由在公告中公开。"),
    "filing": _("已经办理公告要求的备案；公告允许承诺的，承诺中选后补办即可。"),
    "not-intercepted": _("没有在执行中的暂停、限制、清退或失信名单，信用等级不是 D。"),
}
GATE_NO_NEEDS = {
    "qualifications": _("公告没有资质要求。"),
    "practitioners": _("公告没有执业人员要求。"),
}
GATE_STATES = {
    "passed": _("符合"),
    "failed": _("不符合"),
    "declare": _("填写声明后判断"),
    "declared": _("已经声明"),
}
GATE_TONES = {"passed": "success", "failed": "danger", "declare": "neutral", "declared": "success"}
GATE_DECLARED = _("贵机构已经声明，声明和报名一起密封；提交时核对过，开启时按密封的内容再核对一次。")
GATE_REASONS = {
    "is-the-owner": _("贵机构就是本项目的业主。"),
    "declaration-missing": _("还没有填写利害关系声明。"),
    "owner-relations-unanswered": _("没有回答与业主的关系。"),
    "employment": _("声明与业主有雇佣关系，结束不满三年。"),
    "directorship": _("声明与业主有董事任职关系，结束不满三年。"),
    "supervisorship": _("声明与业主有监事任职关系，结束不满三年。"),
    "control": _("声明与业主有控制关系，结束不满三年。"),
    "kin": _("声明负责人是业主法定代表人的近亲属。"),
    "kin-unanswered": _("没有回答是否为近亲属。"),
    "run-by-department": _("声明由审批部门或其协会举办。"),
    "run-by-department-unanswered": _("没有回答举办单位。"),
    "affiliation-unknown": _("登记资料中没有举办单位信息，或公告没有写明审批部门，按规定视为不符合。"),
    "run-by-approving-department": _("登记显示贵机构由本事项的审批部门举办。"),
    "related-agencies-unanswered": _("没有回答关联机构。"),
    "person-in-charge-unknown": _("登记资料中没有负责人信息。"),
    "holdings-unknown": _("登记资料中没有控股和管理关系信息。"),
    "person-in-charge-differs": _("声明的负责人与登记的法定代表人不一致。"),
    "overall-design": _("声明为同一项目提供过整体设计。"),
    "specification": _("声明为同一项目编制过规范或标准。"),
    "project-management": _("声明为同一项目提供过项目管理。"),
    "supervision": _("声明为同一项目提供过监理。"),
    "testing": _("声明为同一项目提供过检测。"),
    "filing-unanswered": _("没有回答是否办理了公告要求的备案。"),
    "filing-none": _("声明没有办理备案，也不承诺补办。"),
    "filing-only-promised": _("只承诺补办备案，而公告要求报名时已经办理。"),
}
GATE_REMEDIES = {
    "not-intercepted": _(
        "限制到期后自动解除，被清退的期满后可以重新申请入驻。对决定有异议的，请在“信用记录”页面提出。"
    ),
    "listing-active": _(
        "没有入驻或因证书被限制的，请在“机构入驻”中申请或更新证书。"
        "暂停和失信限制到期自动恢复；被清退的，期满后可以重新申请。"
    ),
    "qualifications": _("请在“机构入驻”中补充符合要求的资质证书，审核通过后再报名。"),
    "practitioners": _("请在“机构入驻”中补充执业人员及其证书，审核通过后再报名。"),
    "not-excluded": _("对回避理由有异议的，请联系业主或监督部门。"),
    "unrelated-to-owner": _(
        "有利害关系的机构应当回避，不能参加本项目。登记资料缺失的，请在“机构入驻”中补充。"
    ),
    "unrelated-to-registrants": _("登记资料缺失或有变化的，请先在“机构入驻”中更新，再报名。"),
    "no-prior-project-role": _("参与过前期工作的机构应当回避，不能参加本项目。"),
    "named-by-owner": _("业主没有选定贵机构。认为直接选取不合法的，请向公告所列投诉电话反映。"),
    "filing": _("请先办理公告所写的备案；认为这项要求不合理的，请向公告所列投诉电话反映。"),
}
TIES = {
    "employment": _("雇佣"),
    "directorship": _("董事任职"),
    "supervisorship": _("监事任职"),
    "control": _("控制"),
}
PROJECT_ROLES = {
    "overall-design": _("整体设计"),
    "specification": _("规范编制"),
    "project-management": _("项目管理"),
    "supervision": _("监理"),
    "testing": _("检测"),
}
FILINGS = {
    "held": _("已经办理"),
    "promised": _("还没有，承诺中选后补办"),
    "none": _("没有办理"),
}

LABELS = {
    "filing": FILINGS,
    "gate": GATES,
    "gate-asks": GATE_ASKS,
    "gate-no-needs": GATE_NO_NEEDS,
    "gate-state": GATE_STATES,
    "gate-tone": GATE_TONES,
    "gate-reason": GATE_REASONS,
    "gate-remedy": GATE_REMEDIES,
    "owner-tie": TIES,
    "project-role": PROJECT_ROLES,
}
