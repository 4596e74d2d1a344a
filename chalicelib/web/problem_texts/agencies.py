"""Problems of agencies, their listing, nominations and service items (docs/rules.md §2.2, §4.2, §4.3, §5)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

_REFRESH = _("请刷新页面查看最新状态。")
_RIGHT_PERSON = _("请由有此职责的人员登录办理；角色有误时，请联系本单位管理员。")

PROBLEMS: Final = {
    "already-scanned": ProblemText(
        409, _("文件已经完成安全检查"), _("这个文件的检查结果已经登记，不会重复登记。"), _REFRESH
    ),
    "disclosure-required": ProblemText(
        403,
        _("个人材料要先说明理由"),
        _("身份证、授权书、社保证明和执业证书属于个人材料，只有说明理由后才能查看，每次查看都有记录。"),
        _("请在审核页面对应的人员下选择理由后查看。"),
    ),
    "item-retired": ProblemText(
        409, _("服务事项已经停用"), _("停用的服务事项不能再修改或采购。"), _("请选择仍在使用的服务事项。")
    ),
    "may-not-draft-items": ProblemText(
        403, _("您不能起草服务事项"), _("服务事项由运营机构和行业主管部门起草。"), _RIGHT_PERSON
    ),
    "nomination-in-use": ProblemText(
        409,
        _("推荐的机构已经开始办理入驻"),
        _("机构已经在推荐的基础上提交申请，推荐不能再撤回。"),
        _("请对相关机构单独处理。"),
    ),
    "not-a-department": ProblemText(
        403, _("需要行业主管部门办理"), _("这一步由行业主管部门的人员办理。"), _RIGHT_PERSON
    ),
    "not-an-agency-admin": ProblemText(
        403, _("需要机构管理员办理"), _("这一步由中介服务机构的管理员办理。"), _RIGHT_PERSON
    ),
    "not-of-an-agency": ProblemText(
        403, _("需要中介机构人员办理"), _("这一步由中介服务机构的管理员或业务授权人办理。"), _RIGHT_PERSON
    ),
    "not-an-official": ProblemText(
        403, _("需要监管人员办理"), _("这一步由行业主管部门或监督部门的人员办理。"), _RIGHT_PERSON
    ),
    "not-an-operator-publisher": ProblemText(
        403, _("需要运营机构发布人员办理"), _("这一步由运营机构的发布人员办理。"), _RIGHT_PERSON
    ),
    "not-an-operator-reviewer": ProblemText(
        403, _("需要运营机构审核人员办理"), _("这一步由运营机构的审核人员办理。"), _RIGHT_PERSON
    ),
    "not-qualified": ProblemText(
        422,
        _("资质或人员不满足该项服务的要求"),
        _("核对登记的资质和执业人员后，有要求没有满足，全部问题已一次列出。"),
        _("请退回机构补充，或由机构调整申请的服务类型。"),
    ),
    "not-the-approving-department": ProblemText(
        403,
        _("只有审批部门可以下载成果"),
        _("成果文件只交给这次采购对应的审批部门；其他人可以用 SHA-256 核对手中的文件。"),
        _RIGHT_PERSON,
    ),
    "not-the-responsible-department": ProblemText(
        403, _("不属于您的部门主管"), _("这项服务由另一个行业主管部门负责。"), _("请转请主管部门办理。")
    ),
    "not-the-system": ProblemText(
        403, _("这一步由系统自动完成"), _("到了规定的时间，系统会自动办理，不接受人工操作。"), _REFRESH
    ),
    "not-under-form-check": ProblemText(
        409, _("不在形式核对阶段"), _("该申请还没有提交，或形式核对已经完成。"), _REFRESH
    ),
    "not-under-review": ProblemText(
        409, _("不在部门核查阶段"), _("该项服务还没有进入部门核查，或核查已经完成。"), _REFRESH
    ),
    "not-under-your-check": ProblemText(
        403,
        _("申请现在不由您的单位办理"),
        _("申请材料和个人信息，只有正在办理这份申请的单位在办理期间可以查看。"),
        _REFRESH,
    ),
    "not-your-agency": ProblemText(
        403, _("不是您所属的机构"), _("您只能办理自己所属中介服务机构的事项。"), _RIGHT_PERSON
    ),
    "not-your-field": ProblemText(
        403, _("不属于您的主管领域"), _("您只能办理本部门主管的服务事项。"), _("请转请主管部门办理。")
    ),
    "not-your-import": ProblemText(
        403, _("不是您部门的导入批次"), _("导入批次只能由提交它的部门处理。"), _RIGHT_PERSON
    ),
    "nothing-due": ProblemText(
        409, _("现在没有到期的事项"), _("规定的时间还没有到，或已经处理过。"), _REFRESH
    ),
    "nothing-registered": ProblemText(
        409,
        _("还没有登记机构信息"),
        _("办理这一步之前需要先登记机构基本信息。"),
        _("请先完成入驻申请的第一部分。"),
    ),
    "nothing-to-submit": ProblemText(
        409, _("没有需要提交的内容"), _("自上次提交以来没有任何修改。"), _("请先修改需要更新的部分，再提交。")
    ),
    "open-matters": ProblemText(
        409,
        _("还有未办结的事项"),
        _("机构还有进行中的采购、合同或处理程序，办结之前不能退出。"),
        _("请先在工作台办结列出的事项。"),
    ),
    "own-affair": ProblemText(
        403, _("不能办理本人所在单位的事项"), _("为保证公正，审核人员不能审核自己所在单位。"), _RIGHT_PERSON
    ),
    "same-person": ProblemText(
        403,
        _("需要另一位人员办理"),
        _("审核和发布必须由两个人分别完成，您已经办理了前一步。"),
        _("请由另一位有权限的同事登录办理。"),
    ),
    "under-check": ProblemText(
        409,
        _("申请正在核查中"),
        _("核查期间不能修改或再次提交，以免审核的内容与您提交的不同。"),
        _("请等待核查结果；需要更正时，会一次性列出全部问题。"),
    ),
    "unknown-department": ProblemText(
        403,
        _("没有登记这个部门"),
        _("您所在的部门不在本平台的行业主管部门名单中。"),
        _("请联系运营机构登记您的部门。"),
    ),
    "upload-expired": ProblemText(
        409,
        _("上传的文件已经删除"),
        _("上传的文件只保留七天，逾期自动删除；没有文件就不能继续导入。"),
        _("请放弃这一批，再重新上传文件。"),
    ),
    "version-in-progress": ProblemText(
        409,
        _("已有一个新版本正在办理"),
        _("同一服务事项一次只能有一个版本在起草或审核。"),
        _("请先完成或撤回正在办理的版本。"),
    ),
}
