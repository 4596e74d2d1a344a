"""What the opened quotes of a notice come to, made again from its stored rows whenever it is asked for (§3).

The rows lie under their hash, so that a second run, a draw days later and the published record all find the
same.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.price_checks import quote_bounds
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.domain.marketplace.selection import methods
from chalicelib.domain.marketplace.selection.methods import Parameters
from chalicelib.domain.marketplace.selection.outcome import Ranking, Reason
from chalicelib.domain.marketplace.selection.prices import AmountTerms, Quote, RateTerms, Terms
from chalicelib.domain.marketplace.selection.proposal import Sheets
from chalicelib.domain.marketplace.selection.standings import Found, NeedsDraw, NeedsOwner, settle
from chalicelib.usecases.openings.rows import OpenedQuote, OrderRow


def method_of(notice: Notice) -> Method:
    """Return the method of a published notice.

    Raises:
        ValueError: when it has none.
    """
    if notice.content.method is None:
        raise ValueError("a published notice has a method")
    return notice.content.method


def find(
    notice: Notice, rows: Sequence[OpenedQuote], rules: MarketRules, sheets: Sheets | None = None
) -> Found:
    """Return what the method makes of the quotes that count."""
    quotes = [
        Quote(row.uscc, Decimal(row.credit_hundredths) / 100, row.amount_fen, row.rate_bp)
        for row in rows
        if row.is_valid
    ]
    return methods.find(method_of(notice), quotes, quote_terms(notice), parameters_of(notice, rules, sheets))


def parameters_of(notice: Notice, rules: MarketRules, sheets: Sheets | None = None) -> Parameters:
    """Return what notice and profile fix for the method; whatever is not its own stays out."""
    terms, limits, method = notice.content.method_terms, rules.selection, notice.content.method
    is_lowest = method is Method.LOWEST
    return Parameters(
        low_price_share_bp=limits.low_price_share_bp if is_lowest else 0,
        low_price_min_others=limits.low_price_min_others if is_lowest else 0,
        trim_from=limits.mean_trim_from if method is Method.MEAN else 0,
        big_list=terms.big_list or 0,
        small_list=terms.small_list or 0,
        weights=tuple(criterion.weight or 0 for criterion in terms.criteria),
        sheets=sheets,
    )


def quote_terms(notice: Notice) -> Terms:
    """Return what quotes of the notice are: amounts or discount rates, and how they are priced."""
    price, bounds = notice.content.price, quote_bounds(notice.content.price)
    if bounds.is_rate:
        return RateTerms(bounds.least, bounds.most, price.amount_fen)
    return AmountTerms(bounds.most, bounds.least)


def left_out(
    notice: Notice, rows: Sequence[OpenedQuote], rules: MarketRules
) -> Mapping[str, tuple[str, ...]]:
    """Return whom the lists of the credit method left out, and by which; nobody before the draw."""
    if notice.choice is None or not notice.choice.listed:
        return {}
    pending = find(notice, rows, rules)
    settled = settle(pending, notice.choice.listed) if isinstance(pending, NeedsDraw) else None
    outside = settled.outside if settled else ()
    return {entry.uscc: tuple(str(reason) for reason in entry.reasons) for entry in outside}


def to_rows(found: Ranking | NeedsOwner, rows: Sequence[OpenedQuote]) -> list[OrderRow]:
    """Join the order with the names that the opening knew."""
    names = {row.uscc: row.name for row in rows}
    return [
        OrderRow(
            uscc=entry.uscc,
            name=names[entry.uscc],
            place=entry.place,
            amount_fen=entry.amount_fen,
            rate_bp=entry.rate_bp,
            award_fen=entry.award_amount_fen,
            reasons=tuple(str(reason) for reason in entry.reasons),
            is_low=Reason.ABNORMALLY_LOW in entry.reasons,
            measure=entry.measure,
        )
        for entry in (found.order if isinstance(found, Ranking) else found.candidates)
    ]
