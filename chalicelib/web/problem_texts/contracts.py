"""Problems of contracts, results and evaluations (docs/rules.md §2.4, §2.6, §4.5)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

_REFRESH = _("请刷新页面查看最新状态。")
_NO_ACTION = _("不需要再次操作，请刷新页面查看结果。")

PROBLEMS: Final = {
    "already-decided": ProblemText(409, _("异议已经决定"), _("同一异议只决定一次。"), _NO_ACTION),
    "already-disputed": ProblemText(
        409, _("争议已经提交"), _("成果争议由监督部门处理。"), _("请等待监督部门处理。")
    ),
    "already-evaluated": ProblemText(
        409, _("已经评价过"), _("每一方对一份合同只评价一次。"), _("评价不能修改，请在合同页面查看。")
    ),
    "already-filed": ProblemText(409, _("合同副本已经备案"), _("同一合同只登记一次备案。"), _NO_ACTION),
    "already-objected": ProblemText(
        409, _("已经提出过异议"), _("对一次评价只能提出一次异议。"), _("请在合同页面查看决定。")
    ),
    "already-published": ProblemText(409, _("合同已经公开"), _("同一合同只公开一次。"), _NO_ACTION),
    "already-replied": ProblemText(409, _("已经回复过"), _("对一次评价只能回复一次。"), _NO_ACTION),
    "beyond-a-supplement": ProblemText(
        409,
        _("追加采购超过了法定的比例"),
        _("原合同金额 %(original_fen)s，还可以追加 %(left_fen)s，本次提出 %(given_fen)s。"),
        _("请减少追加金额；确需更多的，请另发采购公告。"),
    ),
    "change-lapsed": ProblemText(
        409,
        _("答复期限已过"),
        _("这项变更到 %(lapsed_at)s 没有答复，视为不同意。"),
        _("需要变更时，请对方重新提出。"),
    ),
    "change-waits": ProblemText(
        409,
        _("已有一项变更等待答复"),
        _("同一合同一次只办理一项变更。"),
        _("请先答复或者收回等待中的变更。"),
    ),
    "contract-waits": ProblemText(
        409, _("对方上传的合同等您确认"), _("对方已经上传合同。"), _("请先确认或者退回，再上传。")
    ),
    "no-change-waits": ProblemText(409, _("没有等待答复的变更"), _("变更可能已经答复或收回。"), _REFRESH),
    "no-contract": ProblemText(409, _("合同还没有生效"), _("一方上传、另一方确认以后合同才生效。"), _REFRESH),
    "no-objection": ProblemText(409, _("没有等待决定的异议"), _("机构没有对评价提出异议。"), _REFRESH),
    "nobody-evaluated": ProblemText(409, _("还没有评价"), _("没有一方作出评价，不需要回复。"), _NO_ACTION),
    "not-completed": ProblemText(
        409, _("服务还没有完成"), _("成果通过以后才能评价。"), _("请等待成果通过。")
    ),
    "not-evaluated": ProblemText(
        409, _("评价还没有完成"), _("业主评价或者评价期结束以后才能办理。"), _REFRESH
    ),
    "nothing-to-confirm": ProblemText(
        409, _("没有等您确认的合同"), _("合同可能还没有上传，或者已经退回。"), _REFRESH
    ),
    "objections-over": ProblemText(
        409, _("异议期限已过"), _("对评价提出异议的期限是 %(ended_at)s。"), _("评价结果已经确定。")
    ),
    "nothing-overdue": ProblemText(409, _("没有逾期的付款"), _("到期的付款都已经登记。"), _NO_ACTION),
    "nothing-paid": ProblemText(
        409,
        _("业主还没有登记这笔付款"),
        _("第 %(number)s 笔付款登记以后才能确认到账。"),
        _("请等待业主登记，或者与业主联系。"),
    ),
    "payment-recorded": ProblemText(
        409, _("这笔付款已经登记"), _("第 %(number)s 笔付款已按同一天登记。"), _NO_ACTION
    ),
    "receipt-confirmed": ProblemText(
        409, _("到账已经确认"), _("第 %(number)s 笔付款已由机构确认到账，不能再改。"), _NO_ACTION
    ),
    "owner-applies": ProblemText(
        409, _("延期由项目业主申请"), _("延长服务时限由业主提出，机构同意。"), _("请与项目业主联系。")
    ),
    "returns-left": ProblemText(
        409,
        _("成果还可以退回"),
        _("还可以退回 %(left)s 次，用完以后仍不能接受的才提交争议。"),
        _("请先退回成果并写明理由。"),
    ),
    "returns-used-up": ProblemText(
        409,
        _("退回次数已经用完"),
        _("成果最多退回 %(max)s 次。"),
        _("请通过成果，或者提交争议由监督部门处理。"),
    ),
    "same-person-evaluated": ProblemText(
        403,
        _("评价人不能决定异议"),
        _("被异议的评价是您作出的，应当由另一个人决定。"),
        _("请由本部门的另一位同事登录办理。"),
    ),
    "signing-over": ProblemText(
        409,
        _("签订合同的期限已过"),
        _("法定的最后期限是 %(lapsed_at)s，系统正在由下一位递补。"),
        _REFRESH,
    ),
    "too-many-extensions": ProblemText(
        409, _("延期次数已经用完"), _("一份合同最多延期 %(max)s 次。"), _("请按现有期限完成服务。")
    ),
    "window-closed": ProblemText(
        409, _("评价期已经结束"), _("评价期到 %(closed_at)s 结束，没有评价的记为没有数据。"), _NO_ACTION
    ),
}
