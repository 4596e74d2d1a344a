"""Direct selection: the one agency that the owner named in the notice (docs/rules.md §3.1)."""

from collections.abc import Iterable

from chalicelib.domain.marketplace.selection.outcome import Ranking, Reason
from chalicelib.domain.marketplace.selection.prices import Quote, Terms
from chalicelib.domain.marketplace.selection.standings import Standing, by_uscc, placed


def rank(quotes: Iterable[Quote], terms: Terms) -> Ranking:
    """Put the named agency into the first place; nobody else could enter.

    Raises:
        ValueError: when there is more or less than one.
    """
    (named,) = by_uscc(quotes)
    return Ranking(placed((Standing(named, terms.award_amount_fen(named), (Reason.NAMED,)),)))
