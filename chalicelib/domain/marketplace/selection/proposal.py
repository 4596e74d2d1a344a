"""Proposal-preferred: published weights, a score sheet a quote, the highest total wins (docs/rules.md §3.4).

Scores are whole numbers from 0 to 100 and weights whole per cents that sum to 100, so that a total is an
exact whole number of hundredths. The same total is parted by the lower price, then by credit, then by a draw.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from chalicelib.domain.marketplace.selection.outcome import Ranking, Reason
from chalicelib.domain.marketplace.selection.prices import Quote, Terms
from chalicelib.domain.marketplace.selection.standings import (
    NeedsDraw,
    NeedsOwner,
    Standing,
    by_uscc,
    order_or_draw,
    placed,
)

FULL_WEIGHT, FULL_SCORE = 100, 100

Sheets = Mapping[str, Sequence[int]]
"""The scores of each agency's proposal, in the order of the published criteria."""


def check_weights(weights: Sequence[int]) -> None:
    """Refuse weights that do not sum to 100, or weigh nothing.

    Raises:
        ValueError: saying so.
    """
    if any(weight < 1 for weight in weights) or sum(weights) != FULL_WEIGHT:
        raise ValueError("weights are whole per cents that sum to 100")


def total_of(scores: Sequence[int], weights: Sequence[int]) -> int:
    """Return the exact weighted total in hundredths of a point.

    Raises:
        ValueError: when a score is missing or none of 0 to 100.

    >>> total_of((90, 75), (60, 40))
    8400
    """
    if len(scores) != len(weights) or any(not 0 <= score <= FULL_SCORE for score in scores):
        raise ValueError("every criterion needs a score from 0 to 100")
    return sum(score * weight for score, weight in zip(scores, weights, strict=True))


def await_scores(quotes: Iterable[Quote], terms: Terms) -> NeedsOwner:
    """List the proposals that the owner has to score, by agency; the list is no order."""
    return NeedsOwner(placed(Standing(quote, terms.award_amount_fen(quote)) for quote in by_uscc(quotes)))


def rank(
    quotes: Iterable[Quote], terms: Terms, weights: Sequence[int], sheets: Sheets
) -> Ranking | NeedsDraw:
    """Order the proposals by their totals.

    Raises:
        ValueError: when weights or scores are not what they must be, or a sheet is missing or nobody's.
    """
    opened = by_uscc(quotes)
    check_weights(weights)
    if set(sheets) != {quote.uscc for quote in opened} or not opened:
        raise ValueError("there is one score sheet a proposal")
    totals = {uscc: total_of(scores, weights) for uscc, scores in sheets.items()}

    def key(quote: Quote) -> tuple[int, int, Fraction]:
        return -totals[quote.uscc], terms.price(quote), -Fraction(quote.credit)

    keyed = [(each, tuple(group)) for each, group in groupby(sorted(opened, key=key), key=key)]
    reasons = _reasons([(each, len(group) > 1) for each, group in keyed])
    return order_or_draw(
        tuple(
            tuple(Standing(quote, terms.award_amount_fen(quote), why, -each[0]) for quote in group)
            for (each, group), why in zip(keyed, reasons, strict=True)
        )
    )


def _reasons(groups: Sequence[tuple[tuple[int, int, Fraction], bool]]) -> list[tuple[Reason, ...]]:
    """Tell for each group why it stands there, and by which step it was parted from its like."""
    best = groups[0][0][0]
    prices_at = Counter(total for total, _ in {(key[0], key[1]) for key, _ in groups})
    credits_at = Counter(key[:2] for key, _ in groups)
    return [
        (
            Reason.HIGHEST_TOTAL if key[0] == best else Reason.LOWER_TOTAL,
            *((Reason.TIE_BY_PRICE,) if prices_at[key[0]] > 1 else ()),
            *((Reason.TIE_BY_CREDIT,) if credits_at[key[:2]] > 1 else ()),
            *((Reason.TIE_BY_DRAW,) if is_tied else ()),
        )
        for key, is_tied in groups
    ]
