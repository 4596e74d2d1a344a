"""The six methods behind one question, what quotes come to (docs/rules.md §3).

`find` is the only place that knows which module answers for a method. What it returns says how to go on,
whatever the method was, so that nothing outside this package branches by method.
"""

from collections.abc import Callable, Mapping, Sequence

from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection import credit, direct, lowest, mean, proposal, random_draw
from chalicelib.domain.marketplace.selection.outcome import Failure
from chalicelib.domain.marketplace.selection.prices import Quote, Terms
from chalicelib.domain.marketplace.selection.proposal import Sheets
from chalicelib.domain.marketplace.selection.record import DrawMethod
from chalicelib.domain.marketplace.selection.standings import Found
from chalicelib.kernel.records import dataclass

ALGORITHM_VERSION = 1
"""Raised with every change that could change an outcome; a record names the one it was made by."""

DRAW_METHODS: Mapping[Method, DrawMethod] = {
    Method.RANDOM: DrawMethod.RANDOM,
    Method.CREDIT: DrawMethod.WEIGHTED,
    Method.PROPOSAL: DrawMethod.TIE,
    Method.LOWEST: DrawMethod.TIE,
    Method.MEAN: DrawMethod.TIE,
}
"""Methods that draw, or may have to draw among the tied."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What a notice and its rule profile fix for a selection; each method reads its own."""

    low_price_share_bp: int = 0
    low_price_min_others: int = 0
    trim_from: int = 0
    big_list: int = 0
    small_list: int = 0
    weights: tuple[int, ...] = ()
    sheets: Sheets | None = None
    """The owner's score sheets, once they are there."""


def find(method: Method, quotes: Sequence[Quote], terms: Terms, parameters: Parameters) -> Found:
    """Return the ranking, or what it still needs, of the quotes that count.

    Raises:
        ValueError: when an agency has two quotes, or parameters do not suit.
    """
    return _METHODS[method](quotes, terms, parameters)


def _direct(quotes: Sequence[Quote], terms: Terms, _parameters: Parameters) -> Found:
    return direct.rank(quotes, terms)


def _random(quotes: Sequence[Quote], terms: Terms, _parameters: Parameters) -> Found:
    return random_draw.rank(quotes, terms)


def _credit(quotes: Sequence[Quote], terms: Terms, parameters: Parameters) -> Found:
    return credit.rank(quotes, terms, parameters.big_list, parameters.small_list)


def _proposal(quotes: Sequence[Quote], terms: Terms, parameters: Parameters) -> Found:
    if parameters.sheets is None:
        return proposal.await_scores(quotes, terms)
    return proposal.rank(quotes, terms, parameters.weights, parameters.sheets)


def _lowest(quotes: Sequence[Quote], terms: Terms, parameters: Parameters) -> Found:
    opening = lowest.open_quotes(
        quotes,
        terms,
        min_valid=1,
        low_price_share_bp=parameters.low_price_share_bp,
        low_price_min_others=parameters.low_price_min_others,
    )
    return opening if isinstance(opening, Failure) else lowest.rank(opening)


def _mean(quotes: Sequence[Quote], terms: Terms, parameters: Parameters) -> Found:
    return mean.rank(quotes, terms, parameters.trim_from)


_METHODS: Mapping[Method, Callable[[Sequence[Quote], Terms, Parameters], Found]] = {
    Method.DIRECT: _direct,
    Method.RANDOM: _random,
    Method.CREDIT: _credit,
    Method.PROPOSAL: _proposal,
    Method.LOWEST: _lowest,
    Method.MEAN: _mean,
}
