"""Opened quotes and what a notice allows them to be: amounts or discount rates (docs/rules.md §3.5, §3.7).

A rate is a form of price: the highest discount is the lowest price. One notice has one kind of quote, and
an amount is never compared with a rate.
"""

from decimal import Decimal
from fractions import Fraction

from chalicelib.domain.marketplace.selection.outcome import Reason
from chalicelib.kernel.money import FULL_RATE_BP, apply_rate
from chalicelib.kernel.records import dataclass


@dataclass(frozen=True, slots=True)
class Quote:
    """One opened quote: an amount or a discount rate, and the agency's credit at the deadline.

    `barred` are reasons found elsewhere against it (ineligible at the deadline, missing plan): it is then
    invalid whatever its price.
    """

    uscc: str
    credit: Decimal | Fraction
    amount_fen: int | None = None
    rate_bp: int | None = None
    barred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AmountTerms:
    """The notice asks for amounts: floor ≤ quote ≤ control price, both bounds included."""

    control_price_fen: int
    floor_fen: int | None = None

    def find_faults(self, quote: Quote) -> tuple[str, ...]:
        """Name what is wrong with the price, if anything."""
        if quote.rate_bp is not None:
            return (Reason.WRONG_KIND,)
        if quote.amount_fen is None:
            return (Reason.NO_QUOTE,)
        if quote.amount_fen <= 0:
            return (Reason.NOT_POSITIVE,)
        if self.floor_fen is not None and quote.amount_fen < self.floor_fen:
            return (Reason.BELOW_FLOOR,)
        return (Reason.ABOVE_CEILING,) if quote.amount_fen > self.control_price_fen else ()

    def price(self, quote: Quote) -> int:
        """Return what valid quotes are compared by."""
        return quote.amount_fen or 0

    def award_amount_fen(self, quote: Quote) -> int | None:
        """Return what the agency would be paid."""
        return quote.amount_fen


@dataclass(frozen=True, slots=True)
class RateTerms:
    """The notice asks for discount rates within a range, both bounds included.

    Rates are compared as the share of the control price that is left, so that no rounding can make or
    break a tie and the price itself may still be unknown.
    """

    lowest_rate_bp: int
    highest_rate_bp: int
    control_price_fen: int | None = None

    def find_faults(self, quote: Quote) -> tuple[str, ...]:
        """Name what is wrong with the rate, if anything."""
        if quote.amount_fen is not None:
            return (Reason.WRONG_KIND,)
        if quote.rate_bp is None:
            return (Reason.NO_QUOTE,)
        if quote.rate_bp < self.lowest_rate_bp:
            return (Reason.RATE_BELOW_RANGE,)
        return (Reason.RATE_ABOVE_RANGE,) if quote.rate_bp > self.highest_rate_bp else ()

    def price(self, quote: Quote) -> int:
        """Return what valid quotes are compared by: basis points of the control price left to pay."""
        return FULL_RATE_BP - (quote.rate_bp or 0)

    def award_amount_fen(self, quote: Quote) -> int | None:
        """Return what the agency would be paid: control price × (1 − rate), rounded half-up to fen."""
        if self.control_price_fen is None:
            return None
        return apply_rate(self.control_price_fen, quote.rate_bp or 0)


Terms = AmountTerms | RateTerms
