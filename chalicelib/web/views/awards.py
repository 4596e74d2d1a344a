"""The award notice (中选公告, 中选通知书) and the ranked quotes, as page and JSON (docs/rules.md §2.1, §2.3).

From the publicity on everybody reads who stands first and at which price, how long and where to object, and
who left before and why; from the first award on also every valid quote in its place.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from chalicelib.domain.marketplace.notices.issued import refusal_of
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.notices.timeline import effective_state, withdrawal_of
from chalicelib.domain.marketplace.quotes.sealed import QuoteState
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.errors import NotFound
from chalicelib.usecases.openings.read_quotes import RankedQuote
from chalicelib.usecases.ports import NoticeView
from chalicelib.web.views.notices import notice_page
from chalicelib.web.views.plain import plain

CANDIDATE = "CANDIDATE"
REFUSED = "REFUSED"
UNOPENED = "UNOPENED"
"""What pages call the first place until it is awarded, one whose award the owner refused, and what a
withdrawal left sealed; the rule book's states have no words of their own for them."""
PARTS = (
    "notice_no", "title", "owner", "contact", "state", "standing", "award", "awards", "publicity",
    "selection", "choice", "dropouts", "ending", "closes_at", "opening", "quotes_are_public",
)  # fmt: skip


def award_page(
    view: NoticeView, ranking: Iterable[RankedQuote], now: datetime, rules: MarketRules
) -> dict[str, Any]:
    """Return everything the award page of a notice shows.

    Raises:
        NotFound: while no candidate is public.
    """
    page = notice_page(view, now, rules)
    if page["publicity"] is None:
        raise NotFound("not-found", kind="award")
    return {
        **page,
        "method": view.notice.content.method,
        "in_publicity": effective_state(view.notice, now) is NoticeState.PUBLICITY,
        "quotes": [quote_row(view.notice, quote) for quote in ranking],
    }


def award_json(
    view: NoticeView, ranking: Iterable[RankedQuote], now: datetime, rules: MarketRules
) -> dict[str, Json]:
    """Return the same for the API."""
    page, quotes = award_page(view, ranking, now, rules), list(ranking)
    shown: dict[str, Json] = {name: plain(page[name]) for name in PARTS}
    return {**shown, "method": view.notice.content.method, "quotes": quotes_json(quotes)}


def quotes_json(quotes: Iterable[RankedQuote]) -> list[Json]:
    """Return ranked quotes as the API gives them."""
    return [
        {
            "place": quote.row.place,
            "uscc": quote.row.uscc,
            "name": quote.row.name,
            "amount_fen": quote.row.amount_fen,
            "rate_bp": quote.row.rate_bp,
            "award_fen": quote.row.award_fen,
            "reasons": list(quote.row.reasons),
            "state": quote.state,
            "left_code": quote.left.code if quote.left else None,
            "left_reason": quote.left.reason if quote.left else None,
        }
        for quote in quotes
    ]


def quote_row(notice: Notice, quote: RankedQuote) -> dict[str, Any]:
    """Return a ranked quote as the tables show it."""
    return {"row": quote.row, "state": shown_state(notice, quote.state), "left": quote.left}


def shown_state(notice: Notice, state: QuoteState) -> str:
    """Return the word for where a quote stands: who stands first is a candidate until it is awarded."""
    if state is QuoteState.SELECTED and refusal_of(notice) is not None:
        return REFUSED
    if state in (QuoteState.REGISTERED, QuoteState.QUOTED) and withdrawal_of(notice) is not None:
        return UNOPENED
    return CANDIDATE if state is QuoteState.SELECTED and notice.award is None else state
