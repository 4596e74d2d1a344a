"""What the rules find in the text that the operator has to judge (docs/rules.md §4.4)."""

from chalicelib.domain.marketplace.notices.clauses import Finding, find_clauses
from chalicelib.domain.marketplace.notices.content import NoticeContent
from chalicelib.usecases.notices.check_draft import restrictions
from chalicelib.usecases.ports import House


def judge_text(
    house: House, content: NoticeContent, profile: str | None
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """Return the forbidden clauses under the profile that binds the notice, then what goes beyond the law."""
    return find_clauses(content, house.rules.load(profile)), restrictions(house, content, profile)
