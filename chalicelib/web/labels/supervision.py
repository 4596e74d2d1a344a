"""Words of talks with units and praises of them (clause 四(三))."""

from collections.abc import Mapping

from chalicelib.web.i18n import marked as _

KINDS: Mapping[str, str] = {"TALK": _("约谈"), "PRAISE": _("表扬")}
STATES: Mapping[str, str] = {
    "INVITED": _("已通知，待约谈"),
    "HELD": _("已约谈，待单位答复"),
    "COMMITTED": _("单位已承诺整改"),
    "DONE": _("整改承诺已完成"),
    "OVERDUE": _("整改承诺逾期未完成"),
    "CANCELLED": _("已取消"),
    "PRAISED": _("已表扬"),
}
TONES: Mapping[str, str] = {
    "INVITED": "warning",
    "HELD": "warning",
    "COMMITTED": "info",
    "DONE": "success",
    "OVERDUE": "danger",
    "CANCELLED": "quiet",
    "PRAISED": "success",
}
GROUNDS: Mapping[str, str] = {
    "RANKING": _("半年排名"),
    "ORDER_UNRESOLVED": _("工单未达成一致"),
    "CRITICISM": _("催办后仍不办理，被书面通报"),
    "AUDIT_FLAG": _("差评被认定无效的比例过高"),
    "GUIDE_CHANGED": _("因群众评价修改并公开了办事指南"),
}
STEPS: Mapping[str, str] = {
    "hold": _("记录约谈结果"),
    "move": _("改期"),
    "cancel": _("取消约谈"),
    "answer": _("答复整改承诺"),
    "confirm": _("确认承诺已完成"),
    "miss": _("认定逾期未完成"),
}
HINTS: Mapping[str, str] = {
    "hold": _("写明谈了什么、要求什么。只有监管人员和被约谈单位的负责人看得到，不要写个人姓名。"),
    "move": _("写明改期的理由，单位会收到通知。"),
    "cancel": _("写明取消的理由，单位会收到通知。取消以后可以用同一依据重新约谈。"),
    "answer": _("每条承诺写明做什么、哪一天之前完成，至少一条。"),
    "confirm": _("确认以后约谈办结。可以简要写明怎样核实的。"),
    "miss": _("写明哪些承诺没有完成。完成以后仍可以确认。"),
}
EVENTS: Mapping[str, str] = {
    "praised": _("表扬"),
    "invited": _("通知约谈"),
    "moved": _("改期"),
    "cancelled": _("取消约谈"),
    "held": _("记录约谈结果"),
    "answer_missed": _("单位超过期限没有答复"),
    "answered": _("单位答复整改承诺"),
    "fell_due": _("承诺到期，待监管人员核实"),
    "confirmed": _("确认承诺已完成"),
    "missed": _("认定逾期未完成"),
}
WORDS: Mapping[str, str] = {
    "invitation": _("约谈事由"),
    "praise": _("表扬内容"),
    "move": _("改期的理由"),
    "outcome": _("约谈结果"),
    "commitment-1": _("第一条承诺"),
    "commitment-2": _("第二条承诺"),
    "commitment-3": _("第三条承诺"),
    "miss": _("认定逾期的理由"),
    "closing": _("办结说明"),
}
FACETS: Mapping[str, str] = {"open": _("办理中"), "closed": _("已结束"), "all": _("全部")}
TODOS: Mapping[str, str] = {
    "hold-talk": _("约谈单位并记录结果"),
    "attend-talk": _("准备参加约谈"),
    "answer-talk": _("答复整改承诺"),
    "keep-commitments": _("按期完成整改承诺"),
    "confirm-commitments": _("核实整改承诺"),
}
MEASURE_MESSAGES: Mapping[str, str] = {
    "unit-praised": _("监管部门表扬了您单位（%(number)s），请查看。"),
    "talk-invited": _("监管部门将于 %(meets_on)s 约谈您单位（%(number)s），请负责人准备。"),
    "talk-moved": _("约谈 %(number)s 改到 %(meets_on)s。"),
    "talk-cancelled": _("约谈 %(number)s 已取消，理由见页面。"),
    "talk-to-answer": _("约谈 %(number)s 的结果已记录，请负责人在 %(due_at)s 前答复整改承诺。"),
    "talk-answer-missed": _("约谈 %(number)s 超过期限没有答复整改承诺。"),
    "talk-answered": _("单位已答复约谈 %(number)s 的整改承诺，请查看。"),
    "commitments-due": _("约谈 %(number)s 的整改承诺已到期，请核实。"),
    "commitments-done": _("约谈 %(number)s 的整改承诺已确认完成。"),
    "commitments-missed": _("约谈 %(number)s 的整改承诺被认定逾期未完成，请尽快完成。"),
}
LABELS: Mapping[str, Mapping[str, str]] = {
    "measure-kind": KINDS,
    "measure-state": STATES,
    "measure-tone": TONES,
    "measure-ground": GROUNDS,
    "measure-step": STEPS,
    "measure-hint": HINTS,
    "measure-event": EVENTS,
    "measure-words": WORDS,
    "measure-facet": FACETS,
}
