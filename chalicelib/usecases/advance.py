"""What time does: one message names an aggregate, the worker re-reads it and does what is due now.

A message that comes twice, late or for something that people did meanwhile finds nothing due.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.agencies import expiry_warnings, filing, lapsing
from chalicelib.domain.marketplace.agencies.due import next_due as agency_due
from chalicelib.domain.marketplace.awards import acceptance, awarding, substitution
from chalicelib.domain.marketplace.guards import Guards
from chalicelib.domain.marketplace.notices import choosing, due, low_price, selection, suspending
from chalicelib.domain.marketplace.notices.notice import Notice, number_of
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.notices.state import NoticeState
from chalicelib.domain.marketplace.rules import MarketRules, Method
from chalicelib.domain.satisfaction.order_texts.order_text import OF_ITEMS
from chalicelib.kernel.actors import SYSTEM
from chalicelib.kernel.clock import CHINA
from chalicelib.kernel.numbers import format_number
from chalicelib.usecases.agencies.changing import noted
from chalicelib.usecases.awards.candidates import Candidates
from chalicelib.usecases.cases.import_cases import advance_case_import
from chalicelib.usecases.clock_steps import Step, letting_go, plainly
from chalicelib.usecases.conduct.advance_case import advance_case
from chalicelib.usecases.contracts.at_the_clock import SERVICE_STEPS
from chalicelib.usecases.invitations.advance_invitation import advance_invitation
from chalicelib.usecases.invitations.plan_invitation import plan_invitation
from chalicelib.usecases.invitations.take_reply import text_which
from chalicelib.usecases.nominations.advance_import import advance_import
from chalicelib.usecases.notices.judge_notice import rules_of
from chalicelib.usecases.notices.reckon_clocks import reckon_clock
from chalicelib.usecases.openings.open_notice import open_notice
from chalicelib.usecases.openings.rows import ranking_json
from chalicelib.usecases.openings.select import draw_when_possible
from chalicelib.usecases.openings.statement import full_record, names_in
from chalicelib.usecases.ports import House, UnitOfWork
from chalicelib.usecases.privacy.let_go import let_go
from chalicelib.usecases.privacy.requests import carry_out
from chalicelib.usecases.ratings.freeze_period import freeze_period
from chalicelib.usecases.ratings.half_years import freeze_half_year
from chalicelib.usecases.service_items.turn_item import turn_item
from chalicelib.usecases.supervision.measures import advance_measure
from chalicelib.usecases.upward.reconcile_day import reconcile_days
from chalicelib.usecases.upward.report_rating import report_rating
from chalicelib.usecases.work_orders.advance_order import advance_order
from chalicelib.usecases.work_orders.order_texts import advance_order_text


def advance(house: House, kind: str, identifier: str, queue: str) -> None:
    """Do what is due for an aggregate now, if this queue's duty may do it."""
    if kind in BY_KIND:
        BY_KIND[kind](house, identifier)
    elif queue == "opening":
        open_notice(house, identifier)
    elif queue == "drawing":
        house.transact(lambda uow, now: _draw_or_remind(house, uow, identifier, now))
    else:
        house.transact(lambda uow, now: _advance_notice(house, uow, identifier, now))


def _agency(house: House, identifier: str) -> None:
    house.transact(lambda uow, now: _advance_agency(house, uow, identifier, now))


def _violation(house: House, identifier: str) -> None:
    house.transact(lambda uow, now: advance_case(uow, identifier, now))


def _hotline(house: House, identifier: str) -> None:
    from chalicelib.usecases.hotline.take_step import advance_item

    advance_item(house, identifier)


def _order_text(house: House, identifier: str) -> None:
    if identifier.startswith(OF_ITEMS):
        from chalicelib.usecases.hotline.item_texts import advance_item_text

        advance_item_text(house, identifier)
    else:
        advance_order_text(house, identifier)


def _campaign(house: House, identifier: str) -> None:
    """Do what is due of a campaign; its rules are loaded by the duty that needs them."""
    from chalicelib.usecases.surveys.advance_campaign import advance_campaign

    advance_campaign(house, identifier)


def _callback_plan(house: House, identifier: str) -> None:
    """Make the next callback tasks of a campaign; loaded as the campaign is."""
    from chalicelib.usecases.callbacks.plan_tasks import plan_tasks

    plan_tasks(house, identifier)


def _survey(house: House, identifier: str) -> None:
    """Do what is due of a survey's text; loaded as the campaign is."""
    from chalicelib.usecases.surveys.ask_people import advance_survey

    advance_survey(house, identifier)


BY_KIND: Mapping[str, Callable[[House, str], None]] = {
    "import": advance_import,
    "item": turn_item,
    "agency": _agency,
    "violation": _violation,
    "campaign": _campaign,
    "case": plan_invitation,
    "case-import": advance_case_import,
    "invitation": advance_invitation,
    "survey": _survey,
    "contact": text_which,
    "order": advance_order,
    "hotline": _hotline,
    "order-text": _order_text,
    "period": freeze_period,
    "half-year": freeze_half_year,
    "supervision": advance_measure,
    "privacy": carry_out,
    "callback-plan": _callback_plan,
    "retention": let_go,
    "report": report_rating,
    "reconciliation": reconcile_days,
}
"""What does the due work of each kind of aggregate, but of notices, whose queue decides which work it is."""


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


def _advance_agency(house: House, uow: UnitOfWork, uscc: str, now: datetime) -> None:
    agency = uow.agencies.load(uscc)
    waiting = agency_due(agency)
    if waiting is None or now < waiting.at:
        return
    uow.agencies.save(noted(house, AGENCY_STEPS[waiting.kind](agency, SYSTEM, now)), SYSTEM)


AGENCY_STEPS = {"lapse": lapsing.lapse, "remind": filing.remind, "warn": expiry_warnings.warn}
