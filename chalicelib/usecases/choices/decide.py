"""The owner picks one of the small list, or scores every proposal; what follows from it follows at once (§3).

One transaction takes the decision, writes the order it gives and starts the publicity; where totals are
tied, it freezes the tied for a draw in their place (ADR 0041).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from chalicelib.domain.marketplace.notices import choosing
from chalicelib.domain.marketplace.notices.choosing import Decided
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection import credit
from chalicelib.domain.marketplace.selection.outcome import Ranking
from chalicelib.domain.marketplace.selection.proposal import FULL_SCORE, Sheets
from chalicelib.domain.marketplace.selection.standings import NeedsDraw, NeedsOwner, settle
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.kernel.records import dataclass
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.openings.find import find, to_rows
from chalicelib.usecases.openings.records import beside_record
from chalicelib.usecases.openings.rows import OpenedQuote, OrderRow, read_opening, read_order
from chalicelib.usecases.openings.select import freeze_record, to_outcome, write_order
from chalicelib.usecases.openings.sheets import sheets_json, sheets_parent
from chalicelib.usecases.ports import House, Once, UnitOfWork

Points = Mapping[str, Sequence[int | None]]
"""The points of each agency's proposal as they were sent, by criterion; None where one is missing."""


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


def choose_agency(
    house: House, actor: Actor, notice_id: str, uscc: str, reason: str, once: Once | None = None
) -> Notice:
    """Pick one of the small list, with a public reason.

    Raises:
        Invalid: `not-on-small-list`, or for a missing reason.
        Conflict: `nothing-to-choose` or `too-late`.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = _load_for(uow, notice_id, Method.CREDIT)
        rules, before = rules_of(house, notice), read_before(house, notice)
        choosing.check_may_choose(notice, reason, actor, now, rules)
        ranking = _picked(house, notice, before, uscc)
        order = to_rows(ranking, before.rows)
        outcome = to_outcome(write_order(uow, notice, order), order, drawn=True)
        decided = Decided(reason, chosen=uscc)
        decision = choosing.choose(notice, decided, outcome, actor, now, rules, house.calendar)
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def score_proposals(
    house: House, actor: Actor, notice_id: str, points: Points, reason: str, once: Once | None = None
) -> Notice:
    """Score every proposal by every criterion, with a public reason; the totals decide.

    Raises:
        Invalid: for every score that is missing or out of range, or for a missing reason.
        Conflict: `nothing-to-choose` or `too-late`.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = _load_for(uow, notice_id, Method.PROPOSAL)
        rules, before = rules_of(house, notice), read_before(house, notice)
        choosing.check_may_choose(notice, reason, actor, now, rules)
        sheets = _sheets(notice, before, points)
        decided = Decided(reason, scores_hash=uow.put_page(sheets_parent(notice.id), sheets_json(sheets)))
        return _score(house, uow, notice, decided, before, sheets, actor, now)

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def _score(
    house: House,
    uow: UnitOfWork,
    notice: Notice,
    decided: Decided,
    before: Before,
    sheets: Sheets,
    actor: Actor,
    now: datetime,
) -> Notice:
    rules = rules_of(house, notice)
    found = find(notice, before.rows, rules, sheets)
    if isinstance(found, NeedsDraw):
        frozen = freeze_record(notice, found)
        size = len(frozen.ids or ())
        decision = choosing.tie(notice, decided, frozen.root or "", size, actor, now, rules, house.calendar)
        uow.publish_draw(frozen.notice_no, frozen.to_json(), beside_record(frozen, before.rows))
    elif isinstance(found, Ranking):
        order = to_rows(found, before.rows)
        outcome = to_outcome(write_order(uow, notice, order), order, drawn=False)
        decision = choosing.choose(notice, decided, outcome, actor, now, rules, house.calendar)
    else:
        raise ValueError("scored proposals come to an order or a draw")
    uow.notices.save(decision, actor)
    return decision.state


def _picked(house: House, notice: Notice, before: Before, uscc: str) -> Ranking:
    """Make the small list again from the rows and what was drawn, and pick from it."""
    drawn = [row.uscc for row in before.listed]
    if uscc not in drawn:
        raise Invalid(errors=[FieldError("/agency", "not-on-small-list")])
    pending = find(notice, before.rows, rules_of(house, notice))
    listed = settle(pending, drawn) if isinstance(pending, NeedsDraw) else pending
    if not isinstance(listed, NeedsOwner):
        raise ValueError("a small list is drawn for the owner")
    return credit.choose(listed, uscc)


def _sheets(notice: Notice, before: Before, points: Points) -> Sheets:
    """Return the sheets in the order of the criteria, one for every proposal.

    Raises:
        Invalid: naming every score that is missing or out of range, by the place of its row on the page.
    """
    wanted, errors = len(notice.content.method_terms.criteria), list[FieldError]()
    listed = [row.uscc for row in before.listed]
    errors += [FieldError("/sheets", "not-a-proposal") for uscc in points if uscc not in listed]
    for place, uscc in enumerate(listed):
        given = points.get(uscc, ())
        for criterion in range(max(wanted, len(given))):
            at = f"/sheets/{place}/scores/{criterion}/points"
            value = given[criterion] if criterion < len(given) else None
            if criterion >= wanted:
                errors.append(FieldError(at, "unknown-field"))
            elif value is None:
                errors.append(FieldError(at, "required"))
            elif not 0 <= value <= FULL_SCORE:
                errors.append(FieldError(at, "out-of-range", {"min": 0, "max": FULL_SCORE}))
    if errors:
        raise Invalid(errors=errors)
    return {uscc: tuple(value or 0 for value in points[uscc]) for uscc in listed}


def _load_for(uow: UnitOfWork, notice_id: str, method: Method) -> Notice:
    """Load a notice whose owner decides in this way.

    Raises:
        Conflict: `nothing-to-choose`.
    """
    notice = uow.notices.load(notice_id)
    if notice.content.method is not method:
        raise Conflict("nothing-to-choose", state=notice.state)
    return notice


def _id(notice: Notice) -> str:
    return notice.id


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
