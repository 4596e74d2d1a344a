"""The ranked quotes of a notice: public with names from the first award on (docs/rules.md §2.3, §5)."""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.openings.rows import OrderRow, read_order
from chalicelib.usecases.ports import House


@dataclass(frozen=True, slots=True)
class RankedQuote:
    """One valid quote in its place; `left_code` says why an agency that stood first left."""

    row: OrderRow
    is_winner: bool
    left_code: str | None = None


def public_quotes(house: House, notice: Notice) -> tuple[RankedQuote, ...]:
    """Return every valid quote, ranked, with names and amounts; () until the first award.

    Invalid quotes stay with their agencies, and so do the reasons for which they did not count.
    """
    if notice.quotes_public_since is None or notice.selection is None:
        return ()
    left = {dropout.candidate.uscc: dropout.code for dropout in notice.dropouts}
    winner = notice.selection.winner.uscc
    return tuple(
        RankedQuote(row, row.uscc == winner, left.get(row.uscc))
        for row in read_order(house, notice.id, notice.selection.order_hash)
    )
