"""Among whom the owner decides: the candidates as listed, and the rows of the opening (§3.3, §3.4)."""

from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.selection import credit
from chalicelib.domain.marketplace.selection.outcome import Ranking
from chalicelib.domain.marketplace.selection.standings import NeedsDraw, NeedsOwner, settle
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.openings.find import find
from chalicelib.usecases.openings.rows import OpenedQuote, OrderRow, read_opening, read_order
from chalicelib.usecases.ports import House


@dataclass(frozen=True, slots=True)
class Before:
    """What lies before the deciding owner: the candidates as listed, and the rows of the opening."""

    listed: tuple[OrderRow, ...]
    rows: tuple[OpenedQuote, ...]


def read_before(house: House, notice: Notice) -> Before:
    """Return the candidates that the owner decides, or decided, among.

    Raises:
        Conflict: `nothing-to-choose` for a notice whose owner is not asked.
    """
    if notice.choice is None or notice.opening is None:
        raise Conflict("nothing-to-choose", state=notice.state)
    listed = read_order(house, notice.id, notice.choice.list_hash)
    return Before(tuple(listed), tuple(read_opening(house, notice.id, notice.opening.manifest_hash)))


def pick(house: House, notice: Notice, before: Before, uscc: str) -> Ranking:
    """Make the small list again from the rows and what was drawn, and pick from it.

    Raises:
        Invalid: `not-on-small-list`.
    """
    drawn = [row.uscc for row in before.listed]
    if uscc not in drawn:
        raise Invalid(errors=[FieldError("/agency", "not-on-small-list")])
    pending = find(notice, before.rows, rules_of(house, notice))
    listed = settle(pending, drawn) if isinstance(pending, NeedsDraw) else pending
    if not isinstance(listed, NeedsOwner):
        raise ValueError("a small list is drawn for the owner")
    return credit.choose(listed, uscc)
