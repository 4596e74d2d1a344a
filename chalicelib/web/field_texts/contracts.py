"""Sentences for the fields of contracts and results (docs/rules.md §2.4, §4.5)."""

from typing import Final

from chalicelib.web.i18n import marked as _

FIELD_TEXTS: Final = {
    "before-the-award": _("签订日期不能早于中选日期 %(earliest_on)s。"),
    "before-the-signing": _("日期不能早于签订日期 %(earliest_on)s。"),
    "before-the-service": _("完成日期不能早于服务开始日期 %(earliest_on)s。"),
    "differs-from-award": _("合同金额 %(given_fen)s 与中选金额 %(award_fen)s 不一致，必须完全相同。"),
    "not-later": _("新的截止日期必须晚于现在的 %(current_on)s。"),
    "plan-differs-from-contract": _(
        "各笔付款合计 %(plan_fen)s，与合同金额 %(contract_fen)s 不一致，必须完全相同。"
    ),
    "public-version-needed": _("合同含有商业秘密，请再上传去掉秘密的公开版。"),
    "unknown-instalment": _("付款计划里没有这一笔，请从列出的各笔中选择。"),
}
