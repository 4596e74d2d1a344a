"""The ranked quotes of a notice: public with names from the first award on (docs/rules.md §2.3, §5)."""

from collections.abc import Iterable, Sequence

from chalicelib.domain.marketplace.notices.facts import Dropout
from chalicelib.domain.marketplace.notices.issued import leavers
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.quotes.outcome import derived_state
from chalicelib.domain.marketplace.quotes.sealed import QuoteState
from chalicelib.kernel import codec
from chalicelib.kernel.canonical import Json
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.openings.rows import OrderRow, read_order
from chalicelib.usecases.ports import House, NoticeView


@dataclass(frozen=True, slots=True)
class RankedQuote:
    """One valid quote in its place, and where it stands now; `left` says why one that stood first left."""

    row: OrderRow
    state: QuoteState
    left: Dropout | None = None


def public_quotes(house: House, notice: Notice) -> tuple[RankedQuote, ...]:
    """Return every valid quote, ranked, with names and amounts; () until the first award.

    Invalid quotes stay with their agencies, and so do the reasons for which they did not count.
    """
    if notice.quotes_public_since is None or notice.selection is None:
        return ()
    return _ranked(notice, read_order(house, notice.id, notice.selection.order_hash))


def public_award(house: House, notice_no: str) -> tuple[NoticeView, tuple[RankedQuote, ...]]:
    """Return a notice and the first places of its ranking, in two calls."""
    view, places = house.queries.award(notice_no)
    return view, _ranked(view.notice, _rows(places) if view.notice.quotes_public_since else ())


def _rows(places: Sequence[Json]) -> list[OrderRow]:
    return [codec.from_json(place, OrderRow) for place in places]


def _ranked(notice: Notice, rows: Iterable[OrderRow]) -> tuple[RankedQuote, ...]:
    left = leavers(notice)
    return tuple(
        RankedQuote(row, derived_state(notice, QuoteState.QUOTED, row.uscc, True), left.get(row.uscc))
        for row in rows
    )
