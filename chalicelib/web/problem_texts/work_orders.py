"""Problems of bad-rating work orders and appeals (evaluation.md §2.3, §2.4)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

_REFRESH = _("请刷新页面查看最新状态。")
_OTHER_PERSON = _("请由另一位有权限的同事登录办理。")

PROBLEMS: Final = {
    "already-appealed": ProblemText(409, _("已经申诉"), _("同一张工单只申诉一次。"), _REFRESH),
    "appeal-lapsed": ProblemText(
        409,
        _("申诉的期限已过"),
        _("签收后在规定的工作日内可以申诉，期限写在工单上。"),
        _("请按期限整改或说明；工单的期限不变。"),
    ),
    "appeal-needed": ProblemText(
        409,
        _("还没有申诉"),
        _("认为评价有误或者恶意时，先提交申诉和证据，才能以此说明。"),
        _("请先提交申诉，或者直接整改。"),
    ),
    "appeal-open": ProblemText(
        409, _("申诉还没有结果"), _("申诉复核期间，工单不能办结，也不能退回。"), _("请等待复核结果。")
    ),
    "centre-calls": ProblemText(
        403,
        _("由政务服务中心联系"),
        _("评价人没有同意承办单位联系，或者联系的最后期限已过。"),
        _("请由政务服务中心的人员联系评价人。"),
    ),
    "commitments-not-due": ProblemText(
        409,
        _("承诺还没有到期"),
        _("单位承诺的完成日期还没有过，不能认定逾期。"),
        _("请等到最后一条承诺的日期过后再核实。"),
    ),
    "contact-first": ProblemText(
        409,
        _("还没有联系评价人"),
        _("能够联系时，先联系评价人，再作出核实结论。"),
        _("请记录联系结果，或者记录规定次数的未能联系上。"),
    ),
    "extension-asked": ProblemText(
        409, _("已经申请过延期"), _("一张工单、一件诉求只延期一次，换了承办单位也一样。"), _REFRESH
    ),
    "extension-lapsed": ProblemText(
        409, _("申请延期太迟"), _("延期要在整改期限届满前申请。"), _("请尽快完成整改。")
    ),
    "extension-not-asked": ProblemText(
        409, _("没有待定的延期申请"), _("还没有申请延期，或者已经有了决定。"), _REFRESH
    ),
    "measure-missing": ProblemText(
        409,
        _("还没有提交整改情况"),
        _("承办人提交整改情况或说明之后，负责人才能审批。"),
        _("请由承办人先提交。"),
    ),
    "no-appeal": ProblemText(409, _("没有申诉"), _("这张工单没有申诉。"), _REFRESH),
    "no-finding-proposed": ProblemText(
        409, _("还没有核实结论"), _("承办人提出核实结论之后，负责人才能确认。"), _("请由承办人先提出。")
    ),
    "no-return-left": ProblemText(
        409,
        _("不能退单"),
        _("按本地规则，退单次数已经用完，或者原则上不得退单。"),
        _("请办理工单；确实派错的，请联系监管人员。"),
    ),
    "not-a-bad-rating": ProblemText(
        409, _("不是差评"), _("只有“不满意”和“非常不满意”会产生工单。"), _REFRESH
    ),
    "not-contactable": ProblemText(
        409,
        _("评价人无法联系"),
        _("评价人选择了匿名，或者没有留下联系方式。"),
        _("请直接核实和整改，回访可以免去。"),
    ),
    "not-for-this-finding": ProblemText(
        409, _("与核实结论不符"), _("这一步不适用于现在的核实结论。"), _("请按核实结论整改、延期或说明。")
    ),
    "not-for-this-result": ProblemText(
        409, _("与回访结果不符"), _("评价人满意的工单办结，不满意的退回重办。"), _REFRESH
    ),
    "not-reopened-yet": ProblemText(
        409, _("还没有重办"), _("第一次回访不满意，先退回重办一次。"), _("请先退回承办单位重办。")
    ),
    "not-your-unit": ProblemText(
        403, _("不是您单位的工单"), _("工单由承办单位的人员办理。"), _("请由承办单位的人员登录办理。")
    ),
    "mark-stays": ProblemText(
        409,
        _("标记不能取消"),
        _("有系统信号，或者已经有人复核的，由复核人员决定。"),
        _("请等待复核结果。"),
    ),
    "nothing-overdue-here": ProblemText(
        409, _("没有需要催办的步骤"), _("现在没有超期的步骤，或者已经催办过。"), _REFRESH
    ),
    "talk-to-come": ProblemText(
        409,
        _("约谈的日期还没有到"),
        _("约谈当天起才能记录结果。"),
        _("请在约谈以后记录，需要提前的请先改期。"),
    ),
    "own-unit": ProblemText(
        403,
        _("被评价单位不能办理这一步"),
        _("为保证公正，反馈、回访、复核、延期和办结由被评价单位以外的人员办理。"),
        _("请由其他单位有权限的人员办理。"),
    ),
    "rated-clerk": ProblemText(
        403,
        _("被评价人不能办理"),
        _("被评价的工作人员不能签收、联系、核实或审批针对自己的差评。"),
        _OTHER_PERSON,
    ),
    "reopened-once": ProblemText(
        409, _("已经重办过一次"), _("工单只重办一次，再次不满意的转为督办。"), _("请办结并转督办。")
    ),
    "resident-only": ProblemText(
        403,
        _("只能由评价人本人办理"),
        _("工作人员不能代评价人撤回评价或提出异议。"),
        _("请评价人使用短信或页面上的查询链接办理。"),
    ),
    "return-lapsed": ProblemText(
        409,
        _("退单的期限已过"),
        _("派单后在规定的工作日内可以退单。"),
        _("请办理工单；确实派错的，请联系监管人员。"),
    ),
    "revisit-owed": ProblemText(409, _("还没有回访"), _("能够联系的评价人都要回访。"), _("请先完成回访。")),
    "reviewed-already": ProblemText(
        409,
        _("评价已经复核"),
        _("复核人员已经对这条评价作出结论，不能再申诉。"),
        _("请继续办理工单。"),
    ),
    "same-person-handled": ProblemText(
        403, _("经办人不能审批"), _("签收、核实或提交的人不能审批。"), _OTHER_PERSON
    ),
    "same-person-judged": ProblemText(
        403, _("您已经复核过"), _("两人分别复核，异议由第三人决定。"), _OTHER_PERSON
    ),
    "same-unit": ProblemText(
        409, _("还是原来的单位"), _("退单要改派给另一个单位。"), _("请选择另一个单位，或者不同意退单。")
    ),
    "stays-unknown": ProblemText(
        409,
        _("评价人选择了匿名"),
        _("评价人不希望任何人查看身份，所以不能查看。"),
        _("匿名的差评一样整改，答复会显示在评价人的链接里。"),
    ),
    "correction-open": ProblemText(
        409,
        _("群众还可以更正"),
        _("回访结果是工作人员记录的，在规定的时间内群众可以通过链接更正，过后才能办结。"),
        _("请在更正时间过后再办结。"),
    ),
    "tries-left": ProblemText(
        409,
        _("还没有按规定尝试"),
        _("分在不同的日子和时段、尝试够规定的次数都没有联系上，系统才记为未联系上。"),
        _("请记录每一次尝试。"),
    ),
    "under-appeal": ProblemText(
        409,
        _("评价正在申诉"),
        _("承办单位已经就这条评价提出申诉，由申诉的复核一并作出结论。"),
        _("请到差评工单中复核申诉。"),
    ),
    "verdict-stands": ProblemText(
        409,
        _("提出异议的期限已过"),
        _("得知评价无效后，在规定的工作日内可以提出异议。"),
        _("请拨打 12345 反映。"),
    ),
    "verified-already": ProblemText(
        409, _("评价已经核实"), _("评价在核实之前可以撤回。"), _("可以在办理之后追加评价。")
    ),
}
