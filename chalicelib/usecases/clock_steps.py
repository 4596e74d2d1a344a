"""The shapes that a step of the clock has: what a notice's worker does once an instant is reached (§2.4)."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.domain.decisions import Decision
from chalicelib.domain.marketplace.awards.reserves import NextReserve
from chalicelib.domain.marketplace.awards.substitution import replace_winner
from chalicelib.domain.marketplace.notices.notice import Notice
from chalicelib.domain.marketplace.notices.publicity import selection_of
from chalicelib.domain.marketplace.rules import MarketRules
from chalicelib.kernel.workdays import Calendar
from chalicelib.usecases.awards.candidates import Candidates
from chalicelib.usecases.ports import House, UnitOfWork

Step = Callable[[House, UnitOfWork, Notice, datetime, MarketRules], Decision[Notice] | None]
"""What is due; None while it has to wait for something else."""
Lapse = Callable[[Notice, NextReserve, datetime, MarketRules, Calendar], Decision[Notice]]


def plainly(decide: Callable[[Notice, datetime], Decision[Notice]]) -> Step:
    """Take a step that needs the notice and the time only."""

    def step(
        _house: House, _uow: UnitOfWork, notice: Notice, now: datetime, _rules: MarketRules
    ) -> Decision[Notice]:
        return decide(notice, now)

    return step


def letting_go(lapse: Lapse) -> Step:
    """Replace a winner whose time is over; one that must leave anyway is put out and has given nothing up."""

    def step(
        house: House, uow: UnitOfWork, notice: Notice, now: datetime, rules: MarketRules
    ) -> Decision[Notice]:
        candidates = Candidates(house, uow, notice, now)
        result, following = candidates.look(selection_of(notice).winner), candidates.following()
        if result.code is not None:
            return replace_winner(notice, result, following, now, rules, house.calendar)
        return lapse(notice, following, now, rules, house.calendar)

    return step
