"""What time does to a purchase from the accepted award on, one step a clock (docs/rules.md §2.1, §2.4)."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.awards import substitution
from chalicelib.domain.marketplace.contracts import (
    archiving,
    carrying_out,
    changes,
    clocks,
    delivering,
    paying,
    signing,
)
from chalicelib.domain.marketplace.evaluations import evaluating
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.clock_steps import Step, letting_go, plainly
from chalicelib.usecases.contracts.step import department_org
from chalicelib.usecases.evaluations.count import count_for_credit
from chalicelib.usecases.ports import House, UnitOfWork


def _accept_result(
    house: House, _uow: UnitOfWork, notice: Notice, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    return delivering.accept_by_silence(notice, department_org(house, notice), now, rules, house.calendar)


def _close_window(
    house: House, uow: UnitOfWork, notice: Notice, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    decision = evaluating.close_window(notice, now, rules)
    count_for_credit(house, uow, decision.state, SYSTEM, now, rules)
    return decision


SERVICE_STEPS: Mapping[str, Step] = {
    clocks.SIGNING_WARNING: plainly(signing.warn_signing),
    clocks.CONFIRMATION_REMINDER: plainly(signing.remind_of_confirmation),
    clocks.SIGNING_TIMEOUT: letting_go(substitution.lapse_signing),
    clocks.CONTRACT_PUBLICATION: plainly(carrying_out.publish_at_the_clock),
    clocks.FILING_MISSED: plainly(carrying_out.miss_filing),
    clocks.CHANGE_TIMEOUT: plainly(changes.lapse_change),
    clocks.PAYMENT_OVERDUE: plainly(paying.miss_payment),
    clocks.DELIVERY_MISSED: plainly(delivering.miss_delivery),
    clocks.RESULT_REMINDER: plainly(delivering.remind_owner),
    clocks.RESULT_TIMEOUT: _accept_result,
    clocks.EVALUATION_END: _close_window,
    clocks.ARCHIVE: plainly(archiving.archive),
}
