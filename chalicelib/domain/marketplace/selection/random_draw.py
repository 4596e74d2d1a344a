"""Random draw: everybody who counts, in an order that only chance decides (docs/rules.md §3.2)."""

from collections.abc import Iterable

from chalicelib.domain.marketplace.selection.outcome import Reason
from chalicelib.domain.marketplace.selection.prices import Quote, Terms
from chalicelib.domain.marketplace.selection.standings import NeedsDraw, Standing, by_uscc


def rank(quotes: Iterable[Quote], terms: Terms) -> NeedsDraw:
    """Put all into one pool; even a single one is drawn, so that every such notice has its public draw.

    Raises:
        ValueError: when an agency has two quotes.
    """
    pool = by_uscc(quotes)
    group = tuple(Standing(quote, terms.award_amount_fen(quote), (Reason.DRAWN,)) for quote in pool)
    return NeedsDraw((group,), tuple(quote.uscc for quote in pool))
