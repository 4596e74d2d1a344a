"""Credit-preferred: better credit, better chances of the owner's small list (docs/rules.md §3.3).

Everybody is ranked by credit and the tail cut off behind the big list's last place, those tied with it being
kept. Tickets are the whole points of the score, one at least; a draw by tickets makes the small list, in the
order drawn. Of it the owner picks one and says why; the others are the reserves in the order drawn.
"""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from chalicelib.domain.marketplace.selection.outcome import Ranking, Reason
from chalicelib.domain.marketplace.selection.prices import Quote, Terms
from chalicelib.domain.marketplace.selection.standings import (
    NeedsDraw,
    NeedsOwner,
    Standing,
    barred,
    by_uscc,
)


def rank(quotes: Iterable[Quote], terms: Terms, big_list: int, small_list: int) -> NeedsDraw:
    """Make the big list and what is to be drawn from it.

    Raises:
        ValueError: when an agency has two quotes, there is none, or the lists have no size.
    """
    opened = by_uscc(quotes)
    if not 1 <= small_list <= big_list or not opened:
        raise ValueError("a small list is drawn from a big one that holds somebody")
    scores = sorted((Fraction(quote.credit) for quote in opened), reverse=True)
    line = scores[min(big_list, len(scores)) - 1]
    kept = [quote for quote in opened if Fraction(quote.credit) >= line]
    cut = (quote for quote in opened if Fraction(quote.credit) < line)
    return NeedsDraw(
        groups=(
            tuple(Standing(quote, terms.award_amount_fen(quote), (Reason.SMALL_LIST,)) for quote in kept),
        ),
        pool=tuple(quote.uscc for quote in kept),
        outside=tuple(barred(quote, (Reason.CUT,)) for quote in cut),
        tickets=tuple(tickets_of(quote.credit) for quote in kept),
        take=min(small_list, len(kept)),
        unlucky=(Reason.NOT_DRAWN,),
    )


def tickets_of(score: Decimal | Fraction) -> int:
    """Return how many tickets a score is worth: its whole points, and one at least.

    >>> tickets_of(Decimal("95.99")), tickets_of(Decimal("0.50"))
    (95, 1)
    """
    return max(1, int(score))


def choose(listed: NeedsOwner, uscc: str) -> Ranking:
    """Put the owner's pick first and keep the others as reserves in the order drawn.

    Raises:
        ValueError: when the agency is not on the small list.
    """
    picked = [entry for entry in listed.candidates if entry.uscc == uscc]
    if not picked:
        raise ValueError("the owner picks from the small list only")
    others = [entry for entry in listed.candidates if entry.uscc != uscc]
    chosen = replace(picked[0], reasons=(*picked[0].reasons, Reason.CHOSEN))
    order = tuple(replace(entry, place=place) for place, entry in enumerate([chosen, *others], start=1))
    return Ranking(order, listed.invalid, listed.outside)
