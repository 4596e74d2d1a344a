"""The owner's administrator approves what the agent prepared, or hands it back; the rest follows (§3, §5).

One transaction takes the decision, writes the order it gives and starts the publicity; where totals are
tied, it freezes the tied for a draw in their place (ADR 0041).
"""

from datetime import datetime

from chalicelib.domain.decisions import Decision, check_seen
from chalicelib.domain.marketplace.notices import choosing
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.selection.outcome import Ranking
from chalicelib.domain.marketplace.selection.standings import Found, NeedsDraw
from chalicelib.kernel.actors import Actor, Role
from chalicelib.usecases.choices.candidates import Before, pick, read_before
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.openings.find import find, to_rows
from chalicelib.usecases.openings.records import beside_record
from chalicelib.usecases.openings.select import freeze_record, to_outcome, write_order
from chalicelib.usecases.openings.sheets import sheets_under
from chalicelib.usecases.ports import House, Once, UnitOfWork


def approve_choice(
    house: House, actor: Actor, notice_id: str, once: Once | None = None, seen_at: str | None = None
) -> Notice:
    """Approve the prepared decision, which then stands with its public reason.

    Raises:
        Forbidden: for anyone but the owner's administrator.
        Conflict: `nothing-to-choose`, `nothing-prepared`, `too-late`, or `changed-meanwhile` for another
            preparation than the one that was read.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        choosing.check_may_choose(notice, actor, now, Role.OWNER_ADMIN)
        check_seen(seen_at, choosing.prepared_of(notice).at)
        decision = _decide(house, uow, notice, read_before(house, notice), actor, now)
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def send_back_choice(
    house: House,
    actor: Actor,
    notice_id: str,
    reason: str,
    once: Once | None = None,
    seen_at: str | None = None,
) -> Notice:
    """Hand the prepared decision back to the agent, saying why.

    Raises:
        Forbidden, Conflict: as `approve_choice`.
        Invalid: for a missing reason.
    """

    def attempt(uow: UnitOfWork, now: datetime) -> Notice:
        notice = uow.notices.load(notice_id)
        choosing.check_may_choose(notice, actor, now, Role.OWNER_ADMIN)
        check_seen(seen_at, choosing.prepared_of(notice).at)
        decision = choosing.send_back(notice, reason, actor, now, rules_of(house, notice))
        uow.notices.save(decision, actor)
        return decision.state

    return house.transact(attempt, once=once, ref=_id, replay=_load)


def _decide(
    house: House, uow: UnitOfWork, notice: Notice, before: Before, actor: Actor, now: datetime
) -> Decision[Notice]:
    rules, prepared = rules_of(house, notice), choosing.prepared_of(notice)
    found: Found
    if prepared.chosen is not None:
        found = pick(house, notice, before, prepared.chosen)
    else:
        found = find(notice, before.rows, rules, sheets_under(house, notice, prepared.scores_hash))
    if isinstance(found, NeedsDraw):
        frozen = freeze_record(notice, found)
        uow.publish_draw(frozen.notice_no, frozen.to_json(), beside_record(frozen, before.rows))
        size = len(frozen.ids or ())
        return choosing.tie(notice, frozen.root or "", size, actor, now, rules, house.calendar)
    if not isinstance(found, Ranking):
        raise ValueError("a decision comes to an order or a draw")
    order = to_rows(found, before.rows)
    outcome = to_outcome(write_order(uow, notice, order), order, drawn=prepared.chosen is not None)
    return choosing.choose(notice, outcome, actor, now, rules, house.calendar)


def _id(notice: Notice) -> str:
    return notice.id


def _load(uow: UnitOfWork, notice_id: str) -> Notice:
    return uow.notices.load(notice_id)
