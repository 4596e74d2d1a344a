"""Splitting one need to stay below the ceiling of direct selection (化整为零 [L2 art 67(2)], §3.1).

A warning and no refusal: what was bought directly of the same service for the same project in the last
months, with this notice, goes beyond the ceiling. One Query of an indexed list, for direct selections alone.
"""

from datetime import datetime, timedelta

from chalicelib.domain.marketplace.notices.method_checks import direct_ceiling, most_payable_fen
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.rules import Method
from chalicelib.kernel.clock import parse_instant
from chalicelib.kernel.paging import PageRequest
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.ports import House

LOOKED_AT = 50
"""More purchases than that of one service for one project are beyond any ceiling worth having."""
MONTH = timedelta(days=365) / 12


@dataclass(frozen=True, slots=True)
class Splitting:
    """What was bought before, under which numbers, and the ceiling that it exceeds with this notice."""

    months: int
    sum_fen: int
    ceiling_fen: int
    notice_nos: tuple[str, ...]


def find_splitting(house: House, notice: Notice, now: datetime) -> Splitting | None:
    """Return what makes a direct selection look split; None where nothing does."""
    content, rules = notice.content, rules_of(house, notice)
    ceiling, months = direct_ceiling(content, rules), rules.selection.direct_splitting_months
    if content.method is not Method.DIRECT or not ceiling or content.price.basis is None:
        return None
    bought = f"{notice.owner}|{content.service_item}|{content.project_code}"
    page = house.lists.page("direct-of", bought, PageRequest(LOOKED_AT))
    since = now - months * MONTH
    others = [
        card.data
        for card in page.cards
        if card.data["notice_no"] != notice.notice_no and parse_instant(card.data["published_at"]) >= since
    ]
    spent = sum(other["direct_fen"] for other in others)
    if not others or spent + most_payable_fen(content) <= ceiling:
        return None
    return Splitting(months, spent, ceiling, tuple(str(other["notice_no"]) for other in others))
