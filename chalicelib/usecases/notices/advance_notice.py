"""What time does to a notice: its worker re-reads it and takes the step that is due now (§2.4)."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.awards import acceptance, awarding, substitution
from chalicelib.domain.marketplace.guards import Guards
from chalicelib.domain.marketplace.notices import choosing, due, low_price, selection, suspending
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.numbers import format_number
from chalicelib.usecases.awards.candidates import Candidates
from chalicelib.usecases.clock_steps import Step, letting_go, plainly
from chalicelib.usecases.contracts.at_the_clock import SERVICE_STEPS
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.notices.reckon_clocks import reckon_clock
from chalicelib.usecases.openings.rows import ranking_json
from chalicelib.usecases.openings.select import draw_when_possible
from chalicelib.usecases.openings.statement import full_record, names_in
from chalicelib.usecases.ports import House, UnitOfWork


def draw_or_remind(house: House, notice_id: str) -> None:
    """Draw when the value is there; else remind of it, or let the draw fail when its time is over."""
    house.transact(lambda uow, now: _draw_or_remind(house, uow, notice_id, now))


def advance_notice(house: House, notice_id: str) -> None:
    """Take the step that is due of a notice, if any is."""
    house.transact(lambda uow, now: _advance_notice(house, uow, notice_id, now))


def _draw_or_remind(house: House, uow: UnitOfWork, notice_id: str, now: datetime) -> None:
    notice = uow.notices.load(notice_id)
    if notice.pool is None or notice.state is not NoticeState.SELECTING:
        return
    if now < notice.pool.timeout_at and draw_when_possible(house, uow, notice, now):
        return
    waiting = due.next_due(notice)
    if waiting is None or now < waiting.at or reckon_clock(house, uow, notice):
        return
    timed_out = waiting.kind == due.BEACON_TIMEOUT
    decision = selection.fail_beacon(notice, now) if timed_out else selection.remind_beacon(notice, now)
    uow.notices.save(decision, SYSTEM)


def _advance_notice(house: House, uow: UnitOfWork, notice_id: str, now: datetime) -> None:
    notice = uow.notices.load(notice_id)
    waiting = due.next_due(notice)
    if waiting is None or now < waiting.at or waiting.kind not in STEPS or reckon_clock(house, uow, notice):
        return
    decision = STEPS[waiting.kind](house, uow, notice, now, rules_of(house, notice))
    if decision is not None:
        uow.notices.save(decision, SYSTEM)


def _accept_silently(
    house: House, _uow: UnitOfWork, notice: Notice, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    return low_price.accept_by_silence(notice, now, rules, house.calendar)


def _award_or_replace(
    house: House, uow: UnitOfWork, notice: Notice, now: datetime, rules: MarketRules
) -> Decision[Notice] | None:
    """End the publicity; while an objection is open the award waits for the next run."""
    objections = house.objections.count_open(notice.id)
    if objections:
        return None
    candidates = Candidates(house, uow, notice, now)
    result = candidates.look(selection_of(notice).winner)
    if result.code is not None:
        return substitution.replace_winner(notice, result, candidates.following(), now, rules, house.calendar)
    number = _award_number(house, uow, now)
    decision = awarding.award(notice, number, result, Guards(objections), now, rules, house.calendar)
    uow.publish_award(number_of(notice), ranking_json(candidates.order))
    record = full_record(house, decision.state, candidates.rows, candidates.order)
    uow.publish_selection(number_of(notice), record, names_in(candidates.rows))
    if notice.content.method is not Method.DIRECT:
        return decision
    uow.notices.save(decision, SYSTEM)
    return acceptance.accept_by_entry(decision.state, now, rules, house.calendar)


def _release(
    house: House, _uow: UnitOfWork, notice: Notice, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    return suspending.release(notice, None, SYSTEM, now, rules, house.calendar)


STEPS: Mapping[str, Step] = {
    due.CHOICE_DUE: plainly(choosing.escalate),
    due.CHOICE_TIMEOUT: plainly(choosing.lapse),
    due.EXPLANATION_DUE: _accept_silently,
    due.DECISION_DUE: _accept_silently,
    due.PUBLICITY_END: _award_or_replace,
    due.ACCEPTANCE_WARNING: plainly(acceptance.warn),
    due.ACCEPTANCE_TIMEOUT: letting_go(substitution.lapse),
    due.SUSPENSION_END: _release,
    **SERVICE_STEPS,
}


def _award_number(house: House, uow: UnitOfWork, now: datetime) -> str:
    year = now.astimezone(CHINA).year
    return format_number("ZX", house.division, year, uow.next_serial(f"award-{house.division}-{year}"))
