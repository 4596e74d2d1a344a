"""The rules that bind a notice, and what they find in the text that the operator has to judge (§4.4)."""

from chalicelib.domain.marketplace.notices.clauses import Finding, find_clauses
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.usecases.notices.check_draft import restrictions
from chalicelib.usecases.ports import House


def rules_of(house: House, notice: Notice) -> MarketRules:
    """Return the rules that bind a notice: those it was published under, before that those in force."""
    return house.rules.load(notice.publication.profile if notice.publication else None)


def judge_text(
    house: House, content: NoticeContent, rules: MarketRules
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the forbidden clauses under the rules that bind the notice, then what goes beyond the law."""
    return find_clauses(content, rules), restrictions(house, content, rules)
