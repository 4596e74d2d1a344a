"""What time does to a purchase from the accepted award on, one step a clock (docs/rules.md §2.1, §2.4)."""

from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.awards import substitution
from chalicelib.domain.marketplace.contracts import (
    archiving,
    carrying_out,
    changes,
    clocks,
    delivering,
    signing,
)
from chalicelib.domain.marketplace.evaluations import evaluating
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.actors import SYSTEM
from chalicelib.usecases.awards.candidates import Candidates
from chalicelib.usecases.contracts.step import department_org
from chalicelib.usecases.evaluations.count import count_for_credit
from chalicelib.usecases.ports import House, UnitOfWork

Step = Callable[[House, UnitOfWork, Notice, datetime, MarketRules], Decision[Notice]]


def _lapse_signing(
    house: House, uow: UnitOfWork, notice: Notice, now: datetime, rules: MarketRules
) -> Decision[Notice]:
    """Replace a winner whose time to sign is over; one that must leave anyway leaves for that."""
    candidates = Candidates(house, uow, notice, now)
    result, following = candidates.look(selection_of(notice).winner), candidates.following()
    if result.code is not None:
        return substitution.replace_winner(notice, result, following, now, rules, house.calendar)
    return substitution.lapse_signing(notice, following, now, rules, house.calendar)


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


def _plainly(decide: Callable[[Notice, datetime], Decision[Notice]]) -> Step:
    """Take a step that needs the notice and the time only."""

    def step(
        _house: House, _uow: UnitOfWork, notice: Notice, now: datetime, _rules: MarketRules
    ) -> Decision[Notice]:
        return decide(notice, now)

    return step


SERVICE_STEPS: Mapping[str, Step] = {
    clocks.SIGNING_WARNING: _plainly(signing.warn_signing),
    clocks.CONFIRMATION_REMINDER: _plainly(signing.remind_of_confirmation),
    clocks.SIGNING_TIMEOUT: _lapse_signing,
    clocks.CONTRACT_PUBLICATION: _plainly(carrying_out.publish_at_the_clock),
    clocks.FILING_MISSED: _plainly(carrying_out.miss_filing),
    clocks.CHANGE_TIMEOUT: _plainly(changes.lapse_change),
    clocks.RESULT_REMINDER: _plainly(delivering.remind_owner),
    clocks.RESULT_TIMEOUT: _accept_result,
    clocks.EVALUATION_END: _close_window,
    clocks.ARCHIVE: _plainly(archiving.archive),
}
