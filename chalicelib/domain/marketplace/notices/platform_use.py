"""Whether a purchase must go through the marketplace (docs/rules.md §4.4; analogue [L10 art 43]).

Fiscal money for a service of the published list, below the procurement threshold: then the platform must be
used; any other money may. The threshold stands in the rule profile, and a published notice keeps its answer.
"""

from chalicelib.domain.marketplace.notices.content import NoticeContent, PriceBasis
from chalicelib.domain.marketplace.notices.price_checks import quote_bounds
from chalicelib.domain.marketplace.rules import MarketRules


def must_use_platform(content: NoticeContent, rules: MarketRules) -> bool | None:
    """Return whether the marketplace must be used; None while that rests on an amount nobody has said.

    A service item is always one of the published list: drafts choose from nothing else.
    """
    if content.fiscal_percent == 0:
        return False
    ceiling = ceiling_fen(content)
    if not content.fiscal_percent or not content.service_item or ceiling is None:
        return None
    return ceiling < rules.notice.mandatory_use_below_fen


def ceiling_fen(content: NoticeContent) -> int | None:
    """Return the most that the owner would pay; None while it is not known."""
    price = content.price
    if price.basis is None or price.basis is PriceBasis.UNCERTAIN:
        return None
    if price.basis is PriceBasis.RATE:
        return price.amount_fen
    return quote_bounds(price).most or None
