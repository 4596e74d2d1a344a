"""Problems of notices, quotes, selection and award (docs/rules.md §2.1, §2.3, §3)."""

from typing import Final

from chalicelib.web.i18n import marked as _
from chalicelib.web.problem_texts.problem_text import ProblemText

_REFRESH = _("请刷新页面查看最新状态。")
_RIGHT_PERSON = _("请由有此职责的人员登录办理；角色有误时，请联系本单位管理员。")
_OTHER_PERSON = _("请由另一位有权限的同事登录办理。")
_NO_ACTION = _("不需要再次操作，请刷新页面查看结果。")

PROBLEMS: Final = {
    "acceptance-lapsed": ProblemText(
        409,
        _("确认中选的期限已过"),
        _("确认期限已于 %(lapsed_at)s 结束，逾期未确认视为放弃。"),
        _("对结果有异议时，请在公示期内提出异议。"),
    ),
    "agency-intercepted": ProblemText(
        409,
        _("机构处于限制状态，不能继续"),
        _("系统在每一步自动核验信用记录，该机构目前不能办理这一步。%(why)s"),
        _(
            "请在信用公示页面查看依据和期限。限制到期后自动解除，不需要申请；被清退的，期满后可以重新申请入驻。"
        ),
    ),
    "already-asked": ProblemText(409, _("已经要求过说明"), _("对同一报价只要求说明一次。"), _REFRESH),
    "already-explained": ProblemText(409, _("说明已经提交"), _("报价说明只能提交一次。"), _REFRESH),
    "already-frozen": ProblemText(
        409, _("抽取名单已经锁定"), _("锁定的名单已经公布，不能更改。"), _NO_ACTION
    ),
    "already-reminded": ProblemText(409, _("已经提醒过"), _("同一事项只提醒一次。"), _NO_ACTION),
    "already-left": ProblemText(
        409,
        _("贵机构已经不是候选机构"),
        _("贵机构已于 %(left_at)s 退出候选，不需要再次放弃。"),
        _("退出的原因和现在的结果，请在公告页面查看。"),
    ),
    "already-renoticed": ProblemText(
        409,
        _("已经重新发起采购"),
        _("这份公告已经有一份重新采购的公告，不能再发起一份。"),
        _("请打开已有的重新采购公告继续办理。"),
    ),
    "already-reviewed": ProblemText(409, _("公告已经审核通过"), _("同一版本只审核一次。"), _NO_ACTION),
    "already-warned": ProblemText(409, _("已经催告过"), _("同一中选结果只催告一次。"), _NO_ACTION),
    "amendment-missing": ProblemText(409, _("没有待审核的更正"), _("更正可能已经发布或撤回。"), _REFRESH),
    "beacon-chain-missing": ProblemText(
        409,
        _("监督部门还没有提供随机数"),
        _("随机抽取需要监督部门事先公布的随机数承诺，目前没有可用的承诺。"),
        _("请联系监督部门在随机数页面登记，再发布公告。"),
    ),
    "beacon-chain-spent": ProblemText(
        409,
        _("随机数不够用了"),
        _("正在使用的一组随机数所剩的值都要留给已经发布的公告，不能再用于新的公告。"),
        _("请联系监督部门在随机数页面登记新的一组，再发布公告。"),
    ),
    "beacon-timeout": ProblemText(
        409,
        _("等待随机数超过了期限"),
        _("公共随机数没有在 %(timeout_at)s 之前公布，本次选取失败。"),
        _("项目业主可以重新发起采购。"),
    ),
    "chain-exhausted": ProblemText(
        409, _("随机数已经用完"), _("这一组随机数已经全部公布。"), _("请在随机数页面登记新的一组。")
    ),
    "envelope-broken": ProblemText(
        409,
        _("密封的报价无法开启"),
        _("保存的密文与提交时的摘要不一致，这份报价不能开启。"),
        _("请保留回执并联系监督部门；回执可以证明您提交的内容和时间。"),
    ),
    "explanation-pending": ProblemText(
        409,
        _("机构的说明期限还没有结束"),
        _("中选候选机构可以在 %(due_at)s 之前作出说明。"),
        _("请在期限结束后再办理。"),
    ),
    "already-submitted": ProblemText(
        409,
        _("公告已经提交过"),
        _("已经提交过、有编号的公告不能删除。"),
        _("不再采购的，请提交后撤销，或保留草稿。"),
    ),
    "draft-overtaken": ProblemText(
        409,
        _("这一步在您填写期间已经被保存过"),
        _("另一个页面或另一位同事已经保存了这一步；您填写的内容还在表单里，没有保存。"),
        _("请对照现在保存的内容，确认后再次保存。"),
    ),
    "findings-open": ProblemText(
        409,
        _("还有审核意见没有处理"),
        _("系统检查出的可能限制竞争的内容，需要逐条说明采纳或不采纳的理由。"),
        _("请在审核页面逐条处理后再通过。"),
    ),
    "method-missing": ProblemText(
        409,
        _("选取方式尚未开放"),
        _("公告采用的选取方式目前没有开放。"),
        _("请退回项目业主，改用已经开放的选取方式。"),
    ),
    "not-a-draft": ProblemText(
        409,
        _("公告已经提交，不能再修改草稿"),
        _("只有草稿可以逐步修改；审核中的公告要等退回，已发布的公告用更正。"),
        _("请打开公告页面查看可以办理的事项。"),
    ),
    "not-asked": ProblemText(409, _("没有要求过说明"), _("这份报价没有被要求说明。"), _REFRESH),
    "not-eligible": ProblemText(
        409,
        _("目前不符合报名条件"),
        _("逐项核对报名条件后，有条件没有满足。"),
        _("请在公告页面的报名条件自查中查看是哪一项，以及怎样满足。"),
    ),
    "not-first-place": ProblemText(
        403,
        _("贵机构不是目前的候选机构"),
        _("只有目前的候选机构可以办理这一步。"),
        _("贵机构的名次和结果，请在“报名与报价”中查看。"),
    ),
    "not-frozen": ProblemText(409, _("抽取名单还没有锁定"), _("名单锁定之后才能抽取。"), _REFRESH),
    "not-opened": ProblemText(409, _("报价还没有开启"), _("报价在截止之后由系统统一开启。"), _REFRESH),
    "not-published": ProblemText(
        409, _("公告不在报名阶段"), _("只有正在报名的公告可以办理这一事项。"), _("请查看公告的当前状态。")
    ),
    "not-selected": ProblemText(409, _("还没有产生中选结果"), _("选取完成后才能办理这一步。"), _REFRESH),
    "not-submitted": ProblemText(409, _("公告没有提交审核"), _("公告还是草稿，或已经退回修改。"), _REFRESH),
    "not-your-organisation": ProblemText(
        403, _("不是您单位的采购"), _("您只能办理本单位的采购公告。"), _RIGHT_PERSON
    ),
    "already-escalated": ProblemText(
        409, _("已经告知监督部门"), _("业主逾期未决定，已经告知过监督部门。"), _NO_ACTION
    ),
    "no-plan-asked": ProblemText(
        409, _("这份公告不需要方案"), _("只有方案择优的公告需要提交方案文件。"), _NO_ACTION
    ),
    "beacon-not-offered": ProblemText(
        409,
        _("这里没有配置公共随机源"),
        _("规则版本要求使用 drand 公共随机源，但本系统没有配置它的地址。"),
        _("请由系统管理员配置地址，或改用两方随机源的规则版本。"),
    ),
    "nothing-to-choose": ProblemText(
        409, _("没有需要业主决定的事项"), _("当前没有等待业主选定或评分的名单。"), _REFRESH
    ),
    "nothing-prepared": ProblemText(
        409, _("没有等待批准的决定"), _("经办人还没有拟好决定，或者刚刚修改、退回了它。"), _REFRESH
    ),
    "nothing-to-explain": ProblemText(
        409, _("没有需要说明的报价"), _("当前阶段没有待说明的报价。"), _REFRESH
    ),
    "notice-withdrawn": ProblemText(
        409,
        _("公告已经撤销"),
        _("项目业主已于 %(withdrawn_at)s 撤销公告，报名和报价不再受理，已经密封的报价不会开启。"),
        _("撤销的理由请在公告页面查看；您也可以查看其他正在报名的公告。"),
    ),
    "objection-open": ProblemText(
        409,
        _("还有异议没有答复"),
        _("公示期内收到的异议全部答复之前，不能确定中选。"),
        _("请先处理异议；处理结果会自动接续后面的步骤。"),
    ),
    "one-quote-only": ProblemText(
        409,
        _("这种方式只能报价一次"),
        _("公告采用询价方式，每家机构只能提交一次报价，提交后不能更换，也不能撤回。"),
        _("请保留回执，等待截止后统一开启。"),
    ),
    "quotes-not-public": ProblemText(
        404,
        _("报价还没有公开"),
        _("全部有效报价在确定中选之后公开；在那之前谁都看不到。"),
        _("请关注公告页面，中选后会出现名次和报价。"),
    ),
    "registration-closed": ProblemText(
        409,
        _("报名已经截止"),
        _("报名和报价已于 %(closes_at)s 截止，截止之后一律不再受理，一毫秒也不宽限。"),
        _("您可以关注该公告的选取结果，或查看其他正在报名的公告。"),
    ),
    "revealed-today": ProblemText(409, _("今天的随机数已经公布"), _("每天只公布一个随机数。"), _NO_ACTION),
    "review-missing": ProblemText(
        409, _("公告还没有审核通过"), _("审核通过之后才能发布。"), _("请先由审核人员办理。")
    ),
    "returned-unchanged": ProblemText(
        409,
        _("退回之后还没有修改"),
        _("公告被退回后内容没有变化，不能原样再次提交。"),
        _("请按审核意见修改后再提交。"),
    ),
    "role-needed": ProblemText(403, _("您的角色不能办理"), _("这一步由其他角色的人员办理。"), _RIGHT_PERSON),
    "service-item-not-in-force": ProblemText(
        409,
        _("中介服务事项已经停用或者换了版本"),
        _("公告所依据的中介服务事项在审核之后停用或者换了版本，不能再按原来的内容发布。"),
        _("请退回业主重新选定事项。"),
    ),
    "same-person-published": ProblemText(
        403,
        _("更正要由另一个人审核"),
        _("您发布了这份公告；发布和更正审核必须由两个人分别完成。"),
        _OTHER_PERSON,
    ),
    "same-person-reviewed": ProblemText(
        403,
        _("发布要由另一个人办理"),
        _("您审核了这份公告；审核和发布必须由两个人分别完成。"),
        _OTHER_PERSON,
    ),
    "same-person-submitted": ProblemText(
        403,
        _("提交人不能审核或发布"),
        _("您提交了这份公告；提交、审核和发布必须由不同的人完成。"),
        _OTHER_PERSON,
    ),
    "too-early": ProblemText(
        409,
        _("时间还没有到"),
        _("这一步在 %(due_at)s 之后才能办理。"),
        _("到时间后系统会自动办理，或请届时再试。"),
    ),
    "too-late": ProblemText(409, _("期限已过"), _("这一步的办理期限已于 %(due_at)s 结束。"), _REFRESH),
    "values-kept": ProblemText(
        409,
        _("剩下的随机数要留给已经发布的公告"),
        _("这条链只剩 %(left)s 个值，已经发布的公告可能各要用到一个；有抽取在等待时才能公布。"),
        _("名单冻结之后，下一个工作日再公布。新的公告请登记新的一组随机数。"),
    ),
    "winner-out": ProblemText(
        409,
        _("中选机构已经不符合条件"),
        _("核验时发现中选机构不再符合公告的条件，系统将按顺序递补。"),
        _NO_ACTION,
    ),
    "winner-stands": ProblemText(
        409, _("中选机构没有变化"), _("中选机构仍然符合条件，不需要递补。"), _NO_ACTION
    ),
}
