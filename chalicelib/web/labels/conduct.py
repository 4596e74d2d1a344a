"""Words of conduct: violations, measures, states of a case, grades (docs/rules.md §2.6)."""

from collections.abc import Mapping

from chalicelib.kernel.canonical import Json
from chalicelib.web.i18n import marked as _
from chalicelib.web.i18n import translate

VIOLATIONS = {
    "absent": _("报名后未报价也未取消"),
    "abandoned": _("无正当理由放弃中选"),
    "unsigned": _("未按时签订或上传合同"),
    "late-delivery": _("逾期提交服务成果"),
    "subcontracting": _("转包或擅自变更"),
    "false-materials": _("提供虚假材料"),
    "collusion": _("串通报价"),
    "bribery": _("行贿"),
    "inspection-refused": _("拒绝检查或提供虚假情况"),
    "false-report": _("出具虚假证明或报告"),
    "illegal-fees": _("违规收费"),
    "non-performance": _("严重不履行合同"),
    "malicious-complaint": _("捏造事实恶意投诉"),
    "serious-dishonesty": _("列入严重失信名单"),
    "grade-d": _("信用等级为 D"),
}
MEASURES = {
    "restriction": _("限制一类服务"),
    "suspension": _("暂停参加采购"),
    "removal": _("清退"),
    "blacklist": _("严重失信名单"),
    "grade": _("暂停报名"),
    "points": _("扣信用分"),
}
LABELS: dict[str, Mapping[str, str]] = {"violation": VIOLATIONS, "measure": MEASURES}

_WITH_END = _("原因：%(measure)s（%(basis)s），决定文号 %(document_no)s，到 %(ends_at)s 自动解除。")
_WITHOUT_END = _("原因：%(measure)s（%(basis)s），决定文号 %(document_no)s，没有写明终止日期。")
_GRADE = _("原因：信用等级为 D，暂停新的报名，扣分到期、等级回到 C 以后自动恢复。")


def interception_words(params: Mapping[str, Json]) -> tuple[str, dict[str, str]]:
    """Return the sentence for an interception and the marked words in it; its figures are in the params."""
    reason, basis = str(params.get("reason", "")), str(params.get("basis", ""))
    text = _WITH_END if "ends_at" in params else _WITHOUT_END
    words = {"measure": MEASURES.get(reason, reason), "basis": VIOLATIONS.get(basis, basis)}
    return _GRADE if reason == "grade" else text, words


def why_intercepted(figures: Mapping[str, Json], locale: str) -> str:
    """Say why an agency is kept away, by which decision and until when."""
    text, marked_words = interception_words(figures)
    words = {name: translate(word, locale) for name, word in marked_words.items()}
    return translate(text, locale, {**figures, **words})
