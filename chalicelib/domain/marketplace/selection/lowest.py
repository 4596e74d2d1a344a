"""Lowest price: quotes opened together, ranked, with ties and abnormally low ones (docs/rules.md §3.5).

Two steps, each a pure function of the one before, so that a run that was killed starts over and ends the
same: `open_quotes` sorts out what does not count and names the abnormally low quotes, which the owner has to
question before one of them wins; `rank` orders by price, then credit, leaving out what the owner rejected.
Whoever is still tied, at any place (the reserves need an exact order as much as the winner), is drawn.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from itertools import groupby

from chalicelib.domain.marketplace.selection.outcome import (
    Failure,
    FailureCode,
    InvalidEntry,
    Ranking,
    Reason,
    find_shortage,
)
from chalicelib.domain.marketplace.selection.prices import Quote, Terms
from chalicelib.domain.marketplace.selection.standings import (
    NeedsDraw,
    Standing,
    barred,
    by_uscc,
    order_or_draw,
)
from chalicelib.kernel.money import FULL_RATE_BP
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """The opened quotes: valid ones (by USCC), those that do not count, and the abnormally low."""

    terms: Terms
    valid: tuple[Quote, ...]
    invalid: tuple[InvalidEntry, ...]
    abnormally_low: tuple[str, ...]


def open_quotes(
    quotes: Iterable[Quote],
    terms: Terms,
    *,
    min_valid: int,
    low_price_share_bp: int,
    low_price_min_others: int,
) -> Opening | Failure:
    """Sort out what does not count and name the quotes whose price the owner has to question.

    A price is abnormally low below that share of the mean of the others (`find_abnormally_low`).

    Raises:
        ValueError: when an agency has two quotes.
    """
    opened = by_uscc(quotes)
    faults = {quote.uscc: (*quote.barred, *terms.find_faults(quote)) for quote in opened}
    invalid = tuple(barred(quote, faults[quote.uscc]) for quote in opened if faults[quote.uscc])
    valid = tuple(quote for quote in opened if not faults[quote.uscc])
    shortage = find_shortage(len(opened), len(valid), min_valid)
    if shortage:
        return Failure(shortage, invalid)
    low = find_abnormally_low(valid, terms, low_price_share_bp, low_price_min_others)
    return Opening(terms, valid, invalid, low)


def find_abnormally_low(
    valid: Sequence[Quote], terms: Terms, share_bp: int, min_others: int
) -> tuple[str, ...]:
    """Name the quotes below that share of the mean of the *other* valid quotes.

    With fewer others than the minimum the test is skipped. It is made once, over the quotes as opened:
    rejecting one quote does not make another one suspicious afterwards.
    """
    others = len(valid) - 1
    if others < max(min_others, 1):
        return ()
    prices = {quote.uscc: terms.price(quote) for quote in valid}
    total, share = sum(prices.values()), Fraction(share_bp, FULL_RATE_BP)
    return tuple(uscc for uscc, price in prices.items() if price < share * Fraction(total - price, others))


def rank(opening: Opening, rejected: AbstractSet[str] = frozenset()) -> Ranking | NeedsDraw | Failure:
    """Order the quotes by price, then credit, leaving out those the owner rejected as abnormally low.

    The minimum number is not asked again: the rejected quotes did compete. If none is left, all are invalid.

    Raises:
        ValueError: when a quote is rejected that was not found abnormally low.
    """
    if not rejected <= set(opening.abnormally_low):
        raise ValueError("the owner may reject only what was found abnormally low")
    left = [quote for quote in opening.valid if quote.uscc not in rejected]
    rejections = (
        barred(quote, (Reason.ABNORMALLY_LOW_REJECTED,)) for quote in opening.valid if quote.uscc in rejected
    )
    invalid = tuple(sorted((*opening.invalid, *rejections), key=lambda entry: entry.uscc))
    if not left:
        return Failure(FailureCode.ALL_INVALID, invalid)

    def place(quote: Quote) -> tuple[int, Fraction]:
        return opening.terms.price(quote), -Fraction(quote.credit)

    groups = tuple(tuple(group) for _, group in groupby(sorted(left, key=place), key=place))
    low = frozenset(opening.abnormally_low) - rejected
    reasons = _reasons([(opening.terms.price(group[0]), len(group) > 1) for group in groups])
    return order_or_draw(
        tuple(
            tuple(
                Standing(
                    quote,
                    opening.terms.award_amount_fen(quote),
                    (*its_reasons, Reason.ABNORMALLY_LOW) if quote.uscc in low else its_reasons,
                )
                for quote in group
            )
            for group, its_reasons in zip(groups, reasons, strict=True)
        ),
        invalid,
    )


def _reasons(groups: Sequence[tuple[int, bool]]) -> list[tuple[Reason, ...]]:
    """Tell for each group why it stands there: its price, and what parted it from others of that price."""
    groups_at = Counter(price for price, _ in groups)
    return [
        (
            Reason.LOWEST_PRICE if price == groups[0][0] else Reason.HIGHER_PRICE,
            *((Reason.TIE_BY_CREDIT,) if groups_at[price] > 1 else ()),
            *((Reason.TIE_BY_DRAW,) if is_tied else ()),
        )
        for price, is_tied in groups
    ]
