"""A work order's clocks that ran under a year without a calendar, reckoned anew once it is out (design §3).

An instant only ever becomes later: whoever relied on the provisional one loses nothing.
"""

from dataclasses import replace

from chalicelib.domain.decisions import Decision
from chalicelib.domain.satisfaction.rules import SatisfactionRules
from chalicelib.domain.satisfaction.work_orders.appeal import Appeal
from chalicelib.domain.satisfaction.work_orders.appeal_states import AppealState
from chalicelib.domain.satisfaction.work_orders.clocks import STEPS, Clock, Dues, end_of, start
from chalicelib.domain.satisfaction.work_orders.moving import dues_json, fact
from chalicelib.domain.satisfaction.work_orders.work_order import WorkOrder
from chalicelib.kernel.clock import format_instant
from chalicelib.kernel.workdays import Calendar


def reckon_anew(order: WorkOrder, rules: SatisfactionRules, calendar: Calendar) -> Decision[WorkOrder] | None:
    """Reckon provisional clocks anew once a year is loaded; None when nothing is different."""
    dues = _dues(order.dues, rules, calendar) if order.is_open else order.dues
    after = replace(order, dues=dues, appeal=_appeal(order, rules, calendar))
    if after == order:
        return None
    judging = (
        {"appeal_due_at": format_instant(after.appeal.due_at)} if after.appeal and after.appeal.due_at else {}
    )
    return Decision(after, fact(after, "dues_reckoned", data={"before": dues_json(order.dues), **judging}))


def _dues(dues: Dues, rules: SatisfactionRules, calendar: Calendar) -> Dues:
    running = ((step, dues.of(step)) for step in STEPS)
    anew = {step: reckoned(clock, rules, calendar) for step, clock in running if clock and clock.is_to_reckon}
    return replace(dues, **anew)


def reckoned(clock: Clock, rules: SatisfactionRules, calendar: Calendar) -> Clock:
    """Return a clock under the calendar as it is now, never with an earlier end."""
    fresh = start(clock.since, clock.n_workdays, rules.work_order, calendar)
    if fresh.at >= clock.at:
        return fresh
    return replace(clock, provisional=fresh.provisional, is_to_reckon=fresh.is_to_reckon)


def _appeal(order: WorkOrder, rules: SatisfactionRules, calendar: Calendar) -> Appeal | None:
    """Return the appeal with the time of those who judge it, as long as it runs."""
    appeal, given = order.appeal, rules.appeal
    if appeal is None or appeal.due_at is None or appeal.is_delayed:
        return appeal
    since, n_workdays = {
        AppealState.UNDER_REVIEW: (appeal.approved, given.review_workdays),
        AppealState.OBJECTED: (appeal.objected, given.final_workdays),
    }.get(appeal.state, (None, 0))
    if since is None:
        return appeal
    return replace(appeal, due_at=max(appeal.due_at, end_of(since.at, n_workdays, calendar).at))
