"""Mean price: whoever is nearest to the mean of the valid quotes (docs/rules.md §3.6, ADR 0040).

The mean is rounded half-up to the fen, or to the basis point where rates are quoted. The same distance is
parted by the lower quote, then by credit, then by a draw. Of two rates the higher one is the lower quote:
it leaves less to pay (§3.7).

From `trim_from` quotes on, one highest and one lowest are left out of the mean. What is trimmed cannot win
and is ranked behind all others; an extreme that several quoted is no outlier and bars nobody, though one of
its copies leaves the mean all the same, so that no lot has to say whose it was.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import groupby

from chalicelib.domain.marketplace.selection.outcome import Ranking, Reason
from chalicelib.domain.marketplace.selection.prices import Quote, RateTerms, Terms
from chalicelib.domain.marketplace.selection.standings import NeedsDraw, Standing, by_uscc, order_or_draw
from chalicelib.kernel.money import mean_half_up
from chalicelib.kernel.records import dataclass

LEAST_LEFT = 3
"""After trimming at least this many are left, or nothing is trimmed: of two, both are equally near."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of what counts for it (fen or basis points), and the values that were trimmed off."""

    value: int
    trimmed: tuple[int, ...] = ()


def mean_of(figures: Sequence[int], trim_from: int) -> Mean:
    """Return the mean of the quotes' figures; `trim_from` 0 never trims.

    >>> mean_of([1, 2], 0), mean_of([1, 50, 52, 54, 900], 5)
    (Mean(value=2, trimmed=()), Mean(value=52, trimmed=(1, 900)))
    """
    ordered = sorted(figures)
    if trim_from == 0 or len(ordered) < max(trim_from, LEAST_LEFT + 2):
        return Mean(mean_half_up(ordered))
    return Mean(mean_half_up(ordered[1:-1]), (ordered[0], ordered[-1]))


def figure_of(quote: Quote, terms: Terms) -> int:
    """Return what is averaged: the amount in fen, or the rate in basis points."""
    return (quote.rate_bp if isinstance(terms, RateTerms) else quote.amount_fen) or 0


def rank(quotes: Iterable[Quote], terms: Terms, trim_from: int = 0) -> Ranking | NeedsDraw:
    """Order the quotes by their distance from the mean.

    Raises:
        ValueError: when an agency has two quotes, or there is none.
    """
    opened = by_uscc(quotes)
    figures = {quote.uscc: figure_of(quote, terms) for quote in opened}
    mean, copies = mean_of(list(figures.values()), trim_from), Counter(figures.values())
    out = {value for value in mean.trimmed if copies[value] == 1}

    def key(quote: Quote) -> tuple[bool, int, int, Fraction]:
        figure = figures[quote.uscc]
        return figure in out, abs(figure - mean.value), terms.price(quote), -Fraction(quote.credit)

    keyed = [(each, tuple(group)) for each, group in groupby(sorted(opened, key=key), key=key)]
    reasons = _reasons([(each, len(group) > 1) for each, group in keyed])
    return order_or_draw(
        tuple(
            tuple(Standing(quote, terms.award_amount_fen(quote), why, each[1]) for quote in group)
            for (each, group), why in zip(keyed, reasons, strict=True)
        )
    )


def _reasons(groups: Sequence[tuple[tuple[bool, int, int, Fraction], bool]]) -> list[tuple[Reason, ...]]:
    """Tell for each group why it stands there, and by which step it was parted from its like."""
    nearest = groups[0][0][1]
    prices_at = Counter(near for near, _ in {(key[:2], key[2]) for key, _ in groups})
    credits_at = Counter(key[:3] for key, _ in groups)
    return [
        (
            Reason.NEAREST_MEAN if key[:2] == (False, nearest) else Reason.FARTHER_FROM_MEAN,
            *((Reason.TRIMMED,) if key[0] else ()),
            *((Reason.TIE_BY_LOWER_QUOTE,) if prices_at[key[:2]] > 1 else ()),
            *((Reason.TIE_BY_CREDIT,) if credits_at[key[:3]] > 1 else ()),
            *((Reason.TIE_BY_DRAW,) if is_tied else ()),
        )
        for key, is_tied in groups
    ]
