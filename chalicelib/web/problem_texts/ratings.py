"""Problems of served interactions, invitations and ratings (evaluation.md §2.1, §2.2)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

PROBLEMS: Final = {
    "already-rated": ProblemText(
        409,
        _("这次服务已经评价过"),
        _("一次服务只评价一次，先提交的有效。"),
        _("打开短信里的链接可以查看您的评价。"),
    ),
    "bad-signature": ProblemText(
        401,
        _("短信服务商的签名不正确"),
        _("签名缺失、过期，或者与内容不符。"),
        _("请用约定的密钥对时间和原文签名后重新发送。"),
    ),
    "case-differs": ProblemText(
        409,
        _("这个办件已经登记，内容与这次不同"),
        _("同一办件编号和服务序号只登记一次，登记后只能补充办结时间。"),
        _("请核对办件编号和服务序号，或者联系服务中心更正。"),
    ),
    "paper-form-entered": ProblemText(
        409,
        _("这个编号的评价表已经录入过，内容与这次不同"),
        _("这个编号的评价表已经录入过，内容与这次不同。一张表只录入一次，先录入的有效；请核对编号。"),
        _("请核对表上印的编号；编号印重了的，请在编号后面加一个字母后再录入。"),
    ),
    "link-shut": ProblemText(
        404,
        _("这个链接不能用了"),
        _("链接可能已过期、已停用，或者没有输全。"),
        _("您仍然可以评价：在办事大厅扫窗口的二维码，或者拨打热线。"),
    ),
    "no-follow-up-left": ProblemText(
        409,
        _("不能再追加评价"),
        _("评价后 30 天内、或者收到反馈后 10 个工作日内，可以追加一次。"),
        _("请拨打 12345 反映。"),
    ),
    "not-rated": ProblemText(
        409, _("这次服务还没有评价"), _("要办理的评价不存在。"), _("请刷新页面查看最新状态。")
    ),
    "too-many-requests": ProblemText(
        429,
        _("打开得太频繁"),
        _("同一个网络一分钟内打开评价链接的次数有限，以防有人猜测别人的链接。"),
        _("请一分钟后再打开，您填写的内容不会被提交两次。"),
    ),
    "too-many-wrong-links": ProblemText(
        429,
        _("暂时不能打开评价链接"),
        _("同一个网络多次打开了无效的链接，为保护他人的评价暂停一会儿。"),
        _("请 15 分钟后再打开短信里的链接，或者拨打热线评价。"),
    ),
    "other-unit": ProblemText(
        403,
        _("这个窗口不是您部门的"),
        _("窗口人员只能使用本部门的窗口。"),
        _("请从工作台重新选择窗口，或者联系政务服务中心。"),
    ),
    "same-person-drafted": ProblemText(
        403,
        _("起草人不能审批自己的文本"),
        _("短信文本由另一人审批后才生效。"),
        _("请由监管部门的另一名人员审批。"),
    ),
    "text-waits": ProblemText(
        409,
        _("已有一个版本等待审批"),
        _("同一种短信一次只审批一个版本。"),
        _("请等审批结果，或者先撤回等待审批的版本。"),
    ),
    "point-closed": ProblemText(
        409,
        _("这个评价点已经停用"),
        _("停用后原来的二维码不再能评价。"),
        _("需要时请重新登记这个窗口。"),
    ),
    "nothing-to-retry": ProblemText(
        409,
        _("这份报告现在不需要重报"),
        _("它正在上报，或者不上报。"),
        _("请刷新页面查看最新状态。"),
    ),
    "rating-ended": ProblemText(
        409, _("这条评价已经失效"), _("评价已撤回或者经复核失效。"), _("请刷新页面查看最新状态。")
    ),
}
