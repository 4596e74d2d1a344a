"""The owner's agent picks from the small list or scores every proposal, for approval (§3, §5)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from chalicelib.domain.marketplace.notices import choosing
from chalicelib.domain.marketplace.notices.choosing import Decided
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.rules import Method
from chalicelib.domain.marketplace.selection.proposal import FULL_SCORE, Sheets
from chalicelib.kernel.actors import Actor, Role
from chalicelib.kernel.errors import Conflict, FieldError, Invalid
from chalicelib.usecases.choices.candidates import Before, pick, read_before
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.openings.sheets import sheets_json, sheets_parent
from chalicelib.usecases.ports import House, Once, UnitOfWork

Points = Mapping[str, Sequence[int | None]]
"""The points of each agency's proposal as they were sent, by criterion; None where one is missing."""

Decide = Callable[[UnitOfWork, Notice, Before], Decided]


def prepare_pick(
    house: House, actor: Actor, notice_id: str, uscc: str, reason: str, once: Once | None = None
) -> Notice:
    """Pick one of the small list, with a reason that becomes public with the approval.

    Raises:
        Invalid: `not-on-small-list`, or for a missing reason.
        Conflict: `nothing-to-choose` or `too-late`.
    """

    def decide(_uow: UnitOfWork, notice: Notice, before: Before) -> Decided:
        pick(house, notice, before, uscc)
        return Decided(reason, chosen=uscc)

    return _prepare(house, actor, notice_id, Method.CREDIT, decide, once)


def prepare_scores(
    house: House, actor: Actor, notice_id: str, points: Points, reason: str, once: Once | None = None
) -> Notice:
    """Score every proposal by every criterion, with a reason that becomes public with the approval.

    Raises:
        Invalid: for every score that is missing or out of range, or for a missing reason.
        Conflict: `nothing-to-choose` or `too-late`.
    """

    def decide(uow: UnitOfWork, notice: Notice, before: Before) -> Decided:
        sheets = _sheets(notice, before, points)
        return Decided(reason, scores_hash=uow.put_page(sheets_parent(notice.id), sheets_json(sheets)))

    return _prepare(house, actor, notice_id, Method.PROPOSAL, decide, once)


def _prepare(
    house: House, actor: Actor, notice_id: str, method: Method, decide: Decide, once: Once | None
) -> Notice:
    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        if notice.content.method is not method:
            raise Conflict("nothing-to-choose", state=notice.state)
        choosing.check_may_choose(notice, actor, now, Role.OWNER_AGENT)
        decided = decide(uow, notice, read_before(house, notice))
        decision = choosing.prepare(notice, decided, actor, now, rules_of(house, notice))
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


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


def _id(notice: Notice) -> str:
    return notice.id


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
