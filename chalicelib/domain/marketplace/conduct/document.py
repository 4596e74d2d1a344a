"""The decision document (处理决定书): numbered, from the wording of the rule profile (docs/rules.md §2.6)."""

from collections.abc import Iterator, Mapping
from datetime import date

from chalicelib.domain.marketplace.agencies.service_types import ServiceTypes
from chalicelib.domain.marketplace.conduct.case import Case, Ruling
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.canonical import sha256_hex
from chalicelib.kernel.citations import cited
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Decider:
    """The body that decides, as its document names it, and the day in China."""

    name: str
    on: date


def write_decision(
    case: Case, ruling: Ruling, number: str, facts: str, by: Decider, rules: MarketRules, types: ServiceTypes
) -> Mapping[str, str]:
    """Fill in the profile's wording; the version of the wording stays with the text."""
    rule, wording = rules.violations[case.basis], rules.decision_text
    text = wording["zh"].format(
        agency=case.name,
        uscc=case.uscc,
        number=number,
        violation=rule.name,
        source=cited(rule.source),
        facts=facts,
        measures="；".join(_measures(case, ruling, types)),
        objection=rules.conduct.objection_workdays,
        authority=by.name,
        decided_on=f"{by.on.year}年{by.on.month}月{by.on.day}日",
    )
    return {"title": f"处理决定书 {number}", "text": text, "wording": f"{rules.name}/{wording['version']}"}


def text_hash(document: Mapping[str, str]) -> str:
    """Return the hash under which a document is kept."""
    return sha256_hex("\n".join((document["title"], document["text"], document["wording"])))


def _measures(case: Case, ruling: Ruling, types: ServiceTypes) -> Iterator[str]:
    if case.points:
        yield f"扣信用分 {case.points} 分"
    if ruling.suspension_months and ruling.service_types:
        names = "、".join(types.name_of(code) for code in ruling.service_types)
        yield f"暂停参加“{names}”的采购 {ruling.suspension_months} 个月"
    elif ruling.suspension_months:
        yield f"暂停参加采购 {ruling.suspension_months} 个月"
    if ruling.bar_years:
        yield f"清退出网上中介服务超市，{ruling.bar_years} 年内不得重新申请入驻"
    if ruling.blacklist_years:
        yield f"列入严重失信名单，期限 {ruling.blacklist_years} 年"
