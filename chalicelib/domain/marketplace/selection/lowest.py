"""Lowest price: quotes opened together, ranked, with ties and abnormally low ones (docs/rules.md §3.5).

Three steps, each a pure function of the one before, so that a run that was killed starts over and ends the
same:

1. `open_quotes` sorts out what does not count and names the abnormally low quotes, which the owner has to
   question before one of them wins.
2. `rank` orders by price, then credit, leaving out what the owner rejected. Whoever is still tied, at any
   place (the reserves need an exact order as much as the winner), makes it a `NeedsDraw`.
3. `settle` completes a `NeedsDraw` with one draw: the pool is *all* tied ids together, and each tied group
   takes the order its members have in that permutation. For one group this is §3.2's "pool = the tied ids".
   For several, every group's order is still uniform and independent of the others', which drawing each
   group anew from the same seed would not give, and one record with one `ids` and one `order` proves it all.
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
    RankedEntry,
    Ranking,
    Reason,
    find_shortage,
)
from chalicelib.domain.marketplace.selection.prices import Quote, Terms
from chalicelib.kernel.money import FULL_RATE_BP
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Opening:
    """The opened quotes: valid ones (by USCC), those that do not count, and the abnormally low."""

    terms: Terms
    valid: tuple[Quote, ...]
    invalid: tuple[InvalidEntry, ...]
    abnormally_low: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedsDraw:
    """Everything is decided but the order within the tied groups; `pool` is what has to be drawn."""

    terms: Terms
    groups: tuple[tuple[Quote, ...], ...]
    invalid: tuple[InvalidEntry, ...]
    abnormally_low: frozenset[str]

    @property
    def pool(self) -> tuple[str, ...]:
        """Return all tied ids in the order in which a draw freezes them."""
        return tuple(sorted(quote.uscc for group in self.groups if len(group) > 1 for quote in group))


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
    opened = sorted(quotes, key=lambda quote: quote.uscc)
    if len({quote.uscc for quote in opened}) < len(opened):
        raise ValueError("an agency has one quote")
    faults = {quote.uscc: (*quote.barred, *terms.find_faults(quote)) for quote in opened}
    invalid = tuple(_invalid(quote, faults[quote.uscc]) for quote in opened if faults[quote.uscc])
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
        _invalid(quote, (Reason.ABNORMALLY_LOW_REJECTED,))
        for quote in opening.valid
        if quote.uscc in rejected
    )
    invalid = tuple(sorted((*opening.invalid, *rejections), key=lambda entry: entry.uscc))
    if not left:
        return Failure(FailureCode.ALL_INVALID, invalid)

    def place(quote: Quote) -> tuple[int, Fraction]:
        return opening.terms.price(quote), -Fraction(quote.credit)

    groups = tuple(tuple(group) for _, group in groupby(sorted(left, key=place), key=place))
    pending = NeedsDraw(opening.terms, groups, invalid, frozenset(opening.abnormally_low) - rejected)
    return pending if pending.pool else settle(pending, ())


def settle(pending: NeedsDraw, drawn_order: Sequence[str]) -> Ranking:
    """Complete the order with the permutation of `pending.pool` that the notice's draw gave.

    Raises:
        ValueError: when the permutation is not one of the pool.
    """
    if tuple(sorted(drawn_order)) != pending.pool:
        raise ValueError("the drawn order is not one of the tied ids")
    lot = {uscc: position for position, uscc in enumerate(drawn_order)}
    entries: list[RankedEntry] = []
    for group, reasons in zip(pending.groups, _reasons(pending), strict=True):
        for quote in sorted(group, key=lambda quote: lot.get(quote.uscc, 0)):
            low = (Reason.ABNORMALLY_LOW,) if quote.uscc in pending.abnormally_low else ()
            amount_fen = pending.terms.award_amount_fen(quote)
            place = len(entries) + 1
            entries.append(
                RankedEntry(quote.uscc, place, quote.amount_fen, quote.rate_bp, amount_fen, (*reasons, *low))
            )
    return Ranking(tuple(entries), pending.invalid)


def tied_places(pending: NeedsDraw, drawn_order: Sequence[str]) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return each tied group as it was drawn: the first of its places, then its ids in their final order."""
    lot = {uscc: position for position, uscc in enumerate(drawn_order)}
    places: list[tuple[int, tuple[str, ...]]] = []
    place = 1
    for group in pending.groups:
        if len(group) > 1:
            places.append((place, tuple(sorted((quote.uscc for quote in group), key=lot.__getitem__))))
        place += len(group)
    return tuple(places)


def _reasons(pending: NeedsDraw) -> list[tuple[Reason, ...]]:
    """Tell for each group why it stands there: its price, and what parted it from others of that price."""
    prices = [pending.terms.price(group[0]) for group in pending.groups]
    groups_at = Counter(prices)
    return [
        (
            Reason.LOWEST_PRICE if price == prices[0] else Reason.HIGHER_PRICE,
            *((Reason.TIE_BY_CREDIT,) if groups_at[price] > 1 else ()),
            *((Reason.TIE_BY_DRAW,) if len(group) > 1 else ()),
        )
        for price, group in zip(prices, pending.groups, strict=True)
    ]


def _invalid(quote: Quote, reasons: tuple[str, ...]) -> InvalidEntry:
    return InvalidEntry(quote.uscc, quote.amount_fen, quote.rate_bp, reasons)
