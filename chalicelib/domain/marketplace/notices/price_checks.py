"""Judges price and method (docs/rules.md §4.4, §3): which figures a basis needs, which methods take it.

`quote_bounds` is the one place that says what a quote for a notice may be; opening and quoting use it too.
"""

from collections.abc import Iterator

from chalicelib.domain.marketplace.notices.content import NoticeContent, Price, PriceBasis
from chalicelib.domain.marketplace.notices.field_checks import length_errors
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.kernel.errors import FieldError
from chalicelib.kernel.money import FULL_RATE_BP, MAX_FEN
from chalicelib.kernel.records import dataclass

_FIGURES: dict[PriceBasis, tuple[str, ...]] = {
    PriceBasis.FIXED: ("amount_fen",),
    PriceBasis.CEILING: ("amount_fen",),
    PriceBasis.RANGE: ("min_fen", "max_fen"),
    PriceBasis.RATE: ("amount_fen", "min_rate_bp", "max_rate_bp"),
    PriceBasis.UNCERTAIN: (),
}
_COMPARING = frozenset({Method.LOWEST, Method.MEAN})
_COMPARABLE = frozenset({PriceBasis.CEILING, PriceBasis.RANGE, PriceBasis.RATE})
_DRAWING = frozenset({Method.RANDOM, Method.CREDIT})


@dataclass(frozen=True, slots=True)
class QuoteBounds:
    """What a quote may be: a rate in basis points or an amount in fen, both ends included."""

    is_rate: bool
    least: int
    most: int


def quote_bounds(price: Price) -> QuoteBounds:
    """Return the bounds of quotes under price terms that passed their check.

    A ceiling may carry a floor in `min_fen`; a price that is still uncertain takes any amount.
    """
    if price.basis is PriceBasis.RATE:
        return QuoteBounds(True, price.min_rate_bp or 0, price.max_rate_bp or 0)
    if price.basis is PriceBasis.FIXED:
        return QuoteBounds(False, price.amount_fen or 0, price.amount_fen or 0)
    if price.basis is PriceBasis.RANGE:
        return QuoteBounds(False, price.min_fen or 1, price.max_fen or 0)
    if price.basis is PriceBasis.CEILING:
        return QuoteBounds(False, price.min_fen or 1, price.amount_fen or 0)
    return QuoteBounds(False, 1, MAX_FEN)


def check_price(content: NoticeContent, rules: MarketRules) -> Iterator[FieldError]:
    """Name every error of the price terms."""
    price = content.price
    if price.basis is None:
        yield FieldError("/price/basis", "required")
        return
    wanted = _FIGURES[price.basis]
    optional = {"min_fen"} if price.basis is PriceBasis.CEILING else set()
    for name in ("amount_fen", "min_fen", "max_fen", "min_rate_bp", "max_rate_bp"):
        figure: int | None = getattr(price, name)
        if figure is None and name in wanted:
            yield FieldError(f"/price/{name}", "required")
        elif figure is not None and name not in wanted and name not in optional:
            yield FieldError(f"/price/{name}", "not-with-this-basis")
        elif figure is not None:
            yield from _figure(name, figure)
    yield from _order(price)
    is_due = price.basis is PriceBasis.UNCERTAIN
    least = rules.notice.reason_min_chars if is_due else 0
    yield from length_errors("/price/explanation", price.explanation, least, rules.notice.note_max_chars)
    if content.method in _COMPARING and price.basis not in _COMPARABLE:
        yield FieldError("/price/basis", "basis-not-for-method", {"method": content.method.value})


def _figure(name: str, figure: int) -> Iterator[FieldError]:
    is_rate = name.endswith("_bp")
    least, most = (0, FULL_RATE_BP - 1) if is_rate else (1, MAX_FEN)
    if not least <= figure <= most:
        unit = "basis-points" if is_rate else "fen"
        yield FieldError(f"/price/{name}", "out-of-range", {"min": least, "max": most, "unit": unit})


def _order(price: Price) -> Iterator[FieldError]:
    pairs = (
        ("max_fen", price.min_fen, price.max_fen),
        ("amount_fen", price.min_fen, price.amount_fen),
        ("max_rate_bp", price.min_rate_bp, price.max_rate_bp),
    )
    for name, least, most in pairs:
        if least is not None and most is not None and least > most:
            yield FieldError(f"/price/{name}", "below-minimum")


def check_method(content: NoticeContent, rules: MarketRules, too_few_before: int) -> Iterator[FieldError]:
    """Name every error of the method and its parameters."""
    method, limits = content.method, rules.notice
    if method is None:
        yield FieldError("/method", "required")
        return
    if method not in limits.methods:
        yield FieldError("/method", "method-not-offered", {"method": method.value})
    if content.is_inquiry and method is not Method.LOWEST:
        yield FieldError("/is_inquiry", "not-with-this-method")
    yield from _minimum(content, rules, too_few_before)
    if len(content.witnesses) > limits.witnesses_max:
        yield FieldError("/witnesses", "too-many", {"max": limits.witnesses_max})
    if content.witnesses and method not in _DRAWING:
        yield FieldError("/witnesses", "not-with-this-method")


def draws_lots(content: NoticeContent) -> bool:
    """Tell whether the method draws, so that the notice may name witnesses."""
    return content.method in _DRAWING


def bases_for(content: NoticeContent) -> tuple[PriceBasis, ...]:
    """Return the bases a live notice may change among: amounts stay amounts and rates stay rates."""
    if content.price.basis is PriceBasis.RATE:
        return (PriceBasis.RATE,)
    amounts = (basis for basis in PriceBasis if basis is not PriceBasis.RATE)
    return tuple(basis for basis in amounts if content.method not in _COMPARING or basis in _COMPARABLE)


def _minimum(content: NoticeContent, rules: MarketRules, too_few_before: int) -> Iterator[FieldError]:
    """Judge a lowered minimum, which two failures for want of registrants unlock (§3.8)."""
    if content.minimum is None:
        return
    if too_few_before < rules.selection.unlocking_failures:
        yield FieldError("/minimum", "not-unlocked", {"failures": rules.selection.unlocking_failures})
    if content.minimum < rules.selection.unlocked_minimum:
        yield FieldError("/minimum", "too-small", {"min": rules.selection.unlocked_minimum})
    yield from length_errors(
        "/minimum_reason",
        content.minimum_reason,
        rules.notice.reason_min_chars,
        rules.notice.note_max_chars,
    )


def minimum_of(content: NoticeContent, rules: MarketRules) -> int:
    """Return how many valid registrants a notice needs.

    Raises:
        ValueError: when the content names no method.
    """
    if content.method is None:
        raise ValueError("a notice without a method has no minimum")
    ruled = rules.minimum(content.method, inquiry=content.is_inquiry)
    return ruled if content.minimum is None else min(content.minimum, ruled)
